const FIELDS = "[name^=comment_], [name^=delivery_]";

/** Whether this is a field for words of a shipment. */
export function isWord(element) {
    return element.matches(FIELDS);
}

/** [name, value] of what a client typed for his shipments. */
export function wordsOf(element) {
    return [...element.querySelectorAll(FIELDS)].map(({ name, value }) => [name, value]);
}

/**
 * Put the words back into the form. A shipment that is not shown any more keeps its words unseen:
 * the server hears of them, and they are there when it comes back.
 */
export function putWords(form, words) {
    for (const [name, value] of words) {
        const field = form.elements[name] || hidden(form, name);
        field.value = value;
    }
}

function hidden(form, name) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
    return field;
}
