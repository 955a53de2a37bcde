import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { download } from "./download";
import { keepWords, keptWords } from "./kept_words";
import { isWord, putWords, wordsOf } from "./shipment_words";
import { keepTyped } from "./typed";

const CONFIRM = "form.krokus_confirm";

/** The basket's own page: after a change it shows the server's present lines and totals. */
export class BasketPage extends Interaction {
    static selector = ".krokus_basket";
    dynamicContent = {
        _root: {
            "t-on-pointerdown": () => this.pressed(true),
            "t-on-submit": (event) => this.carry(event.target),
            "t-on-input": (event) => this.said(event.target),
            "t-on-change": (event) => this.said(event.target),
        },
        _window: {
            "t-on-pointerup": () => this.pressed(false),
            "t-on-pointercancel": () => this.pressed(false),
        },
    };

    setup() {
        this.queue = this.services.krokus_take;
        this.words = new Map();
        this.kept = new Map(keptWords(this.queue.person));
    }

    start() {
        const form = this.el.querySelector(CONFIRM);
        if (form) {
            putWords(form, this.kept);
        }
        this.addListener(this.queue, "taken", () => this.refresh());
        this.addListener(this.queue, "rang", () => this.refresh());
    }

    async refresh() {
        if (this.queue.pending.size) {
            return; // the next answer brings us here again
        }
        const asked = (this.asked = Symbol("the last that was asked for"));
        const fresh = await this.waitFor(this.fetch());
        if (fresh && asked === this.asked && !this.queue.pending.size) {
            this.fresh = fresh;
            this.draw();
        }
    }

    /** The page as it is now for the same person; nothing if there is none. */
    async fetch() {
        const { text, isLost } = await download("/shop/cart");
        if (isLost) {
            return null; // the next answer tries again
        }
        const page = new DOMParser().parseFromString(text, "text/html");
        const bar = page.getElementById("krokus_bar");
        if (bar?.dataset.person !== this.queue.person) {
            this.queue.trigger(bar ? "other" : "ended");
            return null;
        }
        return page.querySelector(".krokus_basket");
    }

    /** A button that is being pressed is not taken away below the finger. */
    pressed(isPressed) {
        this.isPressed = isPressed;
        if (!isPressed) {
            this.waitForTimeout(() => this.draw(), 0); // the click comes first
        }
    }

    draw() {
        if (this.fresh && !this.isPressed) {
            this.show(this.fresh);
            this.fresh = null;
        }
    }

    said(field) {
        if (isWord(field)) {
            this.kept.set(field.name, field.value);
            keepWords(this.queue.person, this.kept);
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
        const putBack = keepTyped(this.el);
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
        putBack();
    }
}

registry.category("public.interactions").add("krokus_portal.basket_page", BasketPage);
