import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { formatMoney, formatTime } from "./format";

const AGAIN = 5; // seconds until it is asked again what has run out, without an answer

/** What the basket holds and for how long: the server's seconds, counted by a clock of our own. */
export class BasketBar extends Interaction {
    static selector = "#krokus_bar";
    dynamicContent = {
        _root: {
            "t-att-class": () => ({
                "krokus_bar_shown": this.lines > 0,
                "krokus_bar_warning": this.left() <= this.warning,
            }),
        },
        ".krokus_bar_lines": { "t-out": () => _t("%s in the basket", this.lines) },
        ".krokus_bar_amount": { "t-out": () => formatMoney(this.amount, this.el.dataset.currency) },
        ".krokus_bar_time": { "t-out": () => formatTime(this.left()) },
    };

    setup() {
        const data = this.el.dataset;
        this.warning = Number(data.warning);
        this.queue = this.services.krokus_take;
        this.queue.heard(Number(data.number));
        this.show({
            lines: Number(data.lines),
            amount: Number(data.amount),
            seconds_left: Number(data.lines) ? Number(data.seconds) : null,
        });
    }

    start() {
        this.addListener(this.queue, "taken", ({ detail }) => this.show(detail.basket));
        this.queue.ask();
        this.ticking = setInterval(() => this.tick(), 1000);
        this.registerCleanup(() => clearInterval(this.ticking));
    }

    show(basket) {
        this.lines = basket.lines;
        this.amount = basket.amount;
        // performance.now() runs on when somebody sets the clock of the computer
        this.end = basket.seconds_left === null ? null : performance.now() / 1000 + basket.seconds_left;
        for (const badge of document.querySelectorAll(".my_cart_quantity")) {
            badge.textContent = this.lines;
            badge.classList.toggle("d-none", !this.lines);
        }
    }

    left() {
        return this.end === null ? Infinity : this.end - performance.now() / 1000;
    }

    tick() {
        this.updateContent();
        if (this.lines && this.left() <= 0) {
            this.over();
        }
    }

    /** The basket's own page stays: somebody may be typing there. Other pages lead to it. */
    async over() {
        this.end = performance.now() / 1000 + AGAIN;
        if (!document.querySelector(".krokus_basket")) {
            this.leave();
            return;
        }
        const nothing = { lines: [], number: null };
        try {
            this.queue.answered(new Map(), await rpc("/krokus/take", nothing, { silent: true }));
        } catch (error) {
            if (error.exceptionName) {
                this.leave(); // without network it is asked again
            }
        }
    }

    leave() {
        clearInterval(this.ticking);
        window.location.assign("/shop/cart");
    }
}

registry.category("public.interactions").add("krokus_portal.basket_bar", BasketBar);
