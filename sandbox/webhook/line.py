"""One kept connection to a webhook: an update goes out, an answer or a silence comes back, in Telegram's words."""

import asyncio
import base64
import json
import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx

from sandbox.updates.queue import Update
from sandbox.webhook.registration import Endpoint

#: An idle connection is closed after so many seconds.
_IDLE = 60
#: OpenSSL's numbers of what goes wrong most; of the others Python tells only the name.
_SSL_CODES = {
    "CERTIFICATE_VERIFY_FAILED": "0A000086:",
    "WRONG_VERSION_NUMBER": "0A00010B:",
    "UNEXPECTED_EOF_WHILE_READING": "0A000126:",
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    reason: str
    #: 0 when the header is absent or no number.
    retry_after: int
    media_type: str
    body: bytes
    #: The connection may carry the next update.
    is_kept: bool

    @property
    def is_yes(self) -> bool:
        return 200 <= self.status <= 299


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer came; "" for a connection that was closed in good order, which Telegram does not call an error."""

    words: str


class Line:
    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        address = endpoint.address
        self._url = httpx.URL(scheme=address.scheme, host=str(endpoint.ip), port=address.port)
        # The target is given apart: httpx would write it anew.
        self._extensions = {
            "sni_hostname": address.host.strip("[]"),
            "target": address.target.encode(),
            "trace": self._note,
        }
        self._connections = AsyncExitStack()
        self._transport = httpx.AsyncHTTPTransport(
            verify=endpoint.tls or False,
            trust_env=False,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=_IDLE),
        )

    async def send(self, update: Update, seconds: float) -> Answer | Silence:
        """Waits at most `seconds` for the whole of the answer."""
        try:
            async with asyncio.timeout(seconds):
                return await self._send(update)
        except TimeoutError:
            return Silence("Read timeout expired")
        except (httpx.HTTPError, ValueError) as error:
            # ValueError: the bot chose a name no certificate can have.
            return Silence(_words(error))

    async def close(self) -> None:
        await self._transport.aclose()
        # httpcore 1.0 forgets one whose TLS handshake is cancelled.
        await self._connections.aclose()

    async def _note(self, event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            self._connections.push_async_callback(info["return_value"].aclose)

    async def _send(self, update: Update) -> Answer:
        request = httpx.Request(
            "POST",
            self._url,
            headers=self._headers(),
            content=body_of(update),
            extensions=self._extensions,
        )
        response = await self._transport.handle_async_request(request)
        try:
            body = await response.aread()
        finally:
            await response.aclose()
        return Answer(
            status=response.status_code,
            reason=response.reason_phrase,
            retry_after=_retry_after(response),
            media_type=response.headers.get("content-type", ""),
            body=body,
            is_kept=response.headers.get("connection", "").lower() != "close",
        )

    def _headers(self) -> list[tuple[str, str]]:
        address, secret = self._endpoint.address, self._endpoint.secret_token
        headers = [("Host", address.host)]
        if address.userinfo:
            code = base64.b64encode(address.userinfo.encode()).decode()
            headers.append(("Authorization", f"Basic {code}"))
        if secret:
            headers.append(("X-Telegram-Bot-Api-Secret-Token", secret))
        return [
            *headers,
            ("Content-Type", "application/json"),
            ("Connection", "keep-alive"),
            ("Accept-Encoding", "gzip, deflate"),
        ]


def body_of(update: Update) -> bytes:
    """As Telegram writes it: the number on a line of its own."""
    payload = json.dumps(update.payload, separators=(",", ":"))
    return f'{{"update_id":{update.update_id},\n"{update.kind}":{payload}}}'.encode()


def _retry_after(response: httpx.Response) -> int:
    value = response.headers.get("retry-after", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 9 else 0


def _words(error: Exception) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            reason = cause.reason or "UNKNOWN"
            name = reason.lower().replace("_", " ")
            return f"SSL error {{error:{_SSL_CODES.get(reason, '')}SSL routines::{name}}}"
        if isinstance(cause, OSError) and cause.errno:
            return os.strerror(cause.errno)
    if isinstance(error, httpx.RemoteProtocolError):
        # What does not begin as HTTP does is answered by td's own reader in these words (HttpReader.cpp).
        is_cut = any(words in str(error) for words in ("disconnected", "closed connection"))
        return "" if is_cut else "Not Implemented"
    return "Bad Request" if isinstance(error, httpx.DecodingError) else ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        else:
            error = error.__cause__ or error.__context__
