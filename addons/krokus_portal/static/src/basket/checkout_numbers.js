import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { forgetWords } from "./kept_words";

const PAUSE = 3000;
const MOST_QUESTIONS = 40;

/** Waits on the page of thanks for the numbers that the company's books give the orders. */
export class CheckoutNumbers extends Interaction {
    static selector = ".krokus_checkout";

    start() {
        forgetWords(); // the server knows those of what was not ordered
        this.waitFor(this.ask());
    }

    async ask() {
        const places = [...this.el.querySelectorAll(".krokus_document_number")];
        const isOpen = () => places.some((place) => place.textContent === "…");
        for (let count = 0; count < MOST_QUESTIONS && isOpen(); count++) {
            await new Promise((done) => {
                this.waitForTimeout(done, PAUSE);
            });
            const numbers = await rpc(`/my/checkout/${this.el.dataset.number}/numbers`, {}, { silent: true });
            for (const place of places) {
                place.textContent = numbers[place.dataset.order] || "…";
            }
        }
    }
}

registry.category("public.interactions").add("krokus_portal.checkout_numbers", CheckoutNumbers);
