/** What a person is typing, which nothing that arrives meanwhile may touch. */

const written = new WeakMap(); // {field: what the page has written into it}

const FIELDS = "textarea, select[name], input[name]:not([type=hidden], [type=checkbox])";
const PARTS = ["krokus_order_less", "krokus_order_more", "krokus_order_day"];

/** Write into a field what the page knows. */
export function write(field, text) {
    if (field.value !== text) {
        field.value = text;
    }
    written.set(field, text);
}

/** Whether something stands there that the page has not written. */
export function isBegun(field) {
    return field.value !== (written.has(field) ? written.get(field) : field.defaultValue);
}

/** Whether a key may be pressed the next moment that belongs to what stands there: then the page
 * does not write. In a field that was only entered all is selected, and the key replaces it. */
export function isTypedInto(field) {
    return document.activeElement === field && (isBegun(field) || !isSelected(field));
}

function isSelected(field) {
    return field.selectionStart === 0 && field.selectionEnd === field.value.length;
}

/** Remember what is typed in a part of the page that is about to be drawn anew, and where the
 * focus is; the answer is a function that puts both into what is drawn. */
export function keepTyped(root) {
    const texts = [...root.querySelectorAll(FIELDS)].map((field) => [place(field), field.value]);
    const active = root.contains(document.activeElement) ? document.activeElement : null;
    const focus = active && place(active);
    const typed = focus && active.matches(".krokus_order input") && isBegun(active) && active.value;
    const caret = focus && isText(active) && [active.selectionStart, active.selectionEnd];
    return () => {
        for (const [where, text] of texts) {
            const field = where && root.querySelector(where);
            if (field) {
                field.value = text;
            }
        }
        const field = focus && root.querySelector(focus);
        if (field) {
            enter(field, typed, caret);
        }
    };
}

function enter(field, typed, caret) {
    field.focus({ preventScroll: true });
    if (typeof typed === "string") {
        field.value = typed;
    }
    if (caret) {
        field.setSelectionRange(...caret);
    }
}

function isText(field) {
    return field.matches("textarea, input:not([type=checkbox])");
}

/** A selector by which the same thing is found in what is drawn anew. */
function place(element) {
    const order = element.closest(".krokus_order");
    if (order) {
        const part = PARTS.find((name) => element.classList.contains(name));
        const { offer, session } = order.dataset;
        const row = `.krokus_order[data-offer="${offer}"][data-session="${session}"]`;
        return part ? `${row} .${part}` : `${row} input`;
    }
    const { name } = element;
    if (name) {
        return `${element.localName}[name="${CSS.escape(name)}"]`;
    }
    return element.dataset.choice ? `[data-choice="${CSS.escape(element.dataset.choice)}"]` : null;
}
