"""The way by Telegram: one message, one request, one `Outcome`. Never raises for what happens outside.

Boots without network: nothing is asked of the server before the first message.
"""

import asyncio
import html
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from urllib.parse import quote

import structlog
from telegram import Bot, BotCommandScopeChat, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode

from db.channels import ChannelKind
from db.couriers import Place
from db.deliveries import Lane
from db.slots import fill
from notifier.bot_api import (
    BotApiError,
    CarefulRequest,
    ChatMessage,
    Garbled,
    Identity,
    Lost,
    NotSent,
    Refused,
    TelegramTimeouts,
    keyboard_of,
    within,
)
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
from notifier.telegram_answers import DEFAULT_WAIT, Answer, cannot_parse, outcome_of

log = structlog.get_logger(__name__)

#: Requests of messages at once; answers in a dialogue have places of their own.
SLOTS, DIALOGUE_SLOTS = 16, 8
#: A callback answer or a chat action that would have to wait longer is not worth sending; nor worth more
#: seconds for its answer: the chat's next message waits meanwhile.
PATIENCE_OF_GESTURES, ANSWER_OF_GESTURES = 2.0, 5.0
#: Seconds. A bot that must be silent for longer is out of order: its lane stops, and words take another way.
LONG_HOLD = 300


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
        """`base_url` is the server's root; `/bot` is appended."""
        self._timeouts = timeouts or TelegramTimeouts()
        self._pace = Pace(rate_per_second, monotonic=monotonic)
        root, secrets = base_url.rstrip("/"), (token, quote(token, safe=""))
        self._request = CarefulRequest(secrets, root=root, proxy=proxy, timeouts=self._timeouts)
        self._bot = Bot(
            token, base_url=f"{root}/bot", request=self._request, get_updates_request=self._request
        )
        self._free, self._free_for_dialogue = asyncio.Semaphore(SLOTS), asyncio.Semaphore(DIALOGUE_SLOTS)
        #: The last answer was lost or nobody's: nothing leaves before the server is known to be there.
        self._doubtful = False
        #: It was said that the token is refused.
        self._alarmed = False

    def room(self, *, interactive: bool) -> int:
        return self._pace.room(interactive=interactive)

    def held(self) -> set[str]:
        return self._pace.held()

    def held_domains(self) -> tuple[str, ...]:
        return ()

    def work_as(self, place: Place) -> bool:
        """One at a time: thirty messages a second are one machine's work, and the limit is the bot's."""
        return place.number == 0

    async def close(self) -> None:
        await self._request.shutdown()

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        try:
            text = fill(parcel.body, {name: html.escape(value) for name, value in parcel.fills.items()})
            text.encode()
        except ValueError:
            return Dead("unsendable text", "the text cannot be written as UTF-8")
        buttons, topic = keyboard_of(parcel.buttons), parcel.thread_id
        message = ChatMessage(parcel.address, text, buttons, parcel.enclosure, thread_id=topic)
        if message.is_too_long:
            return Dead("caption too long", "the words are too long to go with a file")
        async with self._free_for_dialogue if parcel.lane is Lane.INTERACTIVE else self._free:
            await self._pace.acquire(parcel.lane, parcel.address)
            if self._doubtful and (stopped := await self.alive()) is not None:
                return stopped
            leaving()
            return await self._send(parcel, message)

    async def _send(self, parcel: Parcel, message: ChatMessage) -> Outcome:
        while True:
            try:
                return await self._say(message)
            except Refused as refused:
                plainer = message.plainer(refused.answer)
                if plainer is None:
                    return await self._heed(refused.answer, parcel.address)
                if cannot_parse(refused.answer):
                    log.error("defect_markup_refused", delivery=parcel.delivery_id)
            message = plainer
            await self._pace.acquire(parcel.lane, parcel.address)

    async def _say(self, message: ChatMessage) -> Outcome:
        """Raises `Refused`; any other end of the request is an outcome."""
        try:
            number = await within(self._timeouts.whole + message.seconds, message.put_to(self._bot))
        except NotSent as error:
            if error.busy:
                return RetryAt(error.code, "no free connection")
            return LaneStopped(error.code, f"not reachable: {error.code}", probe_after=SOON)
        except Lost as error:
            self._doubtful = True
            return Unknown(error.code, f"the answer was lost: {error.code}")
        except Garbled as error:
            self._doubtful = True
            return Unknown(error.code, "a success that cannot be read")
        self._alarmed = False
        return Sent(str(number))

    async def _heed(self, answer: Answer, chat: str) -> Outcome:
        """The outcome of a refusal, and what it means for the messages after this one."""
        outcome = outcome_of(answer)
        match outcome:
            case Slowed(code, reason):
                return self._slowed(code, reason, answer, chat)
            case Dead(code) if not outcome.closes_channel:
                log.error("defect_message_refused", code=code)
            case Unknown():
                self._doubtful = True
            case LaneStopped() if answer.from_bot_api:
                self._alarm(answer)
            case LaneStopped(code, reason):
                # A page of something on the way: does it keep everything from us, or only this message?
                return await self.alive() or RetryAt(code, reason)
        return outcome

    def _slowed(self, code: str, reason: str, answer: Answer, chat: str | None) -> Outcome:
        wait = answer.retry_after or DEFAULT_WAIT
        if self._pace.obey(wait, chat=chat) and wait > LONG_HOLD:
            return LaneStopped(code, reason, probe_after=timedelta(seconds=wait))
        return Slowed(code, reason)

    def _alarm(self, answer: Answer) -> None:
        if not self._alarmed:
            log.error("token_refused", code=answer.code)
        self._alarmed = True

    async def alive(self) -> LaneStopped | None:
        """Whether messages could leave now, asked without one: None if so, else why not and when to ask again."""
        if (held := self._pace.order()) > 0:
            return LaneStopped("held", "told to wait", probe_after=timedelta(seconds=held))
        try:
            await within(self._timeouts.alive, self._bot.get_me())
        except Refused as refused:
            return self._absent(refused.answer)
        except BotApiError as error:
            return LaneStopped(error.code, f"not reachable: {error.code}", probe_after=SOON)
        self._doubtful = self._alarmed = False
        return None

    def _absent(self, answer: Answer) -> LaneStopped:
        """What the refusal of getMe means."""
        code, reason = f"http {answer.code}", f"{answer.code} {answer.text}"
        if answer.retry_after is not None:
            self._pace.obey(answer.retry_after, chat=None)
        outcome = outcome_of(answer)
        if not isinstance(outcome, LaneStopped):
            return LaneStopped(code, reason, probe_after=timedelta(seconds=answer.retry_after or 1))
        if answer.from_bot_api:
            self._alarm(answer)
        return outcome

    async def identity(self) -> Identity:
        """Who the token is. Raises `Unreachable` or `Unauthorized`."""
        try:
            me = await within(self._timeouts.whole, self._bot.get_me())
        except Refused as refused:
            if refused.answer.from_bot_api and refused.answer.code in (401, 403, 404):
                raise Unauthorized(f"the token is refused ({refused.answer.code})") from None
            raise Unreachable(f"answers {refused.answer.code}") from None
        except BotApiError as error:
            raise Unreachable(error.code) from None
        return Identity(me.id, me.username or "")

    async def answer_callback(self, callback_id: str, text: str = "") -> None:
        """Stops the button's spinner; never raises."""
        await self._gesture(
            "answer_callback", lambda: self._bot.answer_callback_query(callback_id, text[:200] or None)
        )

    async def chat_action(self, chat_id: int) -> None:
        """Shows "typing…" for five seconds; never raises."""
        action = ChatAction.TYPING
        await self._gesture(
            "chat_action", lambda: self._bot.send_chat_action(chat_id, action), held_by=str(chat_id)
        )

    async def clear_buttons(self, chat_id: int, message_id: int) -> None:
        """Takes the buttons of a message already sent away; never raises."""
        await self.edit_buttons(chat_id, message_id, ())

    async def edit_buttons(self, chat_id: int, message_id: int, buttons: Buttons) -> None:
        """Replaces the buttons of a message already sent; never raises."""
        keyboard = keyboard_of(buttons)
        await self._gesture(
            "edit_buttons",
            lambda: self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard),
            chat=str(chat_id),
        )

    async def edit_text(self, chat_id: int, message_id: int, text: str, buttons: Buttons = ()) -> bool:
        """Replaces the words (HTML) and buttons of a message already sent; False: not done. Never raises."""
        call = partial(self._bot.edit_message_text, text, chat_id, message_id, parse_mode=ParseMode.HTML)
        call = partial(call, link_preview_options=LinkPreviewOptions(is_disabled=True))
        call = partial(call, reply_markup=keyboard_of(buttons))
        return await self._gesture("edit_text", call, chat=str(chat_id))

    async def delete_message(self, chat_id: int, message_id: int) -> None:
        """Takes back a message younger than 48 h; never raises."""
        await self._gesture(
            "delete_message", lambda: self._bot.delete_message(chat_id, message_id), chat=str(chat_id)
        )

    async def set_commands(self, commands: Sequence[tuple[str, str]], *, chat_id: int | None = None) -> bool:
        """The command menu (name, description) of one chat, or of all; False when it could not be set.
        Without commands a chat has that of all again."""
        scope = None if chat_id is None else BotCommandScopeChat(chat_id)
        call = partial(self._bot.set_my_commands, list(commands), scope=scope)
        # Menus have a limit of their own: what it orders holds no message.
        return await self._gesture(
            "set_commands",
            call if commands else partial(self._bot.delete_my_commands, scope),
            held_by="menus",
        )

    async def _gesture(
        self, name: str, call: Callable[[], Awaitable[object]], *, chat: str | None = None, held_by: str = ""
    ) -> bool:
        """`chat`: it counts as a message there. `held_by`: whom a 429 concerns, where that is not the chat."""
        held = held_by or chat
        if self._pace.order(held) > 0 or self._pace.wait(Lane.INTERACTIVE, chat) > PATIENCE_OF_GESTURES:
            return _ignored(name, "no room")
        try:
            async with asyncio.timeout(PATIENCE_OF_GESTURES):
                await self._pace.acquire(Lane.INTERACTIVE, chat)
        except TimeoutError:
            return _ignored(name, "no room")
        try:
            await within(min(ANSWER_OF_GESTURES, self._timeouts.read), call())
        except Refused as refused:
            if refused.answer.retry_after is not None:
                self._pace.obey(refused.answer.retry_after, chat=held)
            return _ignored(name, refused.code)
        except BotApiError as error:
            return _ignored(name, error.code)
        return True


def _ignored(gesture: str, code: str) -> bool:
    log.info("gesture_ignored", gesture=gesture, code=code)
    return False
