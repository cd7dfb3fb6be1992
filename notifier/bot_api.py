"""What python-telegram-bot sends by, how a message is put to it, and what can become of a request.

The token is in no error and no log.

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
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from db.enclosures import Enclosed
from notifier.file_name import clean_name
from notifier.outcome import Button, Buttons
from notifier.telegram_answers import (
    Answer,
    Success,
    cannot_parse,
    is_no_photo,
    read_answer,
    without_markup,
)

#: More than this many open connections cost more than they carry (httpcore's pool is quadratic).
CONNECTIONS = 32
REFUSED_CONNECTIONS = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
T = TypeVar("T")
#: Bytes of an answer that are read; that to a message has about a thousand.
LARGEST_ANSWER = 1_000_000
#: Characters of the words under a file, markup not counted.
LONGEST_CAPTION = 1024
#: Bytes of a picture that is shown; a larger one goes as a document.
LARGEST_PHOTO = 10_000_000
PHOTOS = ("image/png", "image/jpeg")
#: Bytes a second that a file needs at the least: its request may take so much longer.
SLOWEST_UPLOAD = 100_000


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
    """How python-telegram-bot asks: one POST of a form, files and all, each way in which it can end
    told apart.

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
        files = request_data.multipart_data if request_data is not None else {}
        try:
            async with self._client.stream(method, url, data=form, files=files or None) as response:
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


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message: words with their buttons, under a file or alone."""

    chat: str
    text: str
    keyboard: InlineKeyboardMarkup | None
    enclosure: Enclosed | None = None
    marked_up: bool = True
    #: The file is shown, if it can be.
    as_photo: bool = True
    #: The topic of a forum group; 0 for none.
    thread_id: int = 0

    @property
    def is_too_long(self) -> bool:
        """Under a file there is less room."""
        return self.enclosure is not None and len(without_markup(self.text)) > LONGEST_CAPTION

    @property
    def seconds(self) -> float:
        """What its file adds to the time that its request may take."""
        return 0 if self.enclosure is None else len(self.enclosure.content) / SLOWEST_UPLOAD

    def plainer(self, refusal: Answer) -> "ChatMessage | None":
        """What can still go where this was refused: words without markup, a picture as a document."""
        if cannot_parse(refusal) and self.marked_up:
            return replace(self, text=without_markup(self.text), marked_up=False)
        if is_no_photo(refusal) and self.enclosure is not None and self.as_photo:
            return replace(self, as_photo=False)
        return None

    async def put_to(self, bot: Bot) -> int:
        """Its number. Raises `BotApiError`, and whatever PTB makes of an odd success."""
        parse_mode = ParseMode.HTML if self.marked_up else None
        if self.enclosure is not None:
            return await self._with_file(bot, self.enclosure, parse_mode)
        alone = await bot.send_message(
            self.chat,
            self.text,
            parse_mode=parse_mode,
            reply_markup=self.keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            message_thread_id=self.thread_id or None,
        )
        return alone.message_id

    async def _with_file(self, bot: Bot, file: Enclosed, parse_mode: str | None) -> int:
        shown = self.as_photo and file.media_type in PHOTOS and len(file.content) <= LARGEST_PHOTO
        send = bot.send_photo if shown else bot.send_document
        sent = await send(
            self.chat,
            file.content,
            filename=clean_name(file.name),
            caption=self.text,
            parse_mode=parse_mode,
            reply_markup=self.keyboard,
            message_thread_id=self.thread_id or None,
        )
        return sent.message_id


def keyboard_of(buttons: Buttons) -> InlineKeyboardMarkup | None:
    rows = [[_button(one) for one in row] for row in buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(one: Button) -> InlineKeyboardButton:
    if one.leads_away:
        return InlineKeyboardButton(one.label, url=one.data)
    return InlineKeyboardButton(one.label, callback_data=one.data)


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
