"""Security headers on every answer, whoever made it: a page, an error, a file, or a piece of WSGI around the application."""

from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": (
        "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=(), midi=(), "
        "accelerometer=(), gyroscope=(), magnetometer=(), display-capture=(), browsing-topics=()"
    ),
    "Cache-Control": "no-store",
}
"""What an answer gets that does not say otherwise itself."""
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
"""What it gets besides where the service's own address is https: a year without plain HTTP."""


def headers_for(*, over_tls: bool) -> dict[str, str]:
    """The headers of this service's answers."""
    return HEADERS | (OVER_TLS if over_tls else {})


class Headers:
    """WSGI: ``app`` with what is missing of these headers."""

    def __init__(self, app: Wsgi, *, over_tls: bool) -> None:
        self._app = app
        self._headers = [(name.lower(), (name, value)) for name, value in headers_for(over_tls=over_tls).items()]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said = {name.lower() for name, _ in headers}
            missing = [header for name, header in self._headers if name not in said]
            return start_response(status, [*headers, *missing], *([exc_info] if exc_info else []))

        return self._app(environ, start)
