/** What an address answers: {answer, text}; {isLost: true} without network, {isDropped: true} if it
 * was given up. */
export async function download(url, signal) {
    try {
        const answer = await fetch(url, { signal });
        return { answer, text: await answer.text() };
    } catch (error) {
        if (error.name === "AbortError") {
            return { isDropped: true };
        }
        if (error instanceof TypeError) {
            return { isLost: true }; // so fetch says it
        }
        throw error;
    }
}
