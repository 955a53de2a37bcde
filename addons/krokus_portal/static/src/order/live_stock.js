import { EventBus } from "@odoo/owl";
import { ConnectionLostError, rpc, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const QUIET = 1000; // ms after the last message, until the page asks how things stand
const SPREAD = 500; // ms: not every page asks in the same instant
const SLOWEST = 8000; // ms between two questions of a page that is told no numbers in a rush
const AFTER_A_GAP = 5000; // ms within which all pages ask that were cut off
const ALONE = 30000; // ms between two questions of a page that the server cannot reach
const LONGEST = 12 * 3600; // seconds that a page is expected to stay open
const MOST = 500; // offers in one question

/**
 * What others leave of the offers on this page: told by the server, and asked for where it tells
 * no number, a second after the last message, and when somebody's hold runs out. One for the page.
 *
 * Triggers "free" with {offer: number, or {session: number}, or null where there is no telling}.
 */
export class LiveStock extends EventBus {
    constructor(bus) {
        super();
        this.bus = bus;
        this.pause = QUIET;
        this.askedAt = -Infinity;
        this.changesAt = Infinity;
        this.isAlone = false; // no websocket: what is not asked for is not known
    }

    /** A control shows an offer, of which a hold ends in so many seconds (0: none does). */
    join(changesIn) {
        if (!this.started) {
            this.started = true;
            this.bus.subscribe("krokus_free", (free) => this.told(free));
            this.bus.addEventListener("BUS:RECONNECT", () => this.askIn(Math.random() * AFTER_A_GAP));
            for (const [event, isAlone] of [
                ["BUS:CONNECT", false],
                ["BUS:RECONNECT", false],
                ["BUS:DISCONNECT", true],
                ["BUS:RECONNECTING", true],
            ]) {
                this.bus.addEventListener(event, () => this.reached(isAlone));
            }
            this.bus.addChannel("krokus_live_stock");
            document.addEventListener("visibilitychange", () => this.looked());
            window.addEventListener("pageshow", (event) => event.persisted && this.ask());
        }
        this.expect(changesIn);
    }

    offers() {
        const controls = [...document.querySelectorAll(".krokus_order")];
        return [...new Set(controls.map((control) => Number(control.dataset.offer)))].slice(0, MOST);
    }

    /** While numbers keep coming they are right, and the question waits for a quiet second. */
    told(free) {
        const shown = this.offers().filter((offer) => offer in free);
        if (shown.length) {
            this.trigger("free", free);
            const isBlind = shown.some((offer) => free[offer] === null);
            if (!isBlind) {
                this.askIn(QUIET);
            } else if (!this.timer) {
                this.askIn(this.pause);
            }
        }
    }

    /** Without a websocket the page asks now and then. */
    reached(isAlone) {
        this.isAlone = isAlone;
        clearInterval(this.polling);
        if (isAlone) {
            this.polling = setInterval(() => this.ask(), ALONE + Math.random() * SPREAD);
        }
    }

    /** Something has changed that this page did not do. */
    askSoon() {
        this.askIn(QUIET);
    }

    expect(seconds) {
        const at = performance.now() + seconds * 1000;
        if (seconds && seconds < LONGEST && at < this.changesAt) {
            this.changesAt = at;
            clearTimeout(this.alarm);
            this.alarm = setTimeout(() => this.ask(), seconds * 1000 + Math.random() * SPREAD);
        }
    }

    askIn(pause) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(), pause + Math.random() * SPREAD);
    }

    /** Nobody looks at a hidden page: it asks when somebody does. */
    looked() {
        if (this.isDue && !document.hidden) {
            this.ask();
        }
    }

    async ask() {
        clearTimeout(this.timer);
        this.timer = null;
        this.isDue = document.hidden;
        const offers = this.offers();
        if (this.isDue || !offers.length) {
            return;
        }
        this.slowDown();
        this.changesAt = Infinity;
        try {
            const answer = await rpc("/krokus/free", { offers }, { silent: true });
            this.trigger("free", answer.free);
            this.expect(answer.next);
        } catch (error) {
            if (!(error instanceof ConnectionLostError || error instanceof RPCError)) {
                throw error;
            }
            this.askIn(ALONE); // the numbers stay as they are until then
        }
    }

    /** Each question of a rush waits twice as long as the one before. */
    slowDown() {
        const now = performance.now();
        const isRush = now - this.askedAt < 2 * SLOWEST;
        this.pause = isRush ? Math.min(2 * this.pause, SLOWEST) : QUIET;
        this.askedAt = now;
    }
}

registry.category("services").add("krokus_live_stock", {
    dependencies: ["bus_service"],
    start: (_env, { bus_service }) => new LiveStock(bus_service),
});
