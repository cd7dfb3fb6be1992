"""The second person's word on an announcement to many: yes at a tap, no with a reason; its author is told."""

from bot import forms
from bot.forms import Form
from bot.sent.card import show
from bot.turn import Turn
from db.ids import AnnouncementId
from rede.approval_of_broadcasts import ApprovalRefused
from rede.approve_broadcast import approve, refuse
from rede.bound_buttons import Pressed
from rede.broadcast import BroadcastRefused
from rede.own_broadcasts import may_approve, mine

NAME = "comunicados"
#: Characters of a reason.
SHORTEST, LONGEST = 5, 300


async def take_yes(turn: Turn, pressed: Pressed) -> None:
    made = await approve(turn.desk, AnnouncementId(pressed.number))
    turn.spent = True
    turn.answer("sent_approved", number=made.id, title=made.title)
    await show(turn, AnnouncementId(made.id))


async def ask_reason(turn: Turn, pressed: Pressed) -> None:
    """
    Raises:
        NotYours: there is none of that number, or it is another's.
        ApprovalRefused: it waits for no word of theirs.
    """
    waiting = await mine(turn.desk, AnnouncementId(pressed.number))
    if not waiting.waits_for_approval:
        raise ApprovalRefused("approval_over")
    if not await may_approve(turn.desk, waiting):
        raise ApprovalRefused("approval_own")
    turn.answer("sent_ask_reason", number=waiting.id, title=waiting.title)
    await forms.keep(turn, Form(NAME, {"number": str(waiting.id)}))


async def take_reason(turn: Turn, form: Form) -> None:
    """Raises BroadcastRefused: it is none; it is asked for again."""
    reason = " ".join(turn.said.text.split())
    if not SHORTEST <= len(reason) <= LONGEST:
        raise BroadcastRefused("transmit_reason_length", shortest=SHORTEST, most=LONGEST)
    await forms.drop(turn)
    try:
        refused = await refuse(turn.desk, AnnouncementId(int(form.fields["number"])), reason=reason)
    except ApprovalRefused as over:
        # Somebody else decided first: there is nothing left to ask.
        turn.answer(over.key, **over.facts)
        return
    turn.answer("sent_refused", number=refused.id, title=refused.title)
