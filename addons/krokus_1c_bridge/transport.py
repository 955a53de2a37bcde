"""One call of a 1C web service by SOAP: the element it returned, or an error of two kinds.

zeep writes the request from 1C's own description; the answer is read by hand, since servers
answer with newer fields than they describe, with HTML, or with half a document.
"""

from typing import NamedTuple

import requests
from lxml import etree
from odoo.tools.zeep import Client
from zeep import Settings
from zeep.exceptions import Error as ZeepError

from .shape import UnreadableMessageError, parse

TIMEOUT = 15
DENIED = (401, 403, 404)


class OnecError(Exception):
    """The call did not do its work: `problem` says how, the text is the detail for the log."""

    problem = "unexpected"


class UnavailableError(OnecError):
    """1C cannot be reached or answers nonsense: worth repeating, for every message."""

    problem = "unavailable"


class DeniedError(OnecError):
    """Login, rights or address are wrong: repeating would lock the account."""

    problem = "denied"


class FaultError(OnecError):
    """1C understood and refused this one message."""

    problem = "fault"


class Access(NamedTuple):
    login: str
    password: str

    def __repr__(self):
        return f"Access({self.login!r}, ***)"  # a traceback must not show the secret


class Service:
    """The operations of one web service, described by the WSDL at `address`."""

    def __init__(self, address, access, timeout=TIMEOUT):
        session = requests.Session()
        session.max_redirects = 0  # an address that moves elsewhere is an error, not a journey
        session.auth = (access.login.encode(), access.password.encode())
        try:
            self._operations = Client(
                address,
                session=session,
                timeout=timeout,
                operation_timeout=timeout,
                settings=Settings(raw_response=True, strict=False, forbid_entities=True),
            ).service
        except requests.HTTPError as error:
            raise _status_error(error.response) from error
        except (requests.RequestException, ZeepError, etree.XMLSyntaxError, OSError) as error:
            raise UnavailableError(_short(error)) from error

    def call(self, operation, *arguments):
        """The `return` element of the answer."""
        try:
            response = self._operations[operation](*arguments)
        except KeyError as error:
            raise DeniedError(f"1C does not offer {operation}") from error
        except (requests.RequestException, OSError) as error:
            raise UnavailableError(_short(error)) from error
        return _returned(response)


def _returned(response):
    try:
        root = parse(response.content)
    except UnreadableMessageError as error:
        raise _status_error(response) or UnavailableError(_short(error)) from error
    fault = root.find("{*}Body/{*}Fault")
    if fault is not None:
        raise FaultError(_fault_text(fault))
    returned = root.find("{*}Body/{*}*/{*}return")
    if returned is None:
        raise _status_error(response) or UnavailableError("the answer is no SOAP envelope")
    return returned


def _status_error(response):
    if response is None:
        return UnavailableError("no answer")
    if response.status_code in DENIED:
        return DeniedError(f"HTTP {response.status_code}")
    if response.status_code != 200:
        return UnavailableError(f"HTTP {response.status_code}")
    return None


def _fault_text(fault):
    text = fault.findtext("faultstring") or fault.findtext("{*}Reason/{*}Text") or "Fault"
    return text.strip()[:500]


def _short(error):
    return f"{type(error).__name__}: {error}"[:300]
