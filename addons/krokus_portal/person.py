"""Whose page a request comes from: in one browser another person may have logged in since."""

from odoo.exceptions import UserError


class OtherPersonError(UserError):
    """The page was made for somebody else; its script knows the name."""


def check(env, person):
    """Refuse what a page of another person's asks; a request that names nobody is its sender's."""
    if person is not None and person != name(env):
        raise OtherPersonError(
            env._("Somebody else is logged in now than when this page was opened: open it anew.")
        )


def name(env):
    """How a page of the user's names him to its script."""
    return str(env.uid)
