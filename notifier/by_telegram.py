"""The way by Telegram: one message, one request, one `Outcome`. Never raises for what happens outside.

Boots without network: nothing is asked of the server before the first message.
"""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from telegram import Bot, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError, TimedOut
from telegram.request import HTTPXRequest

from db.channels import ChannelKind
from db.deliveries import Lane
from notifier.outcome import (
    SOON,
    Buttons,
    Dead,
    LaneStopped,
    Outcome,
    Parcel,
    RetryAt,
    Sent,
    Slowed,
    Unauthorized,
    Unknown,
    Unreachable,
)
from notifier.pace import Pace
from notifier.telegram_answers import Answer, cannot_parse, outcome_of, read_answer, without_markup

log = structlog.get_logger(__name__)

#: More than this many open connections cost more than they carry (httpcore's pool is quadratic).
CONNECTIONS = 32
SLOTS = 16
#: A callback answer or a chat action that would have to wait longer is not worth sending; nor worth more
#: seconds for its answer: the chat's next message waits meanwhile.
PATIENCE_OF_GESTURES, ANSWER_OF_GESTURES = 2.0, 5.0


class Refused(TelegramError):
    """The server answered, and not with success."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"refused with {answer.code}")
        self.answer = answer


class Garbled(TelegramError):
    """A success that cannot be read: the message may be there."""


class _Request(HTTPXRequest):
    """Keeps code and text together, which PTB's exceptions tear apart; logs no payload."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*args, **kwargs)
        try:
            answer = read_answer(status, payload)
        except ValueError as error:
            raise Garbled("an answer that cannot be read") from error
        if answer is not None:
            raise Refused(answer)
        return status, payload


@dataclass(frozen=True, slots=True)
class TelegramTimeouts:
    """Seconds."""

    connect: float = 10
    write: float = 15
    #: From the request to its answer.
    read: float = 30
    pool: float = 10
    #: Around a whole request, whatever the server trickles.
    whole: float = 60


@dataclass(frozen=True, slots=True)
class Identity:
    bot_id: int
    username: str


class TelegramSender:
    """Sends, and makes the small gestures that need no record. `close` it at the end."""

    kind = ChannelKind.TELEGRAM
    slots = SLOTS

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        monotonic: Callable[[], float],
        proxy: str | None = None,
        rate_per_second: float = 25,
        timeouts: TelegramTimeouts | None = None,
    ) -> None:
        """`base_url` is the server's root; `/bot` and `/file/bot` are appended."""
        self._timeouts = timeouts or TelegramTimeouts()
        self._pace = Pace(rate_per_second, monotonic=monotonic)
        root = base_url.rstrip("/")
        self._requests = [self._request(root, proxy, CONNECTIONS), self._request(root, proxy, 1)]
        self._bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )

    def _request(self, root: str, proxy: str | None, connections: int) -> _Request:
        return _Request(
            connection_pool_size=connections,
            connect_timeout=self._timeouts.connect,
            read_timeout=self._timeouts.read,
            write_timeout=self._timeouts.write,
            pool_timeout=self._timeouts.pool,
            proxy=proxy,
            # A proxy of the environment cannot reach a server on this machine.
            httpx_kwargs={"trust_env": not is_loopback(root)},
        )

    def room(self, *, interactive: bool) -> int:
        return self._pace.room(interactive=interactive)

    def held(self) -> set[str]:
        return self._pace.held()

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        try:
            parcel.body.encode()
            keyboard = _keyboard(parcel.buttons)
        except ValueError:
            return Dead("unsendable text", "the text cannot be written as UTF-8")
        await self._pace.acquire(parcel.lane, parcel.address)
        leaving()
        try:
            return await self._say(parcel, parcel.body, ParseMode.HTML, keyboard)
        except Refused as refused:
            if not cannot_parse(refused.answer):
                return self._heed(refused.answer, parcel.address)
        log.error("defect_markup_refused", delivery=parcel.delivery_id)
        await self._pace.acquire(parcel.lane, parcel.address)
        try:
            return await self._say(parcel, without_markup(parcel.body), None, keyboard)
        except Refused as refused:
            return self._heed(refused.answer, parcel.address)

    async def _say(
        self, parcel: Parcel, text: str, parse_mode: str | None, keyboard: InlineKeyboardMarkup | None
    ) -> Outcome:
        """Raises `Refused`; any other end of the request is an outcome."""
        try:
            async with asyncio.timeout(self._timeouts.whole):
                message = await self._bot.send_message(
                    _chat_id(parcel.address),
                    text,
                    parse_mode=parse_mode,
                    reply_markup=keyboard,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
            return Sent(str(message.message_id))
        except Refused:
            raise
        except Garbled:
            return Unknown("garbled answer", "a success that cannot be read")
        except TelegramError as error:
            return _lost(error)
        except TimeoutError:
            return Unknown("no answer", "no answer in time")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # PTB could not make a Message of a success: it is there, without its number.
            return Unknown("garbled answer", f"{type(error).__name__} in a success")

    def _heed(self, answer: Answer, chat: str) -> Outcome:
        """The outcome of a refusal; a 429 holds the whole bot, or only a group, which has its own limit."""
        outcome = outcome_of(answer)
        if isinstance(outcome, Slowed) and answer.retry_after is not None:
            self._pace.hold(answer.retry_after, chat=chat if chat.startswith("-") else None)
        if isinstance(outcome, Dead) and not outcome.closes_channel:
            log.error("defect_message_refused", code=outcome.code)
        return outcome

    async def identity(self) -> Identity:
        """Who the token is. Raises `Unreachable` or `Unauthorized`."""
        try:
            async with asyncio.timeout(self._timeouts.whole):
                me = await self._bot.get_me()
        except Refused as refused:
            if refused.answer.from_bot_api and refused.answer.code in (401, 403, 404):
                raise Unauthorized(f"the token is refused ({refused.answer.code})") from None
            raise Unreachable(f"answers {refused.answer.code}") from None
        except (TelegramError, TimeoutError, KeyError, TypeError, ValueError) as error:
            cause = error.__cause__ or error
            raise Unreachable(type(cause).__name__) from None
        return Identity(me.id, me.username or "")

    async def answer_callback(self, callback_id: str, text: str = "") -> None:
        """Stops the button's spinner; never raises."""
        await self._gesture(
            "answer_callback", None, lambda: self._bot.answer_callback_query(callback_id, text[:200] or None)
        )

    async def chat_action(self, chat_id: int) -> None:
        """Shows "typing…" for five seconds; never raises."""
        action = ChatAction.TYPING
        await self._gesture("chat_action", None, lambda: self._bot.send_chat_action(chat_id, action))

    async def edit_buttons(self, chat_id: int, message_id: int, buttons: Buttons = ()) -> None:
        """Replaces the buttons of a message already sent, or takes them away; never raises."""
        keyboard = _keyboard(buttons)
        await self._gesture(
            "edit_buttons",
            str(chat_id),
            lambda: self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard),
        )

    async def delete_message(self, chat_id: int, message_id: int) -> None:
        """Takes back a message younger than 48 h; never raises."""
        chat = str(chat_id)
        await self._gesture("delete_message", chat, lambda: self._bot.delete_message(chat_id, message_id))

    async def set_commands(self, commands: Sequence[tuple[str, str]], *, chat_id: int | None = None) -> bool:
        """The command menu (name, description) of one chat, or of all; False when it could not be set.
        Without commands a chat has that of all again."""
        scope = None if chat_id is None else BotCommandScopeChat(chat_id)
        call = partial(self._bot.set_my_commands, list(commands), scope=scope)
        return await self._gesture(
            "set_commands", None, call if commands else partial(self._bot.delete_my_commands, scope)
        )

    async def _gesture(self, name: str, chat: str | None, call: Callable[[], Awaitable[object]]) -> bool:
        if self._pace.wait(Lane.INTERACTIVE, chat) > PATIENCE_OF_GESTURES:
            return _ignored(name, "no room")
        try:
            async with asyncio.timeout(PATIENCE_OF_GESTURES):
                await self._pace.acquire(Lane.INTERACTIVE, chat)
            async with asyncio.timeout(min(ANSWER_OF_GESTURES, self._timeouts.read)):
                await call()
        except Refused as refused:
            if refused.answer.retry_after is not None:
                self._pace.hold(refused.answer.retry_after)
            return _ignored(name, f"http {refused.answer.code}")
        except (TelegramError, TimeoutError, KeyError, TypeError, ValueError) as error:
            return _ignored(name, type(error).__name__)
        return True


def _ignored(name: str, code: str) -> bool:
    log.info("gesture_ignored", gesture=name, code=code)
    return False


def _lost(error: TelegramError) -> Outcome:
    """No answer: did the request leave? The cause tells, PTB's own exceptions do not."""
    match error.__cause__:
        case httpx.PoolTimeout():
            return RetryAt("pool time-out", "no free connection")
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError() | httpx.UnsupportedProtocol():
            code = type(error.__cause__).__name__
            return LaneStopped(code, f"not reachable: {code}", probe_after=SOON)
        case None if isinstance(error, TimedOut):
            return Unknown("no answer", "no answer in time")
        case cause:
            code = type(cause or error).__name__
            return Unknown(code, f"the answer was lost: {code}")


def _keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(one.label, callback_data=one.data) for one in row] for row in buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _chat_id(address: str) -> int | str:
    return int(address) if address.removeprefix("-").isdecimal() else address


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
