"""One call of a 1C web service by SOAP: the element it returned, or an error of `trouble`.

zeep writes the request from 1C's own description; the answer is read by hand, since servers
answer with newer fields than they describe, with HTML, or with half a document.
"""

from typing import NamedTuple

from lxml import etree
from zeep import Client, Settings
from zeep.exceptions import Error as ZeepError

from .budget import Limits
from .shape import UnreadableMessageError, parse
from .trouble import DeniedError, FaultError, UnavailableError, UnwritableError
from .wire import Wire, status_error

# What zeep may raise over a description or a value that is not as it expects.
UNFIT = (ZeepError, etree.LxmlError, LookupError, TypeError, ValueError, AttributeError)
SETTINGS = Settings(raw_response=True, strict=False, forbid_entities=True)


class Access(NamedTuple):
    login: str
    password: str

    def __repr__(self):
        return f"Access({self.login!r}, ***)"  # a traceback must not show the secret


class Service:
    """The operations of one web service, described by the WSDL at `address`."""

    def __init__(self, address, access, limits=None):
        self._wire = Wire(address, access, limits or Limits())
        try:
            self._client = Client(address, transport=self._wire, settings=SETTINGS)
        except (*UNFIT, OSError, RecursionError) as error:
            raise UnavailableError(_short(error)) from error
        for described in self._client.wsdl.services.values():
            for port in described.ports.values():
                self._wire.check(port.binding_options.get("address"))

    def check(self, operation, *arguments):
        """Write the request without sending it."""
        self._known(operation)
        try:
            self._client.create_message(self._client.service, operation, *arguments)
        except UNFIT as error:
            raise UnwritableError(_short(error)) from error

    def call(self, operation, *arguments):
        """The `return` element of the answer."""
        self.check(operation, *arguments)
        self._wire.begin()
        return _returned(self._client.service[operation](*arguments))

    def _known(self, operation):
        try:
            self._client.service[operation]
        except (AttributeError, ValueError) as error:
            raise DeniedError(f"1C does not offer {operation}") from error


def _returned(answer):
    try:
        root = parse(answer.content)
    except UnreadableMessageError as error:
        raise status_error(answer) or UnavailableError(_short(error)) from error
    fault = root.find("{*}Body/{*}Fault")
    if fault is not None:
        raise FaultError(_fault_text(fault))
    returned = root.find("{*}Body/{*}*/{*}return")
    if returned is None:
        raise status_error(answer) or UnavailableError("the answer is no SOAP envelope")
    return returned


def _fault_text(fault):
    text = fault.findtext("faultstring") or fault.findtext("{*}Reason/{*}Text") or "Fault"
    return text.strip()[:500]


def _short(error):
    return f"{type(error).__name__}: {error}"[:300]
