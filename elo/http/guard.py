"""What every request meets first: limits, headers, an answer to any failure, a line of log without its address."""

import asyncio
import secrets
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db.database import StoreUnreachable
from elo.http.pages import Pages

log = structlog.get_logger(__name__)

#: Bytes of one body.
LARGEST_BODY = 16_384
#: Requests answered side by side.
MOST_AT_ONCE = 32
#: Seconds for one answer, the database's waits included.
LONGEST = 15.0
#: What comes all day long, and is as it should be.
USUAL = (("health", 200), ("telegram", 200))


class Guard:
    """An access log would repeat addresses, and addresses hold the tokens of people: the route's name is all."""

    def __init__(self, app: ASGIApp, *, pages: Pages, larger: Mapping[str, int] | None = None) -> None:
        """`larger`: bytes of one body, of the paths where more may come. These have limits of their own for what
        is answered side by side, and never wait for who looks at pages."""
        self._app, self._pages, self._larger = app, pages, larger or {}
        self._headers = _headers(pages.style)
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(send, self._headers)
        self._inside += 1
        try:
            response = await self._answered(scope, receive, answer)
            if response is not None and not answer.status:
                await response(scope, receive, answer.send)
        finally:
            self._inside -= 1
        route = getattr(scope.get("route"), "name", "none")
        note = log.debug if (route, answer.status) in USUAL else log.info
        note("http.answered", route=route, status=answer.status)

    async def _answered(self, scope: Scope, receive: Receive, answer: "_Answer") -> Response | None:
        """None when the application gave its own answer, or nobody is left to be answered."""
        largest = self._larger.get(scope["path"])
        if self._inside > MOST_AT_ONCE and largest is None:
            return self._pages.unavailable()
        largest = largest or LARGEST_BODY
        if _length(scope) > largest:
            return self._pages.refused(413)
        try:
            async with asyncio.timeout(LONGEST):
                await self._app(scope, _limited(receive, largest), answer.send)
        except ClientDisconnect:
            return None
        except (StoreUnreachable, TimeoutError) as error:
            log.warning("http.unavailable", error=type(error).__name__)
            return self._pages.unavailable()
        except Exception as error:
            code = secrets.token_hex(2).upper()
            log.error("http.failed", code=code, exc_info=error)
            return self._pages.failed(code)
        return None


class _Answer:
    """Puts our headers on what is sent, and remembers its status; 0 before it begins."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send, self._headers = send, headers
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message).update(self._headers)
        await self._send(message)


def _headers(style: str) -> dict[str, str]:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none';"
            " frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


def _length(scope: Scope) -> int:
    """Of the body, as the request says; 0 when it says nothing. The server has seen to it that it is a number."""
    return int(Headers(scope=scope).get("content-length", "0"))


def _limited(receive: Receive, largest: int) -> Receive:
    """Raises HTTPException 413 in whoever reads more than such a body ever has."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > largest:
            raise HTTPException(413)
        return message

    return counted
