const BEAT = 2000; // ms
const GAP = 10_000; // ms without a beat: the computer has slept

/**
 * Call `ask` whenever what the page shows may be of another time: somebody came back to it by Back
 * or from another tab, or the computer has slept. At once, too, if the page was loaded by Back, or
 * `isUnsure` of something. The answer is a function that ends it.
 */
export function onReturn(ask, isUnsure) {
    const shown = (event) => event.persisted && ask();
    const looked = () => document.hidden || ask();
    let beaten = Date.now();
    const beating = setInterval(() => {
        const gap = Date.now() - beaten;
        beaten = Date.now();
        if (gap > GAP && !document.hidden) {
            ask();
        }
    }, BEAT);
    window.addEventListener("pageshow", shown);
    document.addEventListener("visibilitychange", looked);
    if (isUnsure || performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
        ask();
    }
    return () => {
        clearInterval(beating);
        window.removeEventListener("pageshow", shown);
        document.removeEventListener("visibilitychange", looked);
    };
}
