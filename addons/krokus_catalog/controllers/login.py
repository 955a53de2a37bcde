from odoo.addons.auth_signup.controllers.main import AuthSignupHome


class QuietSignup(AuthSignupHome):
    def get_auth_signup_qcontext(self):
        """Only who holds a valid token hears whether an address has a login already."""
        context = super().get_auth_signup_qcontext()
        if not context.get("token") or context.get("invalid_token"):
            context.pop("signup_email", None)
        return context
