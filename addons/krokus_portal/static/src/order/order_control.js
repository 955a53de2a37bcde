import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { formatQuantity, readQuantity } from "../basket/format";

/** The quantity of one offer: typed, or stepped by the pack; the queue takes it from there. */
export class OrderControl extends Interaction {
    static selector = ".krokus_order";
    dynamicContent = {
        ".krokus_order_less": { "t-on-click": () => this.step(-1) },
        ".krokus_order_more": { "t-on-click": () => this.step(1) },
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
        _root: {
            "t-att-class": () => ({
                "krokus_order_ready": true,
                "krokus_order_held": this.held > 0,
                "krokus_order_busy": this.busy,
            }),
        },
    };

    setup() {
        const data = this.el.dataset;
        this.offerId = Number(data.offer);
        this.packing = Number(data.step);
        this.held = this.wanted = Number(data.held);
        this.missing = Number(data.missing);
        this.free = data.free === "" ? Infinity : Number(data.free);
        this.message = this.el.querySelector(".krokus_order_message").textContent.trim();
        this.input = this.el.querySelector("input");
        this.queue = this.services.krokus_take;
    }

    start() {
        this.addListener(this.queue, "taken", ({ detail }) => this.taken(detail));
        this.addListener(this.queue, "failed", ({ detail }) => this.failed(detail));
        this.addListener(this.queue, "waiting", () => this.waiting());
    }

    step(direction) {
        const packs = this.wanted / this.packing;
        const next = direction > 0 ? Math.floor(packs + 1e-6) + 1 : Math.ceil(packs - 1e-6) - 1;
        this.want(Math.max(0, Number((next * this.packing).toFixed(3))));
    }

    key(event) {
        const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
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
        this.queue.set(this.offerId, quantity);
    }

    taken({ lines }) {
        const line = lines.find((each) => each.product_id === this.offerId);
        if (!line || this.queue.pending.has(this.offerId)) {
            return;
        }
        this.busy = false;
        this.held = this.wanted = line.granted;
        this.free = line.free === null ? Infinity : line.free + line.granted;
        this.missing = line.missing;
        this.message = line.message || "";
        this.fill(line.granted);
    }

    failed({ offers, message }) {
        if (offers.includes(this.offerId)) {
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
        this.input.value = quantity ? String(quantity).replace(".", ",") : "";
    }
}

registry.category("public.interactions").add("krokus_portal.order_control", OrderControl);
