import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { animationFrame, queryOne } from "@odoo/hoot-dom";
import { advanceTime, Deferred } from "@odoo/hoot-mock";

import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { rpc } from "@web/core/network/rpc";

setupInteractionWhiteList("krokus_portal.order_control");

describe.current.tags("interaction_dev");

const CONTROL = `
    <div id="krokus_bar" data-currency="RUB" data-person="7"></div>
    <div class="krokus_order" data-offer="1" data-session="0" data-step="25" data-held="25"
         data-free="300" data-missing="75" data-changes-in="0"
         data-group="stems" data-from="100" data-retail="84.5" data-wholesale="76">
        <span class="krokus_order_count"></span><span class="krokus_order_missing"></span>
        <span class="krokus_order_price"></span>
        <button class="krokus_order_less">-</button>
        <div class="krokus_order_quantity"><input type="text"></div>
        <button class="krokus_order_more">+</button>
        <div class="krokus_order_message"></div>
    </div>`;

const input = () => queryOne("input");
const text = (name) => queryOne(`.krokus_order_${name}`).textContent;

let queue = null;

beforeEach(async () => {
    patchWithCleanup(rpc, { _rpc: () => new Deferred() });
    const { core } = await startInteractions(CONTROL);
    queue = core.env.services.krokus_take;
});

async function told(event, detail) {
    queue.trigger(event, detail);
    await animationFrame();
}

function taken(granted, basket = {}) {
    const line = { product_id: 1, session_id: 0, granted, free: 0, missing: 0, message: "" };
    const known = { prices: {}, held: {}, counted: {}, ...basket };
    return { lines: [line], basket: known };
}

function type(value) {
    input().focus();
    input().value = value;
}

test("an answer does not write into what is typed", async () => {
    type("10");
    await told("taken", taken(25));
    expect(input().value).toBe("10");
    input().value = "100";
    input().blur();
    expect(queue.pending.get("1/0").quantity).toBe(100);
});

test("an answer keeps all selected where nothing is typed yet", async () => {
    input().focus();
    input().select();
    await told("taken", taken(50));
    expect([input().value, input().selectionStart, input().selectionEnd]).toEqual(["50", 0, 2]);
});

test("what an answer could not write it writes when the field is left", async () => {
    input().focus();
    input().setSelectionRange(2, 2);
    await told("taken", taken(50));
    expect(input().value).toBe("25");
    input().blur();
    expect(input().value).toBe("50");
    expect(queue.pending.size).toBe(0);
});

test("a refused row goes back to what is held, and says what was not taken", async () => {
    type("100");
    input().blur();
    const lines = queue.next();
    await told("failed", { lines, message: "Too many at once." });
    expect(input().value).toBe("25");
    expect(text("message")).toMatch(/100/);
    expect(text("message")).toMatch(/Too many at once/);
    expect(".krokus_order").not.toHaveClass("krokus_order_busy");
});

test("a row that waits says so and keeps its number", async () => {
    type("100");
    input().blur();
    await told("ended");
    expect(input().value).toBe("100");
    expect(text("message")).not.toBe("");
});

test("what another page did shows, unless something newer was typed here", async () => {
    const basket = { prices: {}, counted: {}, held: { 1: [[9, 75]] } };
    await told("taken", { lines: [], basket });
    expect(input().value).toBe("75");
    type("100");
    input().blur();
    await told("taken", { lines: [], basket });
    expect(input().value).toBe("100");
    await advanceTime(0);
});

test("plus goes on from what is typed", async () => {
    type("30");
    queryOne(".krokus_order_more").click();
    expect(queue.pending.get("1/0").quantity).toBe(50);
});

test("a threshold that another row has reached changes price and hint here", async () => {
    const basket = { prices: { 2: 76 }, held: {}, counted: { stems: 50 } };
    await told("taken", { lines: [], basket });
    expect(text("missing")).toMatch(/50/);
    expect(text("price")).toMatch(/84/);
    await told("taken", { lines: [], basket: { ...basket, counted: { stems: 100 } } });
    expect(text("missing")).toBe("");
    expect(text("price")).toMatch(/76/);
});
