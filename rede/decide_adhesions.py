"""The Secretariat takes termos de adesão into the Rede, many at once, or refuses one (Portaria SEGES/MGI nº
4.890/2023, art. 21, III).

Deciding only changes their state: a bell makes the institutions, some at a time (elo/admitting.py), and tells the
partner.
"""

from collections.abc import Sequence

from db.adhesions import (
    Adhesion,
    AdhesionState,
    WaitingAdhesions,
    adhesions_waiting_of,
    held_adhesion,
    waiting_adhesions,
)
from db.audit import record
from db.ids import AdhesionId, InstitutionId
from rede.access import NotYours, require_secretariat
from rede.desk import Desk
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf

#: Longest reason, in characters.
LONGEST = 500


class AdhesionRefused(Refusal):
    """Of the act, not of the termo: `adhesions_decided`, `adhesions_own`, `adhesions_reason`."""


async def waiting(desk: Desk) -> Sequence[WaitingAdhesions]:
    """What waits, by first-layer institution; without what the actor told, which somebody else decides.

    Raises:
        NotYours: the actor does not serve the Secretariat itself.
    """
    await require_secretariat(desk)
    return await waiting_adhesions(desk.session, beside=desk.actor)


async def waiting_of(
    desk: Desk, place: InstitutionId, *, after: AdhesionId | None = None, limit: int | None = None
) -> tuple[WaitingAdhesions | None, Sequence[Adhesion]]:
    """How many of one institution wait, and the first of them after that number. Raises as `waiting`."""
    await require_secretariat(desk)
    found = await waiting_adhesions(desk.session, place, beside=desk.actor)
    rows = await adhesions_waiting_of(desk.session, place, after=after, beside=desk.actor, limit=limit)
    return (found[0] if found else None), rows


async def accept_waiting(desk: Desk, place: InstitutionId, *, up_to: AdhesionId) -> int:
    """Takes in what waits of an institution up to that number: what was shown, and nothing that came after it.
    How many there were.

    Raises:
        NotYours: the actor does not serve the Secretariat itself.
    """
    await require_secretariat(desk)
    rows = await adhesions_waiting_of(desk.session, place, up_to=up_to, beside=desk.actor, held=True)
    for one in rows:
        _decide(desk, one, AdhesionState.ACCEPTED)
    if rows:
        about, count = f"institutions:{place}", f"{len(rows)}"
        record(desk.session, "adhesions.accept", about, now=desk.now, person_id=desk.actor, detail=count)
    return len(rows)


async def accept_adhesion(desk: Desk, number: AdhesionId) -> Adhesion:
    """One of them.

    Raises:
        NotYours: there is none, or the actor does not serve the Secretariat itself.
        AdhesionRefused: somebody decided before, or the actor told it.
    """
    one = await _undecided(desk, number)
    _decide(desk, one, AdhesionState.ACCEPTED)
    record(desk.session, "adhesion.accept", f"adhesions:{one.id}", now=desk.now, person_id=desk.actor)
    return one


async def refuse_adhesion(desk: Desk, number: AdhesionId, *, reason: str) -> Adhesion:
    """The partner is told why, and may inform it anew. Raises as `accept_adhesion`; also without a reason."""
    one, words = await _undecided(desk, number), " ".join(reason.split())
    if not any(letter.isalnum() for letter in words) or len(words) > LONGEST or has_cpf(words):
        raise AdhesionRefused("adhesions_reason", most=LONGEST)
    _decide(desk, one, AdhesionState.REFUSED)
    one.reason = words
    record(desk.session, "adhesion.refuse", f"adhesions:{one.id}", now=desk.now, person_id=desk.actor)
    return one


async def _undecided(desk: Desk, number: AdhesionId) -> Adhesion:
    await require_secretariat(desk)
    one = await held_adhesion(desk.session, number)
    if one is None:
        raise NotYours
    if one.informed_by is not None and one.informed_by == desk.actor:
        raise AdhesionRefused("adhesions_own")
    if one.state is not AdhesionState.INFORMED:
        taken = one.state is AdhesionState.ACCEPTED
        raise AdhesionRefused("adhesions_decided", name=one.name, accepted=taken)
    return one


def _decide(desk: Desk, one: Adhesion, state: AdhesionState) -> None:
    one.state, one.decided_by, one.decided_at = state, desk.actor, desk.now
