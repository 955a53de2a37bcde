from odoo import http
from odoo.http import request

from ..see_as import END, KEY


class SeeAs(http.Controller):
    @http.route(END, type="http", auth="user", methods=["POST"])
    def end(self):
        """Back to one's own eyes, at the client whom one looked as."""
        _seer, user_id = request.session.pop(KEY, None) or (None, None)
        client = request.env["res.users"].sudo().browse(user_id).exists().partner_id
        return request.redirect(f"/odoo/res.partner/{client.id}" if client else "/odoo", 303)
