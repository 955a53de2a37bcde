/** Lines that were typed while nobody could take them: the tab keeps them for the same person. */

const NAME = "krokus_typed";
const LONGEST = 3600_000; // ms: after an hour nobody remembers having typed them

export function stash(person, lines) {
    const kept = { person, lines: [...lines], since: Date.now() };
    sessionStorage.setItem(NAME, JSON.stringify(kept));
}

/** [[key, line]] of what this person had typed; they are kept no longer, and no other person's. */
export function unstash(person) {
    const text = sessionStorage.getItem(NAME);
    sessionStorage.removeItem(NAME);
    const kept = JSON.parse(text);
    const isHis = kept?.person === person && Date.now() - kept.since < LONGEST;
    return isHis ? kept.lines : [];
}
