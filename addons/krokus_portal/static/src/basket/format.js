const locale = () => document.documentElement.lang || "ru-RU";

export function formatQuantity(number) {
    return new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 }).format(number);
}

export function formatMoney(amount, currency) {
    return new Intl.NumberFormat(locale(), { style: "currency", currency }).format(amount);
}

/** `48:05` of seconds. */
export function formatTime(seconds) {
    const left = Math.max(0, Math.floor(seconds));
    return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

/** What a person typed as a quantity; NaN if it is none. */
export function readQuantity(text) {
    const plain = text.replace(/[\s\u00a0]/g, "").replace(",", ".");
    return plain === "" ? 0 : Number(plain);
}
