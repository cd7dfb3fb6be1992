"""The partner says that no termo de adesão was signed in a month: the question of that month is closed."""

from datetime import date

from db.audit import record
from db.happenings import NO_ADHESION, Happening, happenings_for
from db.ids import InstrumentId, ObligationId
from db.obligations import Obligation, ObligationState
from rede.access import Act, NotYours, require
from rede.called_for import close_question
from rede.desk import Desk
from rede.dues import asked_month
from rede.refusal import Refusal
from scheduler.deadlines import EventKind
from scheduler.wording import month_of


class AdhesionKnown(Refusal):
    """A termo of that month is recorded: an old button cannot say that there was none."""

    def __init__(self, month: date) -> None:
        super().__init__("adhesions_known", month=month_of(month))


async def say_no_adhesions(desk: Desk, question: ObligationId) -> date:
    """Writes the answer down, once; the first day of the month that it is about.

    Raises:
        NotYours: there is no such question, or it was put to an institution that the actor does not serve.
        AdhesionKnown.
    """
    # Held: of two who answer at once the second sees the first one's answer.
    asked = await desk.session.get(Obligation, question, with_for_update={"key_share": True})
    month = asked_month(asked.occurrence) if asked is not None else None
    if asked is None or month is None:
        raise NotYours
    await require(desk, Act.HAND_IN, asked.institution_id)
    if await _is_known(desk, asked.instrument_id, month):
        raise AdhesionKnown(month)
    if asked.state is ObligationState.FULFILLED:
        return month
    answer = Happening(
        kind=NO_ADHESION,
        day=month,
        noted_at=desk.now,
        instrument_id=asked.instrument_id,
        noted_by=desk.actor,
    )
    desk.session.add(answer)
    await desk.session.flush()
    about = f"happenings:{answer.id}"
    record(desk.session, "adhesions.none", about, now=desk.now, person_id=desk.actor, detail=f"{month:%Y%m}")
    await close_question(desk, question, state=ObligationState.FULFILLED)
    return month


async def _is_known(desk: Desk, instrument_id: InstrumentId, month: date) -> bool:
    happened = await happenings_for(desk.session, instrument_id)
    return any(one.kind == EventKind.ADHESION and one.day.replace(day=1) == month for one in happened)
