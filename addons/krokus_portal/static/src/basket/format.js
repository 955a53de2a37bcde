const locale = () => document.documentElement.lang || "ru-RU";

export function formatQuantity(number) {
    return new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 }).format(number);
}

export function formatMoney(amount, currency) {
    return new Intl.NumberFormat(locale(), { style: "currency", currency }).format(amount);
}

/** `48:05` of seconds; with hours, if there are some. */
export function formatTime(seconds) {
    const left = Math.max(0, Math.floor(seconds));
    const [hours, minutes] = [Math.floor(left / 3600), Math.floor(left / 60) % 60];
    const parts = hours ? [hours, String(minutes).padStart(2, "0")] : [minutes];
    return [...parts, String(left % 60).padStart(2, "0")].join(":");
}

/** What a person typed as a quantity; NaN if it is none. */
export function readQuantity(text) {
    const plain = text.replace(/[\s\u00a0]/g, "").replace(",", ".");
    return plain === "" ? 0 : Number(plain);
}
