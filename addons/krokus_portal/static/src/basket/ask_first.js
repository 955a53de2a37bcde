import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { keyOf } from "./take_queue";

/**
 * Asks about what the server took for a slip of the finger. It stands in a corner of the page and
 * leaves the focus where it is: somebody may be typing the next row already. Without a yes nothing is
 * taken.
 */
export class AskFirst {
    constructor(queue) {
        this.queue = queue;
        this.panel = document.createElement("div");
        this.panel.className = "krokus_questions position-fixed bottom-0 end-0 m-3";
        this.panel.setAttribute("role", "alert");
        document.body.append(this.panel);
        queue.addEventListener("taken", ({ detail }) => {
            for (const line of detail.lines) {
                this.told(line);
            }
        });
        queue.addEventListener("said", ({ detail }) => this.forget(detail));
    }

    /** A newer answer on a line makes the question before it void. */
    told(line) {
        const key = keyOf(line.product_id, line.session_id);
        this.forget(key);
        if (line.question) {
            this.panel.append(this.card(key, line));
        }
    }

    /** Whoever says something else of the row has answered. */
    forget(key) {
        this.panel.querySelector(`[data-key="${key}"]`)?.remove();
    }

    card(key, line) {
        const card = document.createElement("div");
        card.className = "krokus_question card shadow p-3 mb-2";
        card.dataset.key = key;
        const sentence = document.createElement("p");
        sentence.textContent = line.question;
        const buttons = document.createElement("div");
        buttons.className = "d-flex justify-content-end gap-2";
        buttons.append(
            this.button(_t("No, correct it"), "krokus_no btn btn-light border", () => this.no(key)),
            this.button(_t("Yes, order"), "krokus_yes btn btn-primary", () => this.yes(line))
        );
        card.append(sentence, buttons);
        return card;
    }

    button(text, className, act) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = className;
        button.textContent = text;
        button.addEventListener("click", act);
        return button;
    }

    no(key) {
        this.forget(key);
        this.queue.trigger("unasked", key);
    }

    /** The same once more, with the yes; like all that is typed it outlives a lost network. */
    yes({ product_id: offer, session_id: session, asked: quantity }) {
        this.queue.set(offer, session, quantity, true);
    }
}

registry.category("services").add("krokus_ask_first", {
    dependencies: ["krokus_take"],
    start: (_env, { krokus_take: queue }) => new AskFirst(queue),
});
