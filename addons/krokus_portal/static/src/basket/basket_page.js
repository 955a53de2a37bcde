import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { putWords, wordsOf } from "./shipment_words";

const CONFIRM = "form.krokus_confirm";

/** The basket's own page: after a change it shows the server's present lines and totals. */
export class BasketPage extends Interaction {
    static selector = ".krokus_basket";
    dynamicContent = {
        _root: { "t-on-submit": (event) => this.carry(event.target) },
    };

    setup() {
        this.words = new Map();
    }

    start() {
        this.queue = this.services.krokus_take;
        this.addListener(this.queue, "taken", () => this.refresh());
        this.addListener(this.queue, "rang", () => this.refresh());
    }

    async refresh() {
        if (this.queue.pending.size) {
            return; // the next answer brings us here again
        }
        const answer = await this.waitFor(fetch("/shop/cart"));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector(".krokus_basket");
        if (fresh && !this.queue.pending.size) {
            this.show(fresh);
        }
    }

    remember() {
        for (const [name, value] of wordsOf(this.el)) {
            this.words.set(name, value);
        }
    }

    /** The other forms of the page take with them what was typed for the shipments. */
    carry(form) {
        if (!form.matches(CONFIRM)) {
            this.remember();
            putWords(form, this.words);
        }
    }

    show(fresh) {
        const order = document.activeElement?.closest(".krokus_order")?.dataset;
        this.remember();
        const interactions = this.services["public.interactions"];
        for (const child of [...this.el.children]) {
            interactions.stopInteractions(child);
        }
        this.el.replaceChildren(...fresh.children);
        for (const child of this.el.children) {
            interactions.startInteractions(child);
        }
        const form = this.el.querySelector(CONFIRM);
        if (form) {
            putWords(form, this.words);
        }
        if (order) {
            const control = `.krokus_order[data-offer="${order.offer}"][data-session="${order.session}"]`;
            this.el.querySelector(`${control} input`)?.focus();
        }
    }
}

registry.category("public.interactions").add("krokus_portal.basket_page", BasketPage);
