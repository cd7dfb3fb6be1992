"""Nothing took place that a goal waits for (3.4: no Fórum was held): cycles that end without it are `sem evento`.

Nobody is let off and nobody is late. The Secretariat says it once, for everybody; a bell ends the cycles in parts
(`end_cycles`), and may be stopped anywhere.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.audit import record
from db.ids import ObligationId, PersonId
from db.marks import forget_mark, marks_like, set_mark
from db.no_events import Counted, count_cycles, cycles_ending
from db.notices import NoticeKind
from db.obligations import ObligationState, Owed, close_open_obligations, obligations_owed, reopen_obligation
from rede.access import require_secretariat
from rede.announce import tell_in_window, withdraw
from rede.circles import circles_of
from rede.desk import Desk
from rede.digest import words_of
from rede.lines import document_of
from rede.refusal import Refusal
from scheduler.wording import long_date

#: Goals of the plan that wait for something to take place in their cycle.
WAITING = ("3.4",)
#: Of the marks that remember what is still to be done.
_MARK = "no event: "


class NoEventRefused(Refusal):
    """The goal waits for no event, or no cycle is left to which it applies."""


@dataclass(frozen=True, slots=True)
class NoEvent:
    """What was said. `undo`: that it is not so."""

    key: str
    #: The last literal day that is concerned.
    until: date
    undo: bool
    said_by: PersonId | None

    @property
    def state(self) -> ObligationState:
        """That of the cycles it is about."""
        return ObligationState.NO_EVENT if self.undo else ObligationState.OPEN


async def count_no_event(desk: Desk, key: str, *, until: date, undo: bool = False) -> Counted:
    """How many cycles it would concern, and of how many institutions.

    Raises:
        NotYours: the actor does not serve the Secretariat itself.
        NoEventRefused.
    """
    await require_secretariat(desk)
    if key not in WAITING:
        raise NoEventRefused("no_event_not_waiting", goal=key, waiting=list(WAITING))
    said = NoEvent(key, until, undo, desk.actor)
    counted = await count_cycles(desk.session, key, until=until, state=said.state)
    if not counted.cycles:
        raise NoEventRefused("no_event_no_cycle", goal=key, day=long_date(until), undo=undo)
    return counted


async def say_no_event(desk: Desk, key: str, *, until: date, undo: bool = False) -> Counted:
    """Writes it down, for the bell to do. Raises as `count_no_event`."""
    counted = await count_no_event(desk, key, until=until, undo=undo)
    said = {"until": until.isoformat(), "undo": undo, "by": desk.actor}
    await set_mark(desk.session, f"{_MARK}{key}", json.dumps(said))
    act = "obligation.undo_no_event" if undo else "obligation.no_event"
    detail = f"until {until.isoformat()}: {counted.cycles}"
    record(desk.session, act, f"goal:{key}", now=desk.now, person_id=desk.actor, detail=detail)
    return counted


async def said_no_events(desk: Desk) -> list[NoEvent]:
    """What is still to be done."""
    found = []
    for name, value in (await marks_like(desk.session, _MARK)).items():
        said = json.loads(value)
        until = date.fromisoformat(said["until"])
        found.append(NoEvent(name.removeprefix(_MARK), until, said["undo"], said["by"]))
    return found


async def cycles_of(desk: Desk, said: NoEvent) -> Sequence[ObligationId]:
    """Which it still concerns."""
    return await cycles_ending(desk.session, said.key, until=said.until, state=said.state)


async def end_cycles(desk: Desk, said: NoEvent, ids: Sequence[ObligationId]) -> int:
    """Of these, those that are still to be ended, or opened again; who follows each is told once."""
    changed: list[Owed] = []
    for owed in await obligations_owed(desk.session, ids, held=True):
        number = ObligationId(owed.obligation.id)
        if await (_reopen(desk, owed) if said.undo else _end(desk, number)):
            about, act = f"obligations:{number}", "obligation.open" if said.undo else "obligation.no_event"
            record(desk.session, act, about, now=desk.now, person_id=said.said_by)
            changed.append(owed)
    await _tell(desk, changed, undo=said.undo)
    return len(changed)


async def forget_said(desk: Desk, said: NoEvent) -> None:
    """It is done; something else said meanwhile of the same goal stays."""
    value = json.dumps({"until": said.until.isoformat(), "undo": said.undo, "by": said.said_by})
    await forget_mark(desk.session, f"{_MARK}{said.key}", value)


async def _end(desk: Desk, number: ObligationId) -> bool:
    why, state = desk.office.texts.chat("closed_without_event"), ObligationState.NO_EVENT
    if not await close_open_obligations(desk.session, [number], state=state, why=why, now=desk.now):
        return False
    await withdraw(desk, number)
    return True


async def _reopen(desk: Desk, owed: Owed) -> bool:
    look_on = desk.today if owed.instrument.starts is not None else None
    state, number = ObligationState.NO_EVENT, ObligationId(owed.obligation.id)
    return await reopen_obligation(desk.session, number, closed_as=state, look_on=look_on)


async def _tell(desk: Desk, changed: Sequence[Owed], *, undo: bool) -> None:
    circles = await circles_of(desk.session, {owed.institution.id for owed in changed})
    for owed in changed:
        literal = owed.obligation.literal
        facts = {
            "acronym": owed.institution.acronym,
            "institution": owed.institution.name,
            "key": owed.goal.key,
            "goal": owed.goal.text,
            "document": document_of(owed),
            "day": long_date(literal) if literal else "",
            "undo": undo,
        }
        words = words_of(desk, "no_event", facts)
        for person_id in circles.followers(owed.institution.id, owed.goal.key):
            key = f"no-event:{owed.obligation.id}:{desk.now.isoformat()}:{person_id}"
            await tell_in_window(desk, person_id, kind=NoticeKind.RECEIPT, words=words, key=key)
