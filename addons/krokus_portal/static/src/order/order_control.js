import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { keyOf } from "../basket/take_queue";
import { formatMoney, formatQuantity, readQuantity } from "../basket/format";
import { isBegun, isTypedInto, write } from "../basket/typed";
import { hearDays, rememberDay } from "./days";
import { heldNow, priceNow } from "./price";

const SIGNS = { "+": 1, "-": -1 };
const ARROWS = { ArrowUp: 1, ArrowDown: -1 };

/** The quantity of one offer: typed, or stepped by the pack; the queue takes it from there. */
export class OrderControl extends Interaction {
    static selector = ".krokus_order";
    dynamicContent = {
        ".krokus_order_less": { "t-on-click": () => this.step(-1) },
        ".krokus_order_more": { "t-on-click": () => this.step(1) },
        ".krokus_order_day": { "t-on-change": (event) => this.chose(event.currentTarget) },
        input: {
            "t-on-change": () => this.typed(),
            "t-on-keydown": (event) => this.press(event),
            "t-on-focus": (event) => event.currentTarget.select(),
            "t-on-blur": () => this.left(),
        },
        ".krokus_order_count": { "t-out": () => formatQuantity(this.free) },
        ".krokus_order_missing": {
            "t-out": () =>
                this.missing ? _t("%s more until wholesale", formatQuantity(this.missing)) : "",
        },
        ".krokus_order_why": { "t-att-class": () => ({ "d-none": this.isOtherPrice }) },
        ".krokus_order_message": { "t-out": () => this.message },
        ".krokus_order_price": { "t-out": () => this.price },
        _root: {
            "t-att-class": () => ({
                "krokus_order_ready": true,
                "krokus_order_held": this.held > 0,
                "krokus_order_busy": this.busy,
                "krokus_order_gone": this.free <= 0 && !this.wanted,
            }),
        },
    };

    setup() {
        const data = this.el.dataset;
        this.offerId = Number(data.offer);
        this.session = Number(data.session);
        this.packing = Number(data.step);
        this.held = this.wanted = Number(data.held);
        this.missing = Number(data.missing);
        this.isOtherPrice = false; // than the page came with
        this.price = Interaction.INITIAL_VALUE;
        this.free = data.free === "" ? Infinity : Number(data.free);
        this.message = this.el.querySelector(".krokus_order_message").textContent.trim();
        this.input = this.el.querySelector(".krokus_order_quantity input");
        this.queue = this.services.krokus_take;
        this.live = this.services.krokus_live_stock;
        const waiting = this.queue.pending.get(this.place);
        if (waiting) {
            this.wanted = waiting.quantity;
            this.busy = true;
        }
        this.fill(this.wanted);
    }

    /** Under which the queue knows it. */
    get place() {
        return keyOf(this.offerId, this.session);
    }

    start() {
        this.addListener(this.queue, "taken", ({ detail }) => this.taken(detail));
        this.addListener(this.queue, "unasked", ({ detail }) => this.unasked(detail));
        this.addListener(this.queue, "failed", ({ detail }) => this.failed(detail));
        this.addListener(this.queue, "waiting", () =>
            this.waits(_t("No connection: this is kept and sent as soon as there is one."))
        );
        this.addListener(this.queue, "ended", () =>
            this.waits(_t("You are not logged in any more: this is kept and sent once you are."))
        );
        this.addListener(this.live, "free", ({ detail }) => this.heard(detail[this.offerId]));
        this.live.join(Number(this.el.dataset.changesIn));
    }

    /** What others leave: a number, or one for each shipment. An answer on its way knows better. */
    heard(left) {
        hearDays(this.el, left);
        const count = typeof left === "number" ? left : left?.[this.session];
        if (typeof count === "number" && !this.busy) {
            this.free = count + this.held;
        }
    }

    /** Another shipment: what is held of it, and what there is. */
    chose(select) {
        const day = select.selectedOptions[0].dataset;
        this.session = Number(select.value);
        this.held = this.wanted = Number(day.held);
        this.free = day.free === "" ? Infinity : Number(day.free);
        this.busy = this.queue.isUnderWay(this.place);
        this.message = "";
        this.fill(this.held);
    }

    step(direction) {
        const begun = this.input && isBegun(this.input) ? readQuantity(this.input.value) : NaN;
        const packs = (begun >= 0 ? begun : this.wanted) / this.packing;
        const next = direction > 0 ? Math.floor(packs + 1e-6) + 1 : Math.ceil(packs - 1e-6) - 1;
        this.want(Math.max(0, Number((next * this.packing).toFixed(3))));
    }

    /** Plus and minus go by the pack; so do the arrows, which move from row to row in a sheet. */
    press(event) {
        const keys = this.el.closest(".krokus_sheet") ? SIGNS : { ...SIGNS, ...ARROWS };
        const direction = keys[event.key];
        if (direction) {
            event.preventDefault();
            this.step(direction);
        } else if (event.key === "Enter") {
            event.preventDefault();
            this.typed();
            this.input.select(); // what is typed next is another number
        }
    }

    typed() {
        const quantity = readQuantity(this.input.value);
        if (Number.isNaN(quantity) || quantity < 0) {
            this.message = _t("Enter a number from 0 upwards.");
            this.fill(this.held);
        } else if (quantity !== this.wanted) {
            this.want(quantity);
        } else {
            this.queue.trigger("said", this.place); // a question on the row is answered by that
            this.message = "";
            this.fill(quantity);
        }
        this.updateContent();
    }

    unasked(place) {
        if (place === this.place) {
            this.message = "";
        }
    }

    /** What an answer could not write while somebody was typing, it writes now. */
    left() {
        if (isBegun(this.input)) {
            this.typed();
        } else {
            this.fill(this.wanted);
        }
    }

    want(quantity) {
        this.wanted = quantity;
        this.busy = true;
        this.message = "";
        this.fill(quantity);
        this.queue.set(this.offerId, this.session, quantity);
    }

    taken({ lines, basket }) {
        this.pays(basket);
        const mine = lines.filter((line) => line.product_id === this.offerId);
        for (const line of mine) {
            rememberDay(this.el, line);
            if (line.session_id === this.session && !this.queue.pending.has(this.place)) {
                this.answered(line);
            }
        }
        if (!mine.length && !this.queue.isUnderWay(this.place)) {
            this.holds(heldNow(basket.held, this.offerId, this.session));
        }
    }

    /** What one costs now: also when another line has crossed a threshold. */
    pays({ prices, counted }) {
        const { group, retail } = this.el.dataset;
        const paid = prices[this.offerId];
        if (group && retail) {
            const now = priceNow(this.el.dataset, counted);
            this.missing = now.missing;
            this.isOtherPrice = !now.missing !== !Number(this.el.dataset.missing);
            this.shows(paid === undefined ? now.amount : paid);
        } else if (paid !== undefined) {
            this.shows(paid);
        }
    }

    /** In the row, and where the page has its price elsewhere. */
    shows(amount) {
        this.price = formatMoney(amount, document.getElementById("krokus_bar").dataset.currency);
        for (const place of document.querySelectorAll(`[data-krokus-price="${this.offerId}"]`)) {
            place.textContent = this.price;
        }
    }

    answered(line) {
        this.busy = false;
        this.held = this.wanted = line.granted;
        this.free = line.free === null ? Infinity : line.free + line.granted;
        this.missing = line.missing;
        this.message = line.message || "";
        this.settle(line.granted);
    }

    /** Another page, or another person's order, has changed what is held. */
    holds(quantity) {
        this.busy = false;
        if (quantity !== this.held) {
            this.held = this.wanted = quantity;
            this.message = "";
            this.settle(quantity);
            this.live.askSoon(); // what there is beside it has changed too
        }
    }

    /** The row goes back to what is held, and says what was not taken. */
    failed({ lines, message }) {
        const line = lines.get(this.place);
        if (line && !this.queue.pending.has(this.place)) {
            this.busy = false;
            this.wanted = this.held;
            this.message = _t("Not taken: %(quantity)s. %(why)s", {
                quantity: formatQuantity(line.quantity),
                why: message,
            });
            this.settle(this.held);
        }
    }

    waits(message) {
        if (this.queue.isUnderWay(this.place)) {
            this.message = message;
        }
    }

    /** An answer never writes into what somebody is typing. */
    settle(quantity) {
        if (this.input && !isTypedInto(this.input)) {
            this.fill(quantity);
        }
    }

    /** What a person wanted, or what an answer may write. In a field that has the focus all stays
     * selected: the next key begins another number. */
    fill(quantity) {
        if (this.input) {
            write(this.input, quantity ? String(quantity).replace(".", ",") : "");
            if (document.activeElement === this.input) {
                this.input.select();
            }
        }
    }
}

registry.category("public.interactions").add("krokus_portal.order_control", OrderControl);
