"""/comunicados: the last announcements, each with what became of it and what may still be done about it."""

import re
from collections.abc import Mapping

from bot.forms import Form, Press
from bot.plain import plain
from bot.sent import acting, approving, card, listing
from bot.sent.acting import at_a_tap
from bot.turn import TakesButton, Turn
from db.ids import AnnouncementId
from rede.approval_of_broadcasts import APPROVE, REFUSE
from rede.broadcast_progress import CANCEL, PAUSE, RESULT, RESUME
from rede.own_broadcasts import senders

NAME = approving.NAME
#: `12`, `12 pausar`, `pausar 12`.
_TYPED = re.compile(r"(?:(?P<first>[a-z]+) +)?(?:n[o.º]* *)?(?P<number>\d{1,9})(?: +(?P<last>[a-z]+))?")


async def handle(turn: Turn) -> None:
    if not await senders(turn.desk):
        turn.answer("transmit_not_yours")
        return
    typed = plain(turn.arguments).strip(" .!")
    if not typed:
        await listing.show(turn)
        return
    found = _TYPED.fullmatch(typed)
    verb = (found["first"] or found["last"] or "abrir") if found else ""
    if found is None or (found["first"] and found["last"]) or verb not in {"abrir", *acting.TYPED}:
        turn.answer("sent_unread")
        return
    number = AnnouncementId(int(found["number"]))
    await (card.show if verb == "abrir" else acting.TYPED[verb])(turn, number)


async def resume(turn: Turn, form: Form) -> None:
    """Why it is not approved."""
    await approving.take_reason(turn, form)


async def press(turn: Turn, form: Form, press: Press) -> None:
    """The form has no buttons of its own."""
    turn.answer("old_button")


BUTTONS: Mapping[str, TakesButton] = {
    APPROVE: approving.take_yes,
    REFUSE: approving.ask_reason,
    **{
        act: at_a_tap(doing)
        for act, doing in (
            (card.OPEN, card.show),
            (RESULT, acting.fetch_result),
            (card.DECIDE, acting.ask_lost),
            (PAUSE, acting.pause),
            (RESUME, acting.resume),
            (CANCEL, acting.cancel),
        )
    },
    **{
        act: at_a_tap(doing, spends=True)
        for act, doing in (
            (card.SURE, acting.cancel_surely),
            (card.SUSPEND, acting.suspend),
            (card.RELEASE, acting.release),
            (card.RESEND, acting.resend),
            (card.COUNT, acting.count_lost),
            (card.AGAIN, acting.send_lost),
            (card.CORRECT, acting.correct),
        )
    },
}
