import { EventBus } from "@odoo/owl";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

import { isEnded, refusal } from "./refusal";
import { stash, unstash } from "./stash";

const PAUSE = 250; // ms of quiet before what was typed leaves
const LATEST = 1000; // ms after which it leaves, however fast somebody types on
const RETRY = 3000; // ms until a request is repeated that found no network
const PATIENCE = 3000; // ms that whoever turns the page waits for what was typed
// In the session's storage: a page was left before it had its answer; when the last answer came.
const LEFT = "krokus_left";
const ANSWERED = "krokus_answered";

export function keyOf(offer, session) {
    return `${offer}/${session}`;
}

/**
 * What the client typed, on its way to the basket: one request in flight, what comes meanwhile
 * goes with the next. Quantities are absolute and requests are numbered, so a repetition or a
 * late arrival does no harm. Each says whose page it comes from.
 *
 * Triggers "said" when a person says something new of a row, "taken" with the server's answer,
 * "failed" with a sentence, "waiting" without network, "ended" when nobody is logged in, "other"
 * when somebody else is.
 */
export class TakeQueue extends EventBus {
    /** `person`: whose page it is, as the server named him. */
    constructor(person = null) {
        super();
        this.person = person;
        this.pending = new Map(person ? unstash(person) : []);
        this.flying = new Map();
        this.number = 0;
        this.busy = false;
        this.isCutOff = false; // what is pending did not find its way
        window.addEventListener("pagehide", () => this.leave());
        if (this.pending.size) {
            this.timer = setTimeout(() => this.send(), PAUSE);
        }
    }

    /** The page learned how many requests the basket has heard. */
    heard(number) {
        this.number = Math.max(this.number, number);
    }

    /** What the basket shall hold of an offer; of one shipment alone, if a session is named.
     * `isSure`: the person was asked whether he means so many, and said yes. */
    set(offer, session, quantity, isSure = false) {
        if (!this.pending.size) {
            this.since = performance.now();
        }
        this.trigger("said", keyOf(offer, session));
        this.pending.set(keyOf(offer, session), { offer, session, quantity, isSure });
        clearTimeout(this.timer);
        const left = this.since + LATEST - performance.now();
        this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(PAUSE, left)));
    }

    /** Whether something newer than any answer is on its way. */
    isUnderWay(key) {
        return this.pending.has(key) || this.flying.has(key);
    }

    async send() {
        if (this.busy || !this.pending.size) {
            return;
        }
        this.busy = true;
        const lines = (this.flying = this.next());
        const pause = await this.exchange(this.params(lines), lines);
        this.flying = new Map();
        this.busy = false;
        if (this.pending.size && pause !== null) {
            this.timer = setTimeout(() => this.send(), pause);
        }
    }

    /** Once all that was typed has its answer; without network somewhat later. */
    async rest() {
        const latest = performance.now() + PATIENCE;
        while ((this.busy || this.pending.size) && performance.now() < latest) {
            clearTimeout(this.timer);
            await this.send();
            await new Promise((resolve) => {
                setTimeout(resolve, 50);
            });
        }
    }

    /** Whether the page before was left too early to know what the basket holds, or this one was
     * asked for before its last answer came: the server may have made it meanwhile. */
    get isUnsure() {
        const answered = Number(sessionStorage.getItem(ANSWERED));
        return Boolean(sessionStorage.getItem(LEFT)) || answered > performance.timeOrigin;
    }

    /** What the basket holds now; and what waited for a network or a login goes on its way. */
    async ask() {
        const asked = this.number;
        const isNewest = () => this.number === asked && !this.busy;
        const params = { lines: [], number: null, person: this.person };
        if (!(await this.exchange(params, new Map(), isNewest))) {
            sessionStorage.removeItem(LEFT);
            await this.send();
        }
    }

    /** A request names an offer once: its other shipments wait for the next one. */
    next() {
        const lines = new Map();
        const offers = new Set();
        for (const [key, line] of this.pending) {
            if (!offers.has(line.offer)) {
                offers.add(line.offer);
                lines.set(key, line);
                this.pending.delete(key);
            }
        }
        return lines;
    }

    params(lines) {
        this.number += 1;
        const each = [...lines.values()];
        const asked = each.map((line) => [line.offer, line.quantity, line.session]);
        const sure = each.filter((line) => line.isSure).map((line) => line.offer);
        const params = { lines: asked, number: this.number, person: this.person };
        return sure.length ? { ...params, sure } : params;
    }

    /** In how many ms what waits shall go; null: not by itself. An answer that something newer
     * has overtaken is not told. */
    async exchange(params, lines, isNewest = () => true) {
        let answer = null;
        try {
            answer = await rpc("/krokus/take", params, { silent: true });
        } catch (error) {
            return this.failed(lines, error);
        }
        this.isCutOff = false;
        if (lines.size) {
            sessionStorage.setItem(ANSWERED, Date.now());
        }
        if (isNewest()) {
            this.answered(lines, answer);
        }
        return 0;
    }

    /** Whoever goes to another page has typed it all the same. What is on its way goes along:
     * should it come later than this, nobody listens to it. */
    leave() {
        if (this.busy || this.pending.size) {
            sessionStorage.setItem(LEFT, "1");
        }
        this.keep(this.flying);
        this.flying = new Map();
        if (this.isCutOff) {
            stash(this.person, this.pending);
        } else if (this.pending.size) {
            fetch("/krokus/take", {
                method: "POST",
                keepalive: true,
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({
                    jsonrpc: "2.0",
                    method: "call",
                    params: this.params(this.next()),
                }),
            });
        }
    }

    answered(lines, answer) {
        const late = answer.basket.late;
        this.heard(answer.basket.number);
        if (late) {
            // Another page of the same client was quicker: say it again, after that one.
            this.keep(lines);
        } else {
            this.trigger("taken", answer);
        }
    }

    failed(lines, error) {
        if (error instanceof ConnectionLostError) {
            return this.cutOff(lines, "waiting", RETRY);
        }
        if (isEnded(error)) {
            return this.cutOff(lines, "ended", null);
        }
        const message = refusal(error);
        if (error.exceptionName.endsWith(".OtherPersonError")) {
            this.trigger("other");
        }
        this.trigger("failed", { lines, message });
        return 0;
    }

    /** It stays typed until there is a way again. */
    cutOff(lines, event, pause) {
        this.keep(lines.size ? this.flying : lines);
        this.isCutOff = true;
        this.trigger(event);
        return pause;
    }

    /** Back into the queue, unless something newer was typed. */
    keep(lines) {
        for (const [key, line] of lines) {
            if (!this.pending.has(key)) {
                this.pending.set(key, line);
            }
        }
    }
}

registry.category("services").add("krokus_take", {
    start: () => new TakeQueue(document.getElementById("krokus_bar")?.dataset.person),
});
