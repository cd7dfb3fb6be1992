"""Stored update → person → one transaction → answers in the outbox. Each update counts once.

Updates of one chat are handled in order, of several chats side by side.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot import dialogues, menu
from bot.answers import put_answer
from bot.attachments import Attachment, Files
from bot.command import Scope
from bot.dispatch import dispatch, open_turn
from bot.forms import Dialogue
from bot.plan_file import PlanFile
from bot.turn import Turn
from bot.update import Attached, Blocked, Moved, Read, Said, read_update
from db import Database, Session
from db.channels import move_chat, person_of_chat
from db.database import StoreUnreachable
from db.drafts import draft_of
from db.forum_groups import move_group
from db.inbox import Received, count_try, mark_handled, set_aside, waiting_updates
from notifier.by_telegram import TelegramSender
from rede.access import Standing
from rede.attach_forum_group import note_removed
from rede.desk import Office, open_desk
from rede.note_block import note_block
from rede.refusal import Refusal
from rede.sendings import Foresee, Sending
from scheduler.clock import Clock

log = structlog.get_logger(__name__)

#: Updates handled side by side.
SIDE_BY_SIDE = 8
#: A poisonous update is tried this often, then set aside.
TRIES = 3
#: Seconds between looks when nobody pokes.
IDLE = 2.0


@dataclass(frozen=True, slots=True)
class Brought:
    """What was had before the transaction opened."""

    plan: PlanFile | None = None
    file: Attachment | None = None


class Door:
    def __init__(
        self,
        database: Database,
        office: Office,
        *,
        clock: Clock,
        telegram: TelegramSender,
        files: Files | None = None,
        foresee: Foresee | None = None,
    ) -> None:
        self._database = database
        self._office = office
        self._clock = clock
        self._telegram = telegram
        self._files = files
        self._foresee = foresee
        self._stored = asyncio.Event()

    def poke(self) -> None:
        """New updates were stored."""
        self._stored.set()

    async def run(self) -> None:
        """Handles what waits until cancelled; what is under way ends first."""
        busy: set[int] = set()
        async with asyncio.TaskGroup() as group:
            while True:
                self._stored.clear()
                for received in await self._waiting(busy):
                    if received.sender in busy or len(busy) >= SIDE_BY_SIDE:
                        continue
                    busy.add(received.sender)
                    group.create_task(self._handle_then(received, busy))
                await self._wait()

    async def _waiting(self, busy: set[int]) -> list[Received]:
        try:
            async with self._database.read() as session:
                return list(await waiting_updates(session, limit=SIDE_BY_SIDE * 4, busy=sorted(busy)))
        except StoreUnreachable:
            log.warning("door.database_unreachable")
            return []

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(IDLE):
                await self._stored.wait()
        except TimeoutError:
            return

    async def _handle_then(self, received: Received, busy: set[int]) -> None:
        try:
            await self.handle(received)
        except StoreUnreachable:
            log.warning("door.database_unreachable", update_id=received.update_id)
            await asyncio.sleep(IDLE)
        except Exception as error:
            # Nobody else would catch it, and one update must not end the service.
            log.error("update.not_settled", update_id=received.update_id, exc_info=error)
            await asyncio.sleep(IDLE)
        finally:
            busy.discard(received.sender)
            self.poke()

    async def handle(self, received: Received) -> None:
        """One update, once: its effect, its dialogue step and its mark as handled are one transaction."""
        async with self._database.write() as session:
            tries = await count_try(session, received.update_id)
        if tries > TRIES:
            # It took the whole process down each time: nobody was left to set it aside.
            await self._set_aside(received)
            return
        try:
            turn = await self._effect_or_refusal(received)
        except StoreUnreachable:
            raise
        except Exception as error:
            await self._failed(received, error, tries)
            return
        if turn is not None:
            await self._after_commit(turn)

    async def _effect_or_refusal(self, received: Received) -> Turn | None:
        try:
            said = read_update(received.payload)
            brought, foreseen = await self._read(said), await self._foreseen(said)
            return await self._effect(received, said, brought, foreseen)
        except Refusal as refusal:
            return await self._refuse(received, refusal)

    async def _read(self, said: Read | None) -> Brought:
        """What comes for the person's open form, or what it is about; nobody else's file is fetched.

        A thread reads a plan: a large one takes a second, which neither a writer nor the others may wait.
        """
        if not isinstance(said, Said) or not said.private:
            return Brought()
        async with self._database.read() as session:
            person, draft = await person_of_chat(session, said.chat_id), await draft_of(session, said.chat_id)
        dialogue = dialogues.DIALOGUES.get(draft.form) if draft else None
        if person is None or draft is None or dialogue is None:
            return Brought()
        if dialogue.reads is None and not dialogue.takes_files:
            return Brought()
        fields = json.loads(draft.fields)
        file = await self._fetched(said.attached, dialogue, fields)
        if dialogue.reads is None:
            return Brought(file=file)
        return Brought(plan=await asyncio.to_thread(dialogue.reads, fields, file))

    async def _fetched(
        self, attached: Attached | None, dialogue: Dialogue, fields: Mapping[str, str]
    ) -> Attachment | None:
        """A file that the form keeps is on the disk before any row names it."""
        if attached is None or self._files is None:
            return None
        if dialogue.room is None:
            return await self._files.fetch(attached, largest=dialogue.largest)
        async with self._database.read() as session:
            room = await dialogue.room(session, fields)
        return await self._files.fetch_to_keep(attached, room)

    async def _foreseen(self, said: Read | None) -> Sequence[Sending]:
        """Worked out before the transaction opens: a writer may not be held that long."""
        command = menu.named(said.text) if isinstance(said, Said) and said.private else None
        if (
            self._foresee is None
            or command is None
            or command.looks_out is None
            or not isinstance(said, Said)
        ):
            return ()
        async with self._database.read() as session:
            turn = await self._turn(session, said)
            lookout = await command.looks_out(turn)
        return await self._foresee(lookout, turn.desk.now) if lookout else ()

    async def _effect(
        self,
        received: Received,
        said: Read | None,
        brought: Brought,
        foreseen: Sequence[Sending],
    ) -> Turn | None:
        now = self._clock.now()
        async with self._database.write() as session:
            if not await mark_handled(session, received, now=now):
                return None
            match said:
                case Said():
                    turn = await self._turn(session, said)
                    turn.plan, turn.file, turn.foreseen = brought.plan, brought.file, foreseen
                    await dispatch(turn)
                    await _put_answers(turn, received)
                    return turn
                case Blocked():
                    desk = await open_desk(session, now=now, office=self._office)
                    await note_block(desk, said.chat_id, blocked=said.blocked)
                    if said.blocked:
                        await note_removed(desk, said.chat_id)
                case Moved():
                    await move_chat(session, said.old, said.new)
                    await move_group(session, said.old, said.new)
                case None:
                    pass
        return None

    async def _turn(self, session: Session, said: Said) -> Turn:
        person = await person_of_chat(session, said.chat_id) if said.private else None
        actor = person.id if person else None
        desk = await open_desk(session, now=self._clock.now(), office=self._office, actor=actor)
        return await open_turn(desk, said, person)

    async def _refuse(self, received: Received, refusal: Refusal) -> Turn | None:
        """An expected no: nothing of the first transaction counts, its text is the reply."""
        said = read_update(received.payload)
        if not isinstance(said, Said):
            return None
        async with self._database.write() as session:
            if not await mark_handled(session, received, now=self._clock.now()):
                return None
            turn = await self._turn(session, said)
            turn.answer(refusal.key, **refusal.facts)
            if said.album:
                # Ten files too many are one sentence.
                once = f"album:{said.chat_id}:{said.album}:{refusal.key}"
                turn.answers = [replace(answer, once=once) for answer in turn.answers]
            await _put_answers(turn, received)
            return turn

    async def _failed(self, received: Received, error: Exception, tries: int) -> None:
        """A defect of ours: tried again, then set aside, and the person gets the code."""
        code = secrets.token_hex(2).upper()
        log.error("update.failed", update_id=received.update_id, code=code, tries=tries, exc_info=error)
        if tries == TRIES:
            await self._set_aside(received, code)

    async def _set_aside(self, received: Received, code: str = "KILLED") -> None:
        now = self._clock.now()
        try:
            async with self._database.write() as session:
                await set_aside(session, received.update_id, error_code=code, now=now)
                said = read_update(received.payload)
                if isinstance(said, Said) and said.private:
                    turn = await self._turn(session, said)
                    turn.answer("failed", code=code)
                    await _put_answers(turn, received)
        except StoreUnreachable:
            raise
        except Exception:
            # Not even that can be said: it is set aside all the same.
            async with self._database.write() as session:
                await set_aside(session, received.update_id, error_code=code, now=now)

    async def _after_commit(self, turn: Turn) -> None:
        if turn.said.callback_id:
            await self._telegram.answer_callback(turn.said.callback_id, turn.toast)
        if turn.spent:
            await self._telegram.clear_buttons(turn.said.chat_id, turn.said.message_id)
        if turn.said.had_cpf:
            await self._telegram.delete_message(turn.said.chat_id, turn.said.message_id)
        if turn.bound is not None:
            await self._offer_commands(turn.said.chat_id, turn.bound)

    async def _offer_commands(self, chat_id: int, standings: Sequence[Standing]) -> None:
        """Partners see the menu of everybody; a chat may pass to somebody else, or lose its person."""
        scope = menu.scope_shown(standings)
        commands = () if scope is Scope.PARTNER else menu.shown(scope)
        await self._telegram.set_commands(commands, chat_id=chat_id)


async def _put_answers(turn: Turn, received: Received) -> None:
    """Replies leave like everything else: as outbox rows of the same transaction."""
    for number, answer in enumerate(turn.answers):
        # The fingerprint too: numbers of updates come again.
        key = f"update:{received.update_id}:{received.fingerprint}:{number}"
        await put_answer(turn, answer, key)
