import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const SPREAD = 2000; // ms: not every page asks in the same instant
const LONGEST = 12 * 3600; // seconds that a page is expected to stay open

/** A page that shows what is not open yet shows it anew when the bell rings. */
export class Bell extends Interaction {
    static selector = "#wrap:has(.krokus_order:not([data-opens-in='0']))";

    start() {
        const waits = [...this.el.querySelectorAll(".krokus_order")]
            .map((order) => Number(order.dataset.opensIn))
            .filter((seconds) => seconds > 0 && seconds < LONGEST);
        if (waits.length) {
            const pause = Math.min(...waits) * 1000 + Math.random() * SPREAD;
            this.waitForTimeout(() => this.ring(), pause);
        }
    }

    /** Nothing that was typed is lost: what is on its way goes first. */
    ring() {
        if (this.services.krokus_take.pending.size || this.services.krokus_take.busy) {
            this.waitForTimeout(() => this.ring(), SPREAD);
        } else {
            window.location.reload();
        }
    }
}

registry.category("public.interactions").add("krokus_portal.bell", Bell);
