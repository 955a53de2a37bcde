import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { formatMoney, formatTime } from "./format";
import { onReturn } from "./returning";

const AGAIN = 5; // seconds until it is asked again what has run out, without an answer
const POLL = 60; // seconds between two questions where the server cannot tell by itself

/** What the basket holds and for how long: the server's seconds, counted by a clock of our own.
 * It also tells when this page is nobody's any more, or somebody else's. */
export class BasketBar extends Interaction {
    static selector = "#krokus_bar";
    dynamicContent = {
        _root: {
            "t-att-class": () => ({
                "krokus_bar_shown": this.lines > 0 || Boolean(this.told),
                "krokus_bar_warning": this.left() <= this.warning,
            }),
        },
        ".krokus_bar_basket": { "t-att-class": () => ({ "d-none": !this.lines || this.told }) },
        ".krokus_bar_told": { "t-att-class": () => ({ "d-none": !this.told }) },
        ".krokus_bar_sentence": { "t-out": () => this.told?.sentence || "" },
        ".krokus_bar_way": {
            "t-out": () => this.told?.way || "",
            "t-att-href": () => this.told?.href || "#",
        },
        ".krokus_bar_lines": { "t-out": () => _t("%s in the basket", this.lines) },
        ".krokus_bar_amount": { "t-out": () => formatMoney(this.amount, this.el.dataset.currency) },
        ".krokus_bar_time": { "t-out": () => formatTime(this.left()) },
    };

    setup() {
        const data = this.el.dataset;
        this.warning = Number(data.warning);
        this.told = null;
        this.queue = this.services.krokus_take;
        this.live = this.services.krokus_live_stock;
        this.queue.heard(Number(data.number));
        this.show({
            lines: Number(data.lines),
            amount: Number(data.amount),
            seconds_left: Number(data.lines) ? Number(data.seconds) : null,
        });
    }

    start() {
        this.addListener(this.queue, "taken", ({ detail }) => {
            this.told = null;
            this.show(detail.basket);
        });
        this.addListener(this.queue, "ended", () => this.tell(this.ended()));
        this.addListener(this.queue, "other", () => this.tell(this.other()));
        this.registerCleanup(onReturn(() => this.queue.ask(), this.queue.isUnsure));
        this.ticking = setInterval(() => this.tick(), 1000);
        this.registerCleanup(() => clearInterval(this.ticking));
    }

    show(basket) {
        this.lines = basket.lines;
        this.amount = basket.amount;
        // performance.now() runs on when somebody sets the clock of the computer
        this.shownAt = performance.now() / 1000;
        this.end = basket.seconds_left === null ? null : this.shownAt + basket.seconds_left;
        for (const badge of document.querySelectorAll(".my_cart_quantity")) {
            badge.textContent = this.lines;
            badge.classList.toggle("d-none", !this.lines);
        }
    }

    tell(told) {
        this.told = told;
        this.updateContent();
    }

    ended() {
        const { pathname, search } = window.location;
        return {
            sentence: _t("You are not logged in any more. What you typed is kept."),
            way: _t("Log in"),
            href: `/web/login?redirect=${encodeURIComponent(pathname + search)}`,
        };
    }

    other() {
        return {
            sentence: _t(
                "This page was opened by %s, and somebody else is logged in now. Nothing was taken.",
                this.el.dataset.name
            ),
            way: _t("Open the page anew"),
            href: window.location.href,
        };
    }

    left() {
        return this.end === null ? Infinity : this.end - performance.now() / 1000;
    }

    tick() {
        this.updateContent();
        if (this.lines && this.left() <= 0) {
            this.over();
        } else if (this.live.isAlone && performance.now() / 1000 - this.shownAt > POLL) {
            this.shownAt = performance.now() / 1000;
            this.queue.ask();
        }
    }

    /** The basket's own page stays: somebody may be typing there. Other pages lead to it. */
    over() {
        this.end = performance.now() / 1000 + AGAIN;
        if (document.querySelector(".krokus_basket")) {
            this.queue.ask();
        } else {
            clearInterval(this.ticking);
            window.location.assign("/shop/cart");
        }
    }
}

registry.category("public.interactions").add("krokus_portal.basket_bar", BasketBar);
