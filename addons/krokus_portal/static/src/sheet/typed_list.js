import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { refusal } from "../basket/refusal";

/** Orders that exist as a list: copied from a spreadsheet, or ordered before. */
export class TypedList extends Interaction {
    static selector = ".krokus_shop";
    static selectorHas = ".krokus_typed";
    dynamicContent = {
        ".krokus_open_typed": { "t-on-click": () => this.open() },
        ".krokus_repeat": { "t-on-click": () => this.bring("/krokus/lines/last", {}) },
        ".krokus_typed button": { "t-on-click": (event) => this.close(event) },
        ".krokus_list": {
            "t-on-paste": (event) => this.pasted(event),
            "t-on-click": (event) => this.clicked(event.target.closest("button")),
        },
        ".krokus_notice": {
            "t-att-class": () => ({ "d-none": !this.notes.length }),
            "t-out": () => this.notes.join("\n"),
        },
    };

    setup() {
        this.dialog = this.el.querySelector(".krokus_typed");
        this.area = this.dialog.querySelector("textarea");
        this.queue = this.services.krokus_take;
        this.names = new Map();
        this.notes = [];
    }

    start() {
        this.addListener(this.queue, "taken", ({ detail }) => this.taken(detail));
        this.addListener(this.queue, "failed", ({ detail }) => this.failed(detail));
    }

    /** Browsers of 2021 show a dialog only if it is told to be open. */
    open() {
        if (this.dialog.showModal) {
            this.dialog.showModal();
        } else {
            this.dialog.classList.add("krokus_typed_plain");
            this.dialog.setAttribute("open", "");
            this.area.focus();
        }
    }

    close(event) {
        event.preventDefault(); // they do not know the form's method either
        if (this.dialog.close) {
            this.dialog.close();
        } else {
            this.dialog.removeAttribute("open");
        }
        if (event.currentTarget.value === "fill" && this.area.value.trim()) {
            this.read(this.area.value);
        }
    }

    /** The lines that were not understood stay where they can be corrected. */
    async read(text) {
        const kept = await this.bring("/krokus/lines/typed", { text });
        if (kept !== null && this.area.value === text) {
            this.area.value = kept;
        } else if (kept) {
            this.area.value = `${kept}\n${this.area.value}`;
        }
    }

    clicked(button) {
        const key = Number(button?.dataset.list);
        if (button?.matches(".krokus_bring")) {
            this.bring("/krokus/lines/kept", { key });
        } else if (button?.matches(".krokus_drop")) {
            this.drop(key);
        } else if (button?.matches(".krokus_star")) {
            this.mark(button);
        }
    }

    async drop(key) {
        const dropped = await this.ask("/krokus/lines/drop", { key, person: this.queue.person });
        if (dropped !== null) {
            window.location.assign("/shop");
        }
    }

    async mark(button) {
        const on = button.getAttribute("aria-pressed") !== "true";
        const offer = Number(button.closest("tr").dataset.offer);
        const params = { offer, on, person: this.queue.person };
        const marked = await this.ask("/krokus/lines/mark", params);
        if (marked !== null) {
            button.setAttribute("aria-pressed", marked);
        }
    }

    /** The answer; null where there was none, which is told. */
    async ask(route, params) {
        try {
            return await this.waitFor(rpc(route, params, { silent: true }));
        } catch (error) {
            this.notes = [refusal(error)];
            this.updateContent();
            return null;
        }
    }

    /** One value is pasted into its row; a table is a list. */
    pasted(event) {
        const text = event.clipboardData.getData("text");
        if (/[\t\n].*\S/.test(text.trim())) {
            event.preventDefault();
            this.area.value = this.area.value || text;
            this.read(text);
        }
    }

    /** The text of what was not understood; null if there was no answer. */
    async bring(route, params) {
        this.notes = [_t("One moment...")];
        this.updateContent();
        const found = await this.ask(route, params);
        if (found === null) {
            return null;
        }
        const { lines, strange, kept } = found;
        this.names = new Map(lines.map(([offer, , name]) => [offer, name]));
        this.notes = [_t("Into the basket: %s", lines.length), ...strange];
        if (kept) {
            this.notes.push(_t("What was not understood stays in “Order by list”."));
        }
        for (const [offer, quantity] of lines) {
            this.queue.set(offer, 0, quantity);
        }
        this.updateContent();
        return kept || "";
    }

    /** What was granted less than wanted of the list, also of rows that the page does not show. */
    taken({ lines }) {
        const short = lines.filter((line) => this.names.has(line.product_id) && line.message);
        this.notes.push(...short.map((line) => `${this.names.get(line.product_id)}: ${line.message}`));
        lines.forEach((line) => this.names.delete(line.product_id));
    }

    failed({ lines, message }) {
        const offers = [...lines.values()].map((line) => line.offer);
        const refused = offers.filter((offer) => this.names.has(offer));
        this.notes.push(...refused.map((offer) => `${this.names.get(offer)}: ${message}`));
        refused.forEach((offer) => this.names.delete(offer));
    }
}

registry.category("public.interactions").add("krokus_portal.typed_list", TypedList);
