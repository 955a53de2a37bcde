import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { advanceTime, Deferred } from "@odoo/hoot-mock";

import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError, makeErrorFromResponse, rpc } from "@web/core/network/rpc";

import { TakeQueue } from "@krokus_portal/basket/take_queue";

describe.current.tags("headless");

const SOON = 2000;

beforeEach(allowTranslations);

/** Questions as they come; each waits for its answer. */
function mockTakes() {
    const asked = [];
    patchWithCleanup(rpc, {
        _rpc: (_url, params) => {
            asked.push({ params, answer: new Deferred() });
            return asked[asked.length - 1].answer;
        },
    });
    return asked;
}

function answer(lines = [], basket = {}) {
    return { lines, basket: { number: 1, late: false, held: {}, prices: {}, counted: {}, ...basket } };
}

function refusal(name, message) {
    return makeErrorFromResponse({ code: 0, message: "Odoo Server Error", data: { name, message } });
}

function queueOf(person) {
    const queue = new TakeQueue(person);
    const told = [];
    for (const event of ["taken", "failed", "waiting", "ended", "other"]) {
        queue.addEventListener(event, ({ detail }) => told.push([event, detail]));
    }
    return { queue, told, events: () => told.map(([event]) => event) };
}

test("what is typed while a request flies goes with the next", async () => {
    const asked = mockTakes();
    const { queue } = queueOf("7");
    queue.set(1, 0, 25);
    await advanceTime(SOON);
    queue.set(1, 0, 50);
    queue.set(2, 0, 10);
    await advanceTime(SOON);
    expect(asked).toHaveLength(1);
    expect(asked[0].params).toEqual({ lines: [[1, 25, 0]], number: 1, person: "7" });
    asked[0].answer.resolve(answer());
    await advanceTime(SOON);
    expect(asked[1].params.lines).toEqual([
        [1, 50, 0],
        [2, 10, 0],
    ]);
});

test("a refusal names the lines that were not taken", async () => {
    const asked = mockTakes();
    const { queue, told } = queueOf("7");
    queue.set(1, 0, 25);
    await advanceTime(SOON);
    asked[0].answer.reject(refusal("odoo.exceptions.UserError", "Too many at once."));
    await advanceTime(SOON);
    expect(told).toHaveLength(1);
    const [event, { lines, message }] = told[0];
    expect([event, message, lines.get("1/0").quantity]).toEqual(["failed", "Too many at once.", 25]);
    expect(asked).toHaveLength(1);
});

test("what went wrong inside is not for a client's eyes", async () => {
    const asked = mockTakes();
    const { queue, told } = queueOf("7");
    queue.set(1, 0, 25);
    await advanceTime(SOON);
    asked[0].answer.reject(refusal("builtins.KeyError", "'krokus_basket'"));
    await advanceTime(SOON);
    expect(told[0][1].message).not.toMatch(/krokus/);
});

test("without network what is typed waits, and goes once there is one", async () => {
    const asked = mockTakes();
    const { queue, events } = queueOf("7");
    queue.set(1, 0, 25);
    await advanceTime(SOON);
    asked[0].answer.reject(new ConnectionLostError("/krokus/take"));
    await advanceTime(SOON);
    await advanceTime(2 * SOON);
    expect(events()).toEqual(["waiting"]);
    expect(asked[1].params.lines).toEqual([[1, 25, 0]]);
});

test("what was typed into an ended session waits for the login, and only for the same person", async () => {
    const asked = mockTakes();
    const { queue, events } = queueOf("7");
    queue.set(1, 0, 25);
    await advanceTime(SOON);
    asked[0].answer.reject(refusal("odoo.http.SessionExpiredException", "Session expired"));
    await advanceTime(10 * SOON);
    expect(events()).toEqual(["ended"]);
    expect(asked).toHaveLength(1);
    queue.leave();
    queueOf("7");
    await advanceTime(SOON);
    expect(asked[1].params.lines).toEqual([[1, 25, 0]]);
    queue.leave();
    queueOf("8");
    queueOf("7");
    await advanceTime(SOON);
    expect(asked).toHaveLength(2);
});

test("another person's refusal is told to the whole page", async () => {
    const asked = mockTakes();
    const { queue, events } = queueOf("7");
    queue.set(1, 0, 25);
    await advanceTime(SOON);
    asked[0].answer.reject(refusal("odoo.addons.krokus_portal.person.OtherPersonError", "Else."));
    await advanceTime(SOON);
    expect(events()).toEqual(["other", "failed"]);
});

test("an answer that a newer take has overtaken is not told", async () => {
    const asked = mockTakes();
    const { queue, events } = queueOf("7");
    const asking = queue.ask();
    queue.set(1, 0, 25);
    await advanceTime(SOON);
    asked[1].answer.resolve(answer());
    await advanceTime(SOON);
    asked[0].answer.resolve(answer());
    await asking;
    expect(events()).toEqual(["taken"]);
});

test("a page that is asked again sends what waited for a login", async () => {
    const asked = mockTakes();
    const { queue } = queueOf("7");
    queue.set(1, 0, 25);
    await advanceTime(SOON);
    asked[0].answer.reject(refusal("odoo.http.SessionExpiredException", "Session expired"));
    await advanceTime(SOON);
    queue.ask();
    asked[1].answer.resolve(answer());
    await advanceTime(SOON);
    expect(asked[2].params.lines).toEqual([[1, 25, 0]]);
});
