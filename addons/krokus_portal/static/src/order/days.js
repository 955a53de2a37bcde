/** The shipments among which a row lets choose: each option knows what is held of it, and how much
 * there is, also while another one is shown. */

const DAYS = ".krokus_order_day option";

/** What others leave of each: {session: number}. */
export function hearDays(row, left) {
    for (const option of row.querySelectorAll(DAYS)) {
        const count = left?.[option.value];
        if (typeof count === "number") {
            option.dataset.free = count + Number(option.dataset.held);
        }
    }
}

/** What became of one. */
export function rememberDay(row, { session_id: session, granted, free }) {
    const option = row.querySelector(`${DAYS}[value="${session}"]`);
    if (option) {
        option.dataset.held = granted;
        option.dataset.free = free === null ? "" : free + granted;
    }
}
