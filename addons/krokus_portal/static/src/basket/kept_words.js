/** What a client has typed for his shipments: the tab keeps it until it is ordered, whether he
 * leaves the basket's page or has to log in again meanwhile. */

const NAME = "krokus_words";

export function keepWords(person, words) {
    sessionStorage.setItem(NAME, JSON.stringify({ person, words: [...words] }));
}

/** [[name, value]] of what this person has typed; another person's are dropped. */
export function keptWords(person) {
    const kept = JSON.parse(sessionStorage.getItem(NAME));
    if (kept && kept.person !== person) {
        forgetWords();
        return [];
    }
    return kept ? kept.words : [];
}

export function forgetWords() {
    sessionStorage.removeItem(NAME);
}
