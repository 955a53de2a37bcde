import { expect, getFixture, test } from "@odoo/hoot";

import { isBegun, keepTyped, write } from "@krokus_portal/basket/typed";

const PART = `
    <form><input name="name"><textarea name="comment"></textarea>
        <select name="delivery"><option value="1">1</option><option value="2">2</option></select>
        <a href="#" data-choice="color-5">Red</a></form>
    <div class="krokus_order" data-offer="1" data-session="0"><input>
        <button class="krokus_order_more">+</button></div>`;

function redraw(prepare) {
    const root = getFixture();
    root.innerHTML = PART;
    prepare(root);
    const putBack = keepTyped(root);
    root.innerHTML = PART;
    putBack();
    return root;
}

test("texts, choices and the caret survive", () => {
    const root = redraw((part) => {
        part.querySelector("textarea").value = "Call first";
        part.querySelector("select").value = "2";
        const name = part.querySelector("[name=name]");
        name.value = "Monday";
        name.focus();
        name.setSelectionRange(3, 3);
    });
    const name = root.querySelector("[name=name]");
    expect(root.querySelector("textarea").value).toBe("Call first");
    expect(root.querySelector("select").value).toBe("2");
    expect([name.value, name.selectionStart, name.selectionEnd]).toEqual(["Monday", 3, 3]);
    expect(document.activeElement).toBe(name);
});

test("a quantity that is half typed survives, one that was only shown does not", () => {
    const half = redraw((part) => {
        const field = part.querySelector(".krokus_order input");
        write(field, "25");
        field.focus();
        field.value = "2";
    });
    expect(half.querySelector(".krokus_order input").value).toBe("2");
    const shown = redraw((part) => {
        const field = part.querySelector(".krokus_order input");
        write(field, "25");
        field.focus();
        expect(isBegun(field)).toBe(false);
    });
    expect(shown.querySelector(".krokus_order input").value).toBe("");
});

test("the focus stays on a button, and on a filter", () => {
    for (const selector of [".krokus_order_more", "[data-choice]"]) {
        const root = redraw((part) => part.querySelector(selector).focus());
        expect(document.activeElement).toBe(root.querySelector(selector));
    }
});
