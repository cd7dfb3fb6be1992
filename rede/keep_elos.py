"""The Secretariat keeps the open list of elos (Portaria SEGES/MGI nº 4.890/2023, art. 21, II and III)."""

from db.audit import record
from db.elos import Elo, institutions_of_elo, put_elo, rename_in_institutions
from rede.access import NotYours, require_secretariat
from rede.desk import Desk
from rede.elo_names import elo_named, same
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf

#: Characters of a name.
SHORTEST, LONGEST = 2, 60


class EloRefused(Refusal):
    """`elo_name`, `elo_known`, `elo_taken` (not empty), `elo_gone` (not on the list). Nothing was changed."""


async def add_elo(desk: Desk, name: str) -> Elo:
    """
    Raises:
        NotYours: the actor is not of the Secretariat itself.
        EloRefused: the name cannot be, or is on the list.
    """
    await require_secretariat(desk)
    named = await _free_name(desk, name)
    await put_elo(desk.session, named, now=desk.now)
    elo = await _held(desk, named)
    _record(desk, "elo.add", elo, named)
    return elo


async def rename_elo(desk: Desk, old: str, new: str) -> Elo:
    """Its institutions go along.

    Raises:
        NotYours: as above, or there is no such elo.
        EloRefused: the new name cannot be, or is another's.
    """
    await require_secretariat(desk)
    elo = await _held(desk, old)
    named = await _free_name(desk, new, beside=elo)
    before = elo.name
    await rename_in_institutions(desk.session, before, named)
    elo.name = named
    await desk.session.flush()
    _record(desk, "elo.rename", elo, f"{before} > {named}")
    return elo


async def remove_elo(desk: Desk, name: str) -> str:
    """Its name.

    Raises:
        NotYours: as above, or there is no such elo.
        EloRefused: institutions belong to it.
    """
    await require_secretariat(desk)
    elo = await _held(desk, name)
    count, _ = await institutions_of_elo(desk.session, elo.name, limit=1)
    if count:
        raise EloRefused("elo_taken", name=elo.name, count=count)
    _record(desk, "elo.remove", elo, elo.name)
    await desk.session.delete(elo)
    await desk.session.flush()
    return elo.name


async def _free_name(desk: Desk, name: str, *, beside: Elo | None = None) -> str:
    named = " ".join(name.split())
    if not SHORTEST <= len(named) <= LONGEST or has_cpf(named) or not same(named):
        raise EloRefused("elo_name", most=LONGEST)
    known = await elo_named(desk, named)
    if known is not None and (beside is None or known.id != beside.id):
        raise EloRefused("elo_known", name=known.name)
    return named


async def _held(desk: Desk, name: str) -> Elo:
    elo = await elo_named(desk, name)
    if elo is None:
        raise NotYours
    return elo


def _record(desk: Desk, act: str, elo: Elo, detail: str) -> None:
    record(desk.session, act, f"elos:{elo.id}", now=desk.now, person_id=desk.actor, detail=detail)
