/** What one of an offer costs, and how many more bring the wholesale price: both prices stand on
 * the row, and the basket tells how much is counted together with it. */
export function priceNow({ group, from, retail, wholesale }, counted) {
    const missing = wholesale ? Math.max(0, Number(from) - (counted[group] || 0)) : 0;
    return { missing, amount: Number(wholesale && !missing ? wholesale : retail) };
}

/** How much the basket holds of an offer, or of one shipment of it. */
export function heldNow(held, offer, session) {
    const shipments = held[offer] || [];
    return shipments
        .filter(([each]) => !session || each === session)
        .reduce((sum, [, quantity]) => sum + quantity, 0);
}
