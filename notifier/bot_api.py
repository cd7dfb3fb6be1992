"""What python-telegram-bot sends by, and what can become of a request. The token is in no error and no log.

BotApiError (a TelegramError)
├── NotSent      the request has certainly not left
├── Lost         it may have left, and no answer came back
├── Garbled      a success that cannot be read: it may be done
└── Refused      the server answered, and not with success
"""

import asyncio
import ipaddress
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from notifier.telegram_answers import Answer, Success, read_answer

#: More than this many open connections cost more than they carry (httpcore's pool is quadratic).
CONNECTIONS = 32
REFUSED_CONNECTIONS = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
T = TypeVar("T")
#: Bytes of an answer that are read; that to a message has about a thousand.
LARGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True)
class Identity:
    bot_id: int
    username: str


class BotApiError(TelegramError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        #: For logs and rows: the name of what went wrong.
        self.code = code


class NotSent(BotApiError):
    """`busy`: there was no free connection, which says nothing of the server."""

    def __init__(self, code: str, *, busy: bool = False) -> None:
        super().__init__(code)
        self.busy = busy


class Lost(BotApiError):
    pass


class Garbled(BotApiError):
    pass


class Refused(BotApiError):
    def __init__(self, answer: Answer) -> None:
        super().__init__(f"http {answer.code}")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class TelegramTimeouts:
    """Seconds."""

    connect: float = 10
    write: float = 15
    #: From the request to its status, and from there to the end of its answer.
    read: float = 30
    pool: float = 10
    #: Around a whole request.
    whole: float = 60
    #: Around the question whether the server is there.
    alive: float = 5


class CarefulRequest(BaseRequest):
    """How python-telegram-bot asks: one POST of a form, each way in which it can end told apart.

    PTB's own request tears code, text and cause apart, and reads answers of any size.
    """

    def __init__(
        self, secrets: Sequence[str], *, root: str, proxy: str | None, timeouts: TelegramTimeouts
    ) -> None:
        self._secrets, self._timeouts = secrets, timeouts
        self._client = httpx.AsyncClient(
            proxy=proxy,
            # A proxy of the environment cannot reach a server on this machine.
            trust_env=not is_loopback(root),
            # The address holds the token: it goes to nobody else.
            follow_redirects=False,
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            timeout=httpx.Timeout(
                connect=timeouts.connect, read=timeouts.read, write=timeouts.write, pool=timeouts.pool
            ),
            # Packing a kilobyte saves nothing, and unpacking a stranger's can cost much.
            headers={"Accept-Encoding": "identity"},
        )

    @property
    def read_timeout(self) -> float:
        return self._timeouts.read

    async def initialize(self) -> None:
        """Boots without network."""

    async def shutdown(self) -> None:
        await self._client.aclose()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        """A success and its body. Raises `BotApiError`; time-outs are those of the whole sender."""
        form = request_data.json_parameters if request_data is not None else {}
        try:
            async with self._client.stream(method, url, data=form) as response:
                body = await self._body(response)
                wait = response.headers.get("retry-after", "")
                answer = read_answer(response.status_code, body, wait=wait)
        except ValueError:
            raise Garbled("garbled answer") from None
        except REFUSED_CONNECTIONS as error:
            raise NotSent(type(error).__name__) from None
        except httpx.PoolTimeout:
            raise NotSent("pool time-out", busy=True) from None
        except httpx.HTTPError as error:
            raise Lost(type(error).__name__) from None
        if isinstance(answer, Success):
            return response.status_code, body
        raise Refused(replace(answer, text=self._masked(answer.text)))

    async def _body(self, response: httpx.Response) -> bytes:
        """Empty when it is cut, endless, dribbling or wrongly packed: the status counts all the same."""
        read = bytearray()
        try:
            async with asyncio.timeout(self._timeouts.read):
                async for piece in response.aiter_bytes():
                    read += piece
                    if len(read) > LARGEST_ANSWER:
                        return b""
        except (httpx.HTTPError, TimeoutError):
            return b""
        return bytes(read)

    def _masked(self, text: str) -> str:
        """A server in between may repeat the address that was asked, and the token is in it."""
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return text


async def within(seconds: float, asked: Awaitable[T]) -> T:
    """What a method of PTB's `Bot` answers in time. Raises `BotApiError` and nothing else."""
    try:
        async with asyncio.timeout(seconds):
            return await asked
    except BotApiError:
        raise
    except TimeoutError as error:
        raise Lost(type(error).__name__) from None
    except (TelegramError, KeyError, TypeError, ValueError, AttributeError) as error:
        # PTB could not make anything of a success: it is done, without its result.
        raise Garbled(f"{type(error).__name__} in a success") from None


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
