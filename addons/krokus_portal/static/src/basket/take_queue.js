import { EventBus } from "@odoo/owl";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const PAUSE = 250; // ms of quiet before what was typed leaves
const LATEST = 1000; // ms after which it leaves, however fast somebody types on
const RETRY = 3000; // ms until a request is repeated that found no network
const PATIENCE = 3000; // ms that whoever turns the page waits for what was typed
const LEFT = "krokus_left"; // in the session's storage: a page was left before it had its answer

export function keyOf(offer, session) {
    return `${offer}/${session}`;
}

/**
 * What the client typed, on its way to the basket: one request in flight, what comes meanwhile
 * goes with the next. Quantities are absolute and requests are numbered, so a repetition or a
 * late arrival does no harm.
 *
 * Triggers "taken" with the server's answer, "failed" with a sentence, "waiting" without network.
 */
export class TakeQueue extends EventBus {
    constructor() {
        super();
        this.pending = new Map();
        this.flying = new Map();
        this.number = 0;
        this.busy = false;
        window.addEventListener("pagehide", () => this.leave());
    }

    /** The page learned how many requests the basket has heard. */
    heard(number) {
        this.number = Math.max(this.number, number);
    }

    /** What the basket shall hold of an offer; of one shipment alone, if a session is named. */
    set(offer, session, quantity) {
        if (!this.pending.size) {
            this.since = performance.now();
        }
        this.pending.set(keyOf(offer, session), { offer, session, quantity });
        clearTimeout(this.timer);
        const left = this.since + LATEST - performance.now();
        this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(PAUSE, left)));
    }

    async send() {
        if (this.busy || !this.pending.size) {
            return;
        }
        this.busy = true;
        const lines = (this.flying = this.next());
        let pause = 0;
        try {
            this.answered(lines, await this.request(lines));
        } catch (error) {
            pause = this.failed(lines, error);
        }
        this.flying = new Map();
        this.busy = false;
        if (this.pending.size) {
            this.timer = setTimeout(() => this.send(), pause);
        }
    }

    /** Once all that was typed has its answer; without network somewhat later. */
    async rest() {
        const latest = performance.now() + PATIENCE;
        while ((this.busy || this.pending.size) && performance.now() < latest) {
            clearTimeout(this.timer);
            await this.send();
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    }

    /** What the basket holds now, if the page before was left too early to know. */
    async ask() {
        if (!sessionStorage.getItem(LEFT)) {
            return;
        }
        const params = { lines: [], number: null };
        try {
            this.answered(new Map(), await rpc("/krokus/take", params, { silent: true }));
            sessionStorage.removeItem(LEFT);
        } catch {
            // without network the next page asks
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

    request(lines) {
        return rpc("/krokus/take", this.params(lines), { silent: true });
    }

    params(lines) {
        this.number += 1;
        const asked = [...lines.values()].map((line) => [line.offer, line.quantity, line.session]);
        return { lines: asked, number: this.number };
    }

    /** Whoever goes to another page has typed it all the same. What is on its way goes along:
     * should it come later than this, nobody listens to it. */
    leave() {
        if (this.busy || this.pending.size) {
            sessionStorage.setItem(LEFT, "1");
        }
        if (this.pending.size) {
            this.keep(this.flying);
            const lines = this.next();
            fetch("/krokus/take", {
                method: "POST",
                keepalive: true,
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ jsonrpc: "2.0", method: "call", params: this.params(lines) }),
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
        if (error.exceptionName || error.data) {
            this.trigger("failed", {
                keys: [...lines.keys()],
                message: error.data?.message || error.message,
            });
            return 0;
        }
        this.keep(lines);
        this.trigger("waiting");
        return RETRY;
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

registry.category("services").add("krokus_take", { start: () => new TakeQueue() });
