import secrets
from contextlib import contextmanager
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessDenied
from odoo.http import request
from odoo.sql_db import Cursor
from odoo.tools.misc import hmac
from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from .. import login_pace

COOKIE = "krokus_device"
YEAR = 365 * 24 * 3600


class TooSoon(AccessDenied):
    """Too many failures just now: the password was not looked at."""


class Place(NamedTuple):
    """Where somebody tries an account from, all of it hashed.

    `device` is the browser's own mark; `spot` the address with the kind of program.
    """

    account: str
    address: str | None
    spot: str
    device: str


class KrokusLoginAttempt(models.Model):
    """Who tried which account from where, for all workers: nothing here can be read back.

    An attempt is written before the password is looked at, on a cursor of its own, so that many
    at once count, and a request that fails and is rolled back counts too.
    """

    _name = "krokus.login.attempt"
    _description = "Attempt to log in"
    _log_access = False

    account = fields.Char(required=True)
    address = fields.Char()
    source = fields.Char(required=True)
    tried_at = fields.Datetime(required=True)
    succeeded = fields.Boolean(required=True)
    refused = fields.Boolean(help="Others had failed too often: from this moment it waits.")

    _account_idx = models.Index("(account, tried_at)")
    _address_idx = models.Index("(address, tried_at) WHERE NOT succeeded")

    @api.model
    @contextmanager
    def _paced(self, login):
        """Around the check of a password; raises TooSoon where it is not to be checked.

        Core hides the request from XML-RPC and /jsonrpc: they are one place, without an address.
        """
        token = (request and request.cookies.get(COOKIE)) or secrets.token_urlsafe(24)
        place = self._place(str(login), token)
        if not self._begin(place):
            raise TooSoon(
                self.env._("Too many attempts have failed: wait for a minute, and try again.")
            )
        yield
        self._succeed(place)
        if request:
            request.future_response.set_cookie(
                COOKIE, token, max_age=YEAR, httponly=True, samesite="Lax"
            )

    @api.model
    def _place(self, login, token):
        account = login.strip().casefold()
        address, program = "", "rpc"
        if request:
            address = request.httprequest.remote_addr or ""
            program = request.httprequest.user_agent.string[:500]

        def mark(*parts):
            return hmac(self.env(su=True), "krokus-login", "\0".join(parts))

        return Place(
            mark("account", account),
            mark("address", address) if address else None,
            mark("spot", account, address, program),
            mark("device", account, token),
        )

    @api.model
    def _begin(self, place):
        """Whether the attempt may be made; it counts as failed until it has succeeded."""
        with self._aside() as cr:
            # One at a time: of a hundred parallel guesses five are looked at.
            cr.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [place.account])
            known = self._known(cr, place)
            source = place.device if place.device in known else place.spot
            failures = self._failures(cr, place, source)
            waited = self._has_waited(cr, place)
            if not login_pace.may_try(failures, source in known, waited):
                self._note_refusal(cr, place)
                return False
            self._forget_refusal(cr, place)
            cr.execute(
                "INSERT INTO krokus_login_attempt (account, address, source, tried_at, succeeded)"
                " VALUES (%s, %s, %s, now() AT TIME ZONE 'utc', false)",
                [place.account, place.address, source],
            )
            return True

    @api.model
    def _known(self, cr, place):
        cr.execute(
            "SELECT source FROM krokus_login_attempt"
            " WHERE account = %s AND source IN %s AND succeeded",
            [place.account, (place.spot, place.device)],
        )
        return {row[0] for row in cr.fetchall()}

    @api.model
    def _has_waited(self, cr, place):
        """Where somebody waits: his address, whatever program he says it is."""
        cr.execute(
            "SELECT 1 FROM krokus_login_attempt WHERE account = %s AND source = %s AND refused"
            " AND tried_at <= now() AT TIME ZONE 'utc' - %s * interval '1 second'",
            [place.account, place.address or place.spot, login_pace.WINDOW],
        )
        return bool(cr.fetchone())

    @api.model
    def _note_refusal(self, cr, place):
        """The first one counts: to try again does not make the wait longer."""
        key = [place.account, place.address or place.spot]
        cr.execute(
            "INSERT INTO krokus_login_attempt (account, source, tried_at, succeeded, refused)"
            " SELECT %s, %s, now() AT TIME ZONE 'utc', false, true WHERE NOT EXISTS ("
            " SELECT FROM krokus_login_attempt WHERE account = %s AND source = %s AND refused)",
            [*key, *key],
        )

    @api.model
    def _forget_refusal(self, cr, place):
        cr.execute(
            "DELETE FROM krokus_login_attempt WHERE account = %s AND source = %s AND refused",
            [place.account, place.address or place.spot],
        )

    @api.model
    def _failures(self, cr, place, source):
        cr.execute(
            """
            WITH failed AS (
                SELECT account, address, source FROM krokus_login_attempt
                WHERE (account = %(account)s OR address = %(address)s) AND NOT succeeded
                  AND refused IS NOT TRUE
                  AND tried_at > now() AT TIME ZONE 'utc' - %(window)s * interval '1 second'
            )
            SELECT count(*) FILTER (WHERE account = %(account)s AND source = %(source)s),
                   count(*) FILTER (WHERE account = %(account)s AND source NOT IN (
                       SELECT source FROM krokus_login_attempt
                       WHERE account = %(account)s AND succeeded)),
                   count(*) FILTER (WHERE address = %(address)s)
            FROM failed
            """,
            {
                "account": place.account,
                "address": place.address,
                "source": source,
                "window": login_pace.WINDOW,
            },
        )
        return login_pace.Failures(*cr.fetchone())

    @api.model
    def _succeed(self, place):
        """The failures of this place are forgotten, and it is known from now on."""
        sources = (place.spot, place.device)
        with self._aside() as cr:
            cr.execute(
                "DELETE FROM krokus_login_attempt WHERE account = %s AND source IN %s",
                [place.account, sources],
            )
            cr.execute(
                "INSERT INTO krokus_login_attempt (account, address, source, tried_at, succeeded)"
                " SELECT %s, %s, unnest(%s), now() AT TIME ZONE 'utc', true",
                [place.account, place.address, list(sources)],
            )

    @contextmanager
    def _aside(self):
        with self.env.registry.cursor() as cr:
            if isinstance(cr, Cursor):  # not a test's: that one is inside the test's transaction
                cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
            yield cr

    @api.autovacuum
    def _gc_attempts(self):
        """Failures are of use for a minute; a place is known for half a year."""
        self.env.cr.execute(
            "DELETE FROM krokus_login_attempt WHERE tried_at < now() AT TIME ZONE 'utc'"
            " - CASE WHEN succeeded THEN interval '180 days' ELSE interval '1 day' END"
        )
