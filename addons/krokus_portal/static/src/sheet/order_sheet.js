import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const MOVES = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

/** Typing down the column of quantities, as in a spreadsheet; the rows save themselves. */
export class OrderSheet extends Interaction {
    static selector = ".krokus_sheet";
    dynamicContent = {
        _root: {
            "t-on-keydown": (event) => this.key(event),
            "t-on-click": (event) => this.clicked(event),
            "t-on-focusin": (event) => this.focused(event),
        },
    };

    /** Those that can be typed into: what is sold out hides its own. */
    get inputs() {
        const inputs = this.el.querySelectorAll(".krokus_order_quantity input");
        return [...inputs].filter((input) => input.getClientRects().length);
    }

    start() {
        if (sessionStorage.getItem("krokus_first_row")) {
            sessionStorage.removeItem("krokus_first_row");
            this.inputs[0]?.focus();
        }
    }

    key(event) {
        const move = MOVES[event.key];
        if (move && event.target.matches(".krokus_order_quantity input")) {
            event.preventDefault();
            this.move(event.target, move);
        }
    }

    move(from, by) {
        const inputs = this.inputs;
        const next = inputs[inputs.indexOf(from) + by];
        if (next) {
            next.focus();
        } else if (by > 0) {
            this.turn(from);
        }
    }

    /** Below the last row the next page begins, which shows what this one has put into the basket. */
    async turn(from) {
        from.blur();
        const after = this.el.parentElement.querySelector("a.krokus_after");
        if (after) {
            sessionStorage.setItem("krokus_first_row", "1");
            await this.waitFor(this.services.krokus_take.rest());
            after.click();
        }
    }

    focused(event) {
        event.target.closest("tr")?.scrollIntoView({ block: "nearest" });
    }

    /** The picture is fetched when somebody asks for it. */
    clicked(event) {
        const button = event.target.closest(".krokus_picture");
        if (!button) {
            return;
        }
        const shown = button.parentElement.querySelector(".krokus_sheet_image");
        if (shown) {
            shown.remove();
        } else {
            const image = document.createElement("img");
            const { template } = button.closest("tr").dataset;
            image.src = `/web/image/product.template/${template}/image_256`;
            image.alt = "";
            image.className = "krokus_sheet_image";
            button.parentElement.append(image);
        }
        button.setAttribute("aria-expanded", shown ? "false" : "true");
    }
}

registry.category("public.interactions").add("krokus_portal.order_sheet", OrderSheet);
