"""What every answer tells the browser about frames, addresses and cookies. No Odoo in here."""

POLICY = "Content-Security-Policy"
ANCESTORS = "frame-ancestors 'self'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def guard(headers, secure):
    """Add to werkzeug's `headers` what is missing; `secure` says that the browser came by https.

    The website's editor shows the shop in a frame of the shop's own, which stays allowed.
    """
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    headers["X-Frame-Options"] = "SAMEORIGIN"
    policy = headers.get(POLICY)
    if not policy:
        headers[POLICY] = ANCESTORS
    elif "frame-ancestors" not in policy:
        headers[POLICY] = f"{policy}; {ANCESTORS}"
    cookies = headers.getlist("Set-Cookie")
    if cookies:
        headers.setlist("Set-Cookie", [_at_home(cookie, secure) for cookie in cookies])


def _at_home(cookie, secure):
    """A cookie that no other site's form or script sends along."""
    said = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
    if "samesite" not in said:
        cookie += "; SameSite=Lax"
    if secure and "secure" not in said:
        cookie += "; Secure"
    return cookie
