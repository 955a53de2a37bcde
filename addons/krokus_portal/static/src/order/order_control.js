import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { keyOf } from "../basket/take_queue";
import { formatMoney, formatQuantity, readQuantity } from "../basket/format";

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
            "t-on-keydown": (event) => this.key(event),
            "t-on-focus": (event) => event.currentTarget.select(),
        },
        ".krokus_order_count": { "t-out": () => formatQuantity(this.free) },
        ".krokus_order_missing": {
            "t-out": () =>
                this.missing ? _t("%s more until wholesale", formatQuantity(this.missing)) : "",
        },
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
        this.price = Interaction.INITIAL_VALUE;
        this.free = data.free === "" ? Infinity : Number(data.free);
        this.message = this.el.querySelector(".krokus_order_message").textContent.trim();
        this.input = this.el.querySelector(".krokus_order_quantity input");
        this.queue = this.services.krokus_take;
        this.live = this.services.krokus_live_stock;
        const waiting = this.queue.pending.get(this.key);
        if (waiting) {
            this.wanted = waiting.quantity;
            this.busy = true;
        }
        this.fill(this.wanted);
    }

    get key() {
        return keyOf(this.offerId, this.session);
    }

    start() {
        this.addListener(this.queue, "taken", ({ detail }) => this.taken(detail));
        this.addListener(this.queue, "failed", ({ detail }) => this.failed(detail));
        this.addListener(this.queue, "waiting", () => this.waiting());
        this.addListener(this.live, "free", ({ detail }) => this.heard(detail[this.offerId]));
        this.live.join(Number(this.el.dataset.changesIn));
    }

    /** What others leave: a number, or one for each shipment. An answer on its way knows better. */
    heard(left) {
        const isCounted = (number) => typeof number === "number";
        for (const option of this.el.querySelectorAll(".krokus_order_day option")) {
            if (isCounted(left?.[option.value])) {
                option.dataset.free = left[option.value] + Number(option.dataset.held);
            }
        }
        const count = isCounted(left) ? left : left?.[this.session];
        if (isCounted(count) && !this.busy) {
            this.free = count + this.held;
        }
    }

    /** Another shipment: what is held of it, and what there is. */
    chose(select) {
        const day = select.selectedOptions[0].dataset;
        this.session = Number(select.value);
        this.held = this.wanted = Number(day.held);
        this.free = day.free === "" ? Infinity : Number(day.free);
        this.busy = this.queue.pending.has(this.key);
        this.message = "";
        this.fill(this.held);
    }

    step(direction) {
        const packs = this.wanted / this.packing;
        const next = direction > 0 ? Math.floor(packs + 1e-6) + 1 : Math.ceil(packs - 1e-6) - 1;
        this.want(Math.max(0, Number((next * this.packing).toFixed(3))));
    }

    /** Plus and minus go by the pack; so do the arrows, which move from row to row in a sheet. */
    key(event) {
        const keys = this.el.closest(".krokus_sheet") ? SIGNS : { ...SIGNS, ...ARROWS };
        const direction = keys[event.key];
        if (direction) {
            event.preventDefault();
            this.step(direction);
        } else if (event.key === "Enter") {
            event.preventDefault();
            this.typed();
        }
    }

    typed() {
        const quantity = readQuantity(this.input.value);
        if (Number.isNaN(quantity) || quantity < 0) {
            this.message = _t("Enter a number from 0 upwards.");
            this.fill(this.held);
        } else if (quantity !== this.wanted) {
            this.want(quantity);
        }
        this.updateContent();
    }

    want(quantity) {
        this.wanted = quantity;
        this.busy = true;
        this.message = "";
        this.fill(quantity);
        this.queue.set(this.offerId, this.session, quantity);
    }

    taken({ lines, basket }) {
        this.pays(basket.prices[this.offerId]);
        for (const line of lines.filter((each) => each.product_id === this.offerId)) {
            this.remember(line);
            if (line.session_id === this.session && !this.queue.pending.has(this.key)) {
                this.answered(line);
            }
        }
    }

    /** What one costs now: also when another line has crossed a threshold. */
    pays(price) {
        if (price !== undefined) {
            this.price = formatMoney(price, document.getElementById("krokus_bar").dataset.currency);
        }
    }

    /** The shipment's option knows what became of it, also when another one is shown by now. */
    remember(line) {
        const option = this.el.querySelector(`.krokus_order_day option[value="${line.session_id}"]`);
        if (option) {
            option.dataset.held = line.granted;
            option.dataset.free = line.free === null ? "" : line.free + line.granted;
        }
    }

    answered(line) {
        this.busy = false;
        this.held = this.wanted = line.granted;
        this.free = line.free === null ? Infinity : line.free + line.granted;
        this.missing = line.missing;
        this.message = line.message || "";
        this.fill(line.granted);
    }

    failed({ keys, message }) {
        if (keys.includes(this.key)) {
            this.busy = false;
            this.wanted = this.held;
            this.message = message;
            this.fill(this.held);
        }
    }

    waiting() {
        if (this.busy) {
            this.message = _t("No connection: this is kept and sent as soon as there is one.");
        }
    }

    fill(quantity) {
        if (this.input) {
            this.input.value = quantity ? String(quantity).replace(".", ",") : "";
        }
    }
}

registry.category("public.interactions").add("krokus_portal.order_control", OrderControl);
