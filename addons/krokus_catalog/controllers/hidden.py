from contextlib import contextmanager

from odoo.exceptions import AccessError, MissingError
from odoo.http import request
from werkzeug.exceptions import NotFound


@contextmanager
def looks_missing():
    """A client gets one answer for what is hidden and for what does not exist."""
    try:
        yield
    except (AccessError, MissingError) as error:
        if request.env.user.share:
            raise NotFound from error
        raise
