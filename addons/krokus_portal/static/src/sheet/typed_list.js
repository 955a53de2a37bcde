import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Orders that exist as a list: copied from a spreadsheet, or ordered before. */
export class TypedList extends Interaction {
    static selector = ".krokus_shop:has(.krokus_typed)";
    dynamicContent = {
        ".krokus_open_typed": { "t-on-click": () => this.dialog.showModal() },
        ".krokus_repeat": { "t-on-click": () => this.bring("/krokus/lines/last", {}) },
        ".krokus_typed": { "t-on-close": () => this.closed() },
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
        this.queue = this.services.krokus_take;
        this.names = new Map();
        this.notes = [];
    }

    start() {
        this.addListener(this.queue, "taken", ({ detail }) => this.taken(detail));
    }

    closed() {
        const area = this.dialog.querySelector("textarea");
        if (this.dialog.returnValue === "fill" && area.value.trim()) {
            this.bring("/krokus/lines/typed", { text: area.value });
            area.value = "";
        }
        this.dialog.returnValue = "";
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
        await this.waitFor(rpc("/krokus/lines/drop", { key }));
        window.location.assign("/shop");
    }

    async mark(button) {
        const on = button.getAttribute("aria-pressed") !== "true";
        const params = { offer: Number(button.closest("tr").dataset.offer), on };
        const marked = await this.waitFor(rpc("/krokus/lines/mark", params, { silent: true }));
        button.setAttribute("aria-pressed", marked);
    }

    /** One value is pasted into its row; a table is a list. */
    pasted(event) {
        const text = event.clipboardData.getData("text");
        if (/[\t\n].*\S/.test(text.trim())) {
            event.preventDefault();
            this.bring("/krokus/lines/typed", { text });
        }
    }

    async bring(route, params) {
        this.notes = [_t("One moment...")];
        this.updateContent();
        try {
            const answer = await this.waitFor(rpc(route, params, { silent: true }));
            const { lines, strange } = answer;
            this.names = new Map(lines.map(([offer, , name]) => [offer, name]));
            this.notes = [_t("Into the basket: %s", lines.length), ...strange];
            this.keep(answer.kept);
            for (const [offer, quantity] of lines) {
                this.queue.set(offer, 0, quantity);
            }
        } catch (error) {
            this.notes = [error.data?.message || _t("No connection: please try again.")];
        }
        this.updateContent();
    }

    /** The lines that were not understood, back where they can be corrected. */
    keep(text) {
        if (text) {
            const area = this.dialog.querySelector("textarea");
            area.value = [text, area.value].filter(Boolean).join("\n");
            this.notes.push(_t("What was not understood stays in “Order by list”."));
        }
    }

    /** What was granted less than wanted of the list, also of rows that the page does not show. */
    taken({ lines }) {
        const short = lines.filter((line) => this.names.has(line.product_id) && line.message);
        this.notes.push(...short.map((line) => `${this.names.get(line.product_id)}: ${line.message}`));
        lines.forEach((line) => this.names.delete(line.product_id));
    }
}

registry.category("public.interactions").add("krokus_portal.typed_list", TypedList);
