from odoo import models
from odoo.exceptions import AccessError
from odoo.http import request
from werkzeug.exceptions import NotFound

MODELS = {"product.template", "product.product", "product.public.category"}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """A hidden offer or category in an address looks like one that does not exist."""
        try:
            return super()._pre_dispatch(rule, args)
        except AccessError as error:
            named = {value._name for value in args.values() if isinstance(value, models.BaseModel)}
            if request.env.user.share and named & MODELS:
                raise NotFound from error
            raise
