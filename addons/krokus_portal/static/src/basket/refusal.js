import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const SAID = /^odoo\.(exceptions|addons)\./; // errors whose words are meant for people
const ENDED = "odoo.http.SessionExpiredException";

/** Whether nobody is logged in any more. */
export function isEnded(error) {
    return error.exceptionName === ENDED;
}

/** What a failed request says to a person. What is no request's failure is thrown on. */
export function refusal(error) {
    if (error instanceof ConnectionLostError) {
        return _t("No connection: please try again.");
    }
    if (!(error instanceof RPCError)) {
        throw error;
    }
    if (isEnded(error)) {
        return _t("You are not logged in any more: log in, and try again.");
    }
    return SAID.test(error.exceptionName)
        ? error.data.message
        : _t("The shop is in difficulties: please try again.");
}
