"""Who may speak to the desk: this machine only. Also the headers that keep a page in its place."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OURS = re.compile(r"(127\.0\.0\.1|localhost)(:[0-9]{1,5})?", re.IGNORECASE)
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Doorkeeper:
    """Refuses a foreign Host (DNS rebinding) and anything another site's page sends (CSRF)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if not _is_welcome(Headers(scope=scope)):
            refusal = PlainTextResponse("this address is for this machine only", status_code=403)
            await refusal(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, receive, send_guarded)
        except ClientDisconnect:
            return  # nobody is left to be answered


def _is_welcome(headers: Headers) -> bool:
    host = headers.get("host", "")
    if not _OURS.fullmatch(host) or headers.get("sec-fetch-site") == "cross-site":
        return False
    origin = headers.get("origin")
    # An address in the page's own window has no origin but "null" under a sandboxed frame: refused too.
    return origin is None or origin == f"http://{host}"
