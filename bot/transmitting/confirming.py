"""The word that lets an announcement go: how many people it goes to, typed; then it is watched in one message."""

from bot import forms
from bot.forms import Form
from bot.transmitting import preview
from bot.transmitting.order import prepared
from bot.turn import Answer, Turn
from db.announcements import Announcement
from db.ids import AnnouncementId
from db.notices import NoticeKind
from rede.broadcast import GRACE, BroadcastRefused, broadcast, confirm_count
from rede.broadcast_progress import progress_key, progress_view


async def take_count(turn: Turn, form: Form, typed: str) -> None:
    """Another number is told, and asked again; another audience is shown anew."""
    ready = await prepared(turn, form)
    try:
        confirm_count(ready, typed, shown=int(form.fields["shown"]))
    except BroadcastRefused as refused:
        turn.answer(refused.key, **refused.facts)
        if refused.key == "broadcast_count_changed":
            await preview.show(turn, form)
        return
    made = await broadcast(turn.desk, ready)
    await forms.drop(turn)
    held, soon = made.held_at is not None, made.not_before <= turn.desk.now + GRACE
    turn.answer("transmit_made", needs_approval=made.waits_for_approval, held=held, soon=soon)
    await _watch(turn, made)


async def _watch(turn: Turn, made: Announcement) -> None:
    """The message that is edited as it goes on (elo/watching_broadcasts.py)."""
    view = await progress_view(turn.desk, made, watcher=turn.who)
    key = progress_key(AnnouncementId(made.id))
    turn.answers.append(Answer(view.text, view.buttons, NoticeKind.RECEIPT, once=key))
