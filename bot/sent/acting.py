"""What is done about an announcement, at a tap or in one line: what became of it is said, then it is shown anew."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.sent import card
from bot.sent.card import AGAIN, COUNT, SURE
from bot.transmitting.begun import begin_correction, offers_draft
from bot.turn import Answer, Turn
from db.broadcast_hearers import is_leaving, people_who_may_have_heard
from db.broadcast_results import counts_of_announcement
from db.enclosures import keep_enclosure
from db.ids import AnnouncementId
from rede import hold_broadcasts, pause_broadcast, resend_broadcast
from rede.bound_buttons import Pressed
from rede.broadcast import BroadcastRefused
from rede.own_broadcasts import mine, require_sender
from rede.result_of_broadcast import MEDIA_TYPE, csv_name, csv_of
from rede.stopped_broadcasts import HeldRefused, on_record

Doing = Callable[[Turn, AnnouncementId], Awaitable[None]]


def at_a_tap(doing: Doing, *, spends: bool = False) -> Callable[[Turn, Pressed], Awaitable[None]]:
    """`spends`: the buttons above are of no more use. Those of the message in which it is watched stay: it is
    edited (elo/watching_broadcasts.py)."""

    async def taken(turn: Turn, pressed: Pressed) -> None:
        await doing(turn, AnnouncementId(pressed.number))
        turn.spent = spends

    return taken


async def pause(turn: Turn, number: AnnouncementId) -> None:
    waiting = await pause_broadcast.pause(turn.desk, number)
    await _done(turn, number, "sent_paused", waiting=waiting)


async def suspend(turn: Turn, number: AnnouncementId) -> None:
    await pause_broadcast.suspend(turn.desk, number)
    await _done(turn, number, "sent_suspended")


async def resume(turn: Turn, number: AnnouncementId) -> None:
    await pause_broadcast.resume(turn.desk, number)
    await _done(turn, number, "sent_resumed")


async def release(turn: Turn, number: AnnouncementId) -> None:
    await hold_broadcasts.release(turn.desk, number)
    await _done(turn, number, "sent_released")


async def cancel(turn: Turn, number: AnnouncementId) -> None:
    """At once while nobody has it; what reached somebody is asked about first."""
    announcement = await mine(turn.desk, number)
    counts = await counts_of_announcement(turn.desk.session, announcement)
    if not counts.sent + counts.unknown or announcement.cancelled_at is not None:
        await cancel_surely(turn, number)
        return
    buttons = [[(turn.text(f"button_{SURE}"), turn.button(SURE, number))]]
    facts = {"number": number, "sent": counts.sent, "people": counts.people - counts.left_out}
    turn.answer("sent_cancel_sure", buttons=buttons, **facts)


async def cancel_surely(turn: Turn, number: AnnouncementId) -> None:
    await hold_broadcasts.call_off(turn.desk, number)
    counts = await counts_of_announcement(turn.desk.session, await mine(turn.desk, number))
    await _done(turn, number, "sent_cancelled", sent=counts.sent)


async def resend(turn: Turn, number: AnnouncementId) -> None:
    people = await resend_broadcast.resend_failed(turn.desk, number)
    await _done(turn, number, "sent_resent", people=people)


async def ask_lost(turn: Turn, number: AnnouncementId) -> None:
    counts = await counts_of_announcement(turn.desk.session, await mine(turn.desk, number))
    if not counts.unknown:
        raise HeldRefused("announcement_none_unknown")
    row = [(turn.text(f"button_{act}"), turn.button(act, number)) for act in (COUNT, AGAIN)]
    turn.answer("sent_ask_lost", buttons=[row], number=number, unknown=counts.unknown)


async def count_lost(turn: Turn, number: AnnouncementId) -> None:
    people = await resend_broadcast.decide_unknown(turn.desk, number, send_again=False)
    await _done(turn, number, "sent_lost_counted", people=people)


async def send_lost(turn: Turn, number: AnnouncementId) -> None:
    people = await resend_broadcast.decide_unknown(turn.desk, number, send_again=True)
    await _done(turn, number, "sent_lost_again", people=people)


async def correct(turn: Turn, number: AnnouncementId) -> None:
    """
    Raises:
        NotYours: it speaks in a name that is not the actor's.
        BroadcastRefused: the original is still leaving.
    """
    original = await mine(turn.desk, number)
    await require_sender(turn.desk, original.sender_id)
    if await is_leaving(turn.desk.session, original):
        raise BroadcastRefused("correction_too_early")
    if not await people_who_may_have_heard(turn.desk.session, number):
        turn.answer("sent_nothing_to_correct", number=number)
    elif not await offers_draft(turn):
        await begin_correction(turn, original)


async def fetch_result(turn: Turn, number: AnnouncementId) -> None:
    announcement = await mine(turn.desk, number)
    if not announcement.has_begun:
        turn.answer("sent_no_result", number=number)
        return
    kept = await keep_enclosure(
        turn.desk.session,
        name=csv_name(turn.desk.office.texts, announcement),
        media_type=MEDIA_TYPE,
        content=await csv_of(turn.desk, announcement),
        now=turn.desk.now,
    )
    on_record(turn.desk, "announcement.result", announcement)
    turn.answers.append(Answer(turn.text("sent_result", number=number), enclosure_id=kept))


async def _done(turn: Turn, number: AnnouncementId, key: str, /, **facts: Any) -> None:
    turn.answer(key, number=number, **facts)
    await card.show(turn, number)


#: What people type after the number, without accents.
TYPED: Mapping[str, Doing] = {
    "pausar": pause,
    "retomar": resume,
    "continuar": resume,
    "suspender": suspend,
    "liberar": release,
    "cancelar": cancel,
    "reenviar": resend,
    "decidir": ask_lost,
    "corrigir": correct,
    "baixar": fetch_result,
    "resultado": fetch_result,
}
