import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { isBegun } from "../basket/typed";

const SPREAD = 2000; // ms: not every page asks in the same instant
const LONGEST = 12 * 3600; // seconds that a page is expected to stay open

/** When the bell opens or closes something that the page shows, the page shows it anew. */
export class Bell extends Interaction {
    static selector = "#wrap:not(.krokus_basket, .krokus_shop), .krokus_found, .krokus_confirm";

    start() {
        const waits = [...this.el.querySelectorAll(".krokus_order")]
            .map((order) => Number(order.dataset.bellIn))
            .filter((seconds) => seconds > 0 && seconds < LONGEST);
        if (waits.length) {
            const pause = Math.min(...waits) * 1000 + Math.random() * SPREAD;
            this.waitForTimeout(() => this.ring(), pause);
        }
    }

    /** Nothing that was typed is lost: what is on its way goes first, and what is half typed may be
     * typed to its end. */
    ring() {
        const queue = this.services.krokus_take;
        const field = document.activeElement;
        const isTyped = field?.matches(".krokus_order input") && isBegun(field);
        if (isTyped || queue.pending.size || queue.busy) {
            this.waitForTimeout(() => this.ring(), SPREAD);
        } else if (this.el.matches(".krokus_confirm")) {
            queue.trigger("rang"); // the basket keeps what was typed into it
        } else if (this.el.matches(".krokus_found")) {
            const detail = window.location.href;
            this.el.dispatchEvent(new CustomEvent("krokus_go", { bubbles: true, detail }));
        } else {
            window.location.reload();
        }
    }
}

registry.category("public.interactions").add("krokus_portal.bell", Bell);
