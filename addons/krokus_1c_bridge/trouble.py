"""What may go wrong in a call: the vocabulary of errors, and the kind that each one is."""


class OnecError(Exception):
    """The call did not do its work: `problem` says how, the text is the detail for the log."""

    problem = "unexpected"


class UnavailableError(OnecError):
    """1C cannot be reached or answers nonsense: worth repeating, for every message."""

    problem = "unavailable"


class UnreachedError(UnavailableError):
    """No connection came about: 1C has surely received nothing."""


class OverLimitError(UnavailableError):
    """The answer was longer, or took longer, than a call as a whole may."""

    problem = "over_limit"


class DeniedError(OnecError):
    """This address is closed to us: nothing is asked there until somebody has looked."""

    problem = "closed"


class LoginError(DeniedError):
    """Login or password are wrong: repeating would lock the account."""

    problem = "denied"


class ElsewhereError(DeniedError):
    """1C sends us to another scheme, host or port; nothing was sent there."""

    problem = "elsewhere"


class FaultError(OnecError):
    """1C understood and refused this one message."""

    problem = "fault"


class UnwritableError(OnecError):
    """What should be sent fits neither 1C's description nor XML; nothing was sent."""

    problem = "unwritable"
