"""A first-layer institution informs termos de adesão: each is kept, and calls for the list of its month (C4).

Whoever opens the desk then opens what that calls for (`open_obligations`), and has it reported
(`report_adhesions`), in the same transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from db.adhesions import Adhesion, AdhesionState, held_adhesions, known_adhesions
from db.audit import record
from db.happenings import Happening, happenings_for
from db.ids import AdhesionId, HappeningId, InstitutionId, InstrumentId
from db.institutions import Layer
from db.instruments import Instrument, held_instruments, instruments_of
from db.plans import goals_in_force
from rede.access import Act, NotYours, require
from rede.adhesion_rows import Numbered, Termo, masked
from rede.desk import Desk
from rede.refusal import Refusal
from rede.rows import Flaw, RowProblem
from scheduler.deadlines import EventKind, rule_from_json
from scheduler.plan_knowledge import asks_each_month

#: Number and state of each termo, by agreement, CNPJ and day of the last signature.
Known: TypeAlias = Mapping[tuple[InstrumentId, str, date], tuple[AdhesionId, AdhesionState]]


class AdhesionsRefused(Refusal):
    """Nothing of it can be kept: `adhesions_without_agreement`."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What informing would do; nothing is written."""

    new: Sequence[Termo]
    known: int
    problems: Sequence[RowProblem]


@dataclass(frozen=True, slots=True)
class Informed:
    adhesions: Sequence[Adhesion]
    #: What has something to open now.
    instruments: Sequence[Instrument]


async def weigh_adhesions(desk: Desk, place: InstitutionId, termos: Sequence[Numbered]) -> Weighed:
    """Which are new, and which were signed while no agreement was in force.

    Raises:
        NotYours: there is no such first-layer institution, or the actor does not hand in for it.
        AdhesionsRefused.
    """
    agreements = await _agreements(desk, place)
    known = await _known(desk, agreements)
    earliest = min((one.counted_from for one in agreements if one.counted_from), default=desk.today)
    new: list[Termo] = []
    problems: list[RowProblem] = []
    for one in termos:
        agreement = _in_force(agreements, one.termo.signed)
        if agreement is None:
            problems.append(RowProblem(one.line, "signed", Flaw.BEFORE_START, f"{earliest:%d/%m/%Y}"))
        elif _is_new(known, agreement, one.termo):
            new.append(one.termo)
    return Weighed(new, len(termos) - len(new) - len(problems), problems)


async def inform_adhesions(desk: Desk, place: InstitutionId, termos: Sequence[Termo]) -> Informed:
    """Keeps those that are not known yet; one that was refused is told anew. Raises as `weigh_adhesions`."""
    agreements = await held_instruments(desk.session, [one.id for one in await _agreements(desk, place)])
    known = await _known(desk, agreements)
    signed: list[tuple[Instrument, Termo]] = []
    for termo in termos:
        agreement = _in_force(agreements, termo.signed)
        if agreement is not None and _is_new(known, agreement, termo):
            signed.append((agreement, termo))
    happenings = await _happenings(desk, signed)
    again = [
        known[key][0]
        for agreement, termo in signed
        if (key := (agreement.id, termo.cnpj, termo.signed)) in known
    ]
    refused = {(one.instrument_id, one.cnpj, one.signed): one for one in await _held(desk, again)}
    adhesions = []
    for agreement, termo in signed:
        before = refused.get((agreement.id, termo.cnpj, termo.signed))
        happening = happenings[(agreement.id, termo.signed, detail_of(termo))]
        adhesions.append(_keep(desk, agreement.id, termo, happening=happening, before=before))
    await desk.session.flush()
    about, count = f"institutions:{place}", f"{len(adhesions)}"
    record(desk.session, "adhesions.inform", about, now=desk.now, person_id=desk.actor, detail=count)
    touched = {agreement.id for agreement, _ in signed}
    return Informed(adhesions, [one for one in agreements if one.id in touched])


def _is_new(known: Known, agreement: Instrument, termo: Termo) -> bool:
    """One that was refused may be told again."""
    found = known.get((agreement.id, termo.cnpj, termo.signed))
    return found is None or found[1] is AdhesionState.REFUSED


def detail_of(termo: Termo) -> str:
    """Of what happened, as `record_happening` would be told it by hand."""
    return f"{termo.name} · CNPJ {masked(termo.cnpj)}"


async def _held(desk: Desk, ids: Collection[AdhesionId]) -> Sequence[Adhesion]:
    return await held_adhesions(desk.session, ids) if ids else ()


async def _agreements(desk: Desk, place: InstitutionId) -> Sequence[Instrument]:
    """Those under which termos are informed, the newest first; any, where no plan asks for them."""
    institution = await require(desk, Act.HAND_IN, place)
    if institution.layer != Layer.FIRST:
        raise NotYours
    found = [one for one in await instruments_of(desk.session, place) if one.counted_from is not None]
    if not found:
        raise AdhesionsRefused("adhesions_without_agreement", acronym=institution.acronym)
    asking = [one for one in found if await _asks(desk, one)]
    return sorted(asking or found, key=lambda one: (one.counted_from, one.id), reverse=True)


async def _asks(desk: Desk, instrument: Instrument) -> bool:
    goals = await goals_in_force(desk.session, instrument.id)
    return any(asks_each_month(rule_from_json(one.goal.rule)) for one in goals)


def _in_force(agreements: Sequence[Instrument], day: date) -> Instrument | None:
    return next(
        (
            one
            for one in sorted(agreements, key=lambda one: one.counted_from or date.min, reverse=True)
            if one.counted_from is not None
            and one.counted_from <= day
            and (one.ends is None or day <= one.ends)
        ),
        None,
    )


async def _known(desk: Desk, agreements: Sequence[Instrument]) -> Known:
    rows = await known_adhesions(desk.session, [one.id for one in agreements])
    return {(one.instrument_id, one.cnpj, one.signed): (one.id, one.state) for one in rows}


async def _happenings(
    desk: Desk, signed: Sequence[tuple[Instrument, Termo]]
) -> Mapping[tuple[InstrumentId, date, str], HappeningId]:
    """What each termo called for, written once however often it is told."""
    found: dict[tuple[InstrumentId, date, str], Happening] = {}
    for place in {agreement.id for agreement, _ in signed}:
        for one in await happenings_for(desk.session, place):
            if one.kind == EventKind.ADHESION and one.instrument_id == place:
                found[(place, one.day, one.detail)] = one
    for agreement, termo in signed:
        key = (agreement.id, termo.signed, detail_of(termo))
        if key not in found:
            found[key] = _happening(desk, agreement.id, termo)
            desk.session.add(found[key])
    await desk.session.flush()
    return {key: one.id for key, one in found.items()}


def _happening(desk: Desk, instrument: InstrumentId, termo: Termo) -> Happening:
    return Happening(
        kind=EventKind.ADHESION,
        day=termo.signed,
        noted_at=desk.now,
        instrument_id=instrument,
        noted_by=desk.actor,
        detail=detail_of(termo),
    )


def _keep(
    desk: Desk,
    instrument: InstrumentId,
    termo: Termo,
    *,
    happening: HappeningId,
    before: Adhesion | None,
) -> Adhesion:
    if before is None:
        before = Adhesion(
            instrument_id=instrument,
            name=termo.name,
            cnpj=termo.cnpj,
            signed=termo.signed,
            informed_at=desk.now,
            informed_by=desk.actor,
        )
        desk.session.add(before)
    before.state, before.reason = AdhesionState.INFORMED, ""
    before.decided_by, before.decided_at = None, None
    before.informed_at, before.informed_by = desk.now, desk.actor
    before.happening_id = happening
    for column in ("name", "sei", "starts", "ends", "uf", "municipality_code"):
        setattr(before, column, getattr(termo, column))
    before.contact_name, before.contact_email = termo.contact_name, termo.contact_email
    return before
