"""I16: no page stands in a foreign frame, and the session does not travel with foreign posts."""

from odoo.tests import HttpCase, tagged

from .common import KrokusCase

PAGES = ("/", "/shop", "/shop/cart", "/web/login", "/my", "/there-is-no-such-page", "/sitemap.xml")


@tagged("post_install", "-at_install", "cases")
class TestHeaders(HttpCase, KrokusCase):
    def test_no_page_can_be_framed_by_others(self):
        for login in (None, self.make_buyer(self.make_client("A client")).login):
            self.authenticate(login, login)
            for path in PAGES:
                with self.subTest(path=path, login=login):
                    headers = self.url_open(path).headers
                    self.assertEqual(headers.get("X-Frame-Options"), "SAMEORIGIN")
                    self.assertIn("frame-ancestors 'self'", headers["Content-Security-Policy"])
                    self.assertEqual(headers.get("X-Content-Type-Options"), "nosniff")
                    self.assertEqual(
                        headers.get("Referrer-Policy"), "strict-origin-when-cross-origin"
                    )

    def test_what_core_forbids_a_picture_stays_forbidden(self):
        picture = self.url_open("/web/image/res.partner/1/avatar_128")
        policy = picture.headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("frame-ancestors 'self'", policy)

    def test_an_error_page_cannot_be_framed_either(self):
        answer = self.url_open("/web/login", data={"login": "without the form's own mark"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(answer.headers.get("X-Frame-Options"), "SAMEORIGIN")

    def test_the_sessions_cookie_stays_at_home(self):
        self.opener.cookies.clear()
        cookie = self.cookie(self.opener.get(self.base_url() + "/web/login"))
        self.assertIn("SameSite=Lax", cookie)
        self.assertIn("HttpOnly", cookie)
        self.assertNotIn("Secure", cookie)

    def test_the_sessions_cookie_needs_https_where_the_shop_has_it(self):
        self.opener.cookies.clear()
        https = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "127.0.0.1"}
        page = self.opener.get(self.base_url() + "/web/login", headers=https)
        self.assertIn("Secure", self.cookie(page))

    def cookie(self, response):
        cookies = response.raw.headers.getlist("Set-Cookie")
        return next(cookie for cookie in cookies if cookie.startswith("session_id="))
