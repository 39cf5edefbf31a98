"""Where a request that changes something comes from: a page of ours, or another site in the same browser (CSRF).

Browsers say so themselves: `Sec-Fetch-Site`, and `Origin` with every POST. Plain forms carry a token besides.
https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from urllib.parse import urlsplit

from flask import Request

SAFE = ("GET", "HEAD", "OPTIONS")
OURS = ("same-origin", "none")  # none: the person did it, by the address bar


def from_elsewhere(request: Request) -> bool:
    """Whether another site sent it. What names no origin at all comes from no browser."""
    if request.method in SAFE:
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in OURS:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def names_origin(request: Request) -> bool:
    """Whether it says where it comes from, as every browser does."""
    return "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
