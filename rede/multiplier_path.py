"""Multiplicadores take the steps of their path in order, each with its day (Portaria SEGES/MGI nº 4.890/2023, arts.
16 and 17): four by the coordinator's act, the certificate by the Secretariat's."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.audit import record
from db.ids import InstitutionId, PersonId
from db.multipliers import Multiplier, Walking, held_multiplier, put_multiplier
from db.people import Function
from rede.access import Act, NotYours, require, require_secretariat
from rede.desk import Desk
from rede.digest import words_of
from rede.refusal import Refusal
from rede.tasks import executives, holders, tell_task
from scheduler.plan.cpf import has_cpf
from scheduler.wording import long_date

#: Characters of a certificate's level.
LONGEST_LEVEL = 60


class Step(StrEnum):
    """As the texts name them (`multiplier_step`), in their order."""

    NOMINATED = "indicado"
    PATH = "trilha"
    TERM = "termo"
    COURSE = "curso"
    CERTIFICATE = "certificado"


#: What each step after the first is written down in.
COLUMNS: dict[Step, str] = {
    Step.PATH: "path_done_on",
    Step.TERM: "term_signed_on",
    Step.COURSE: "course_done_on",
    Step.CERTIFICATE: "certified_on",
}


class StepRefused(Refusal):
    """`multiplier_known`, `multiplier_step_taken`, `multiplier_step_order`, `multiplier_day_ahead`,
    `multiplier_day_before`, `multiplier_valid_before`, `multiplier_level`."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What comes with the last step; empty and None where it is not known."""

    level: str = ""
    valid_until: date | None = None


def taken(row: Multiplier) -> tuple[Step, date]:
    """The step that somebody is at, and since when."""
    for step, column in reversed(COLUMNS.items()):
        if (day := getattr(row, column)) is not None:
            return step, day
    return Step.NOMINATED, row.nominated_on


def next_step(row: Multiplier) -> Step | None:
    """None: they are certified."""
    steps = list(Step)
    at = steps.index(taken(row)[0]) + 1
    return steps[at] if at < len(steps) else None


async def begin_path(desk: Desk, place_id: InstitutionId, person_id: PersonId, *, on: date) -> None:
    """The coordinator nominated them on that day.

    Raises:
        NotYours: the actor names nobody there.
        StepRefused: they are on the path already, or the day has not come.
    """
    await require(desk, Act.NAME_PEOPLE, place_id)
    if on > desk.today:
        raise StepRefused("multiplier_day_ahead", day=long_date(on))
    if not await put_multiplier(desk.session, person_id, place_id, on=on):
        raise StepRefused("multiplier_known")
    _audit(desk, Step.NOMINATED, f"people:{person_id}")


async def take_step(
    desk: Desk, multiplier_id: int, step: Step, *, on: date, certificate: Certificate | None = None
) -> Walking:
    """Raises:
    NotYours: there is no such multiplicador, or the step is not the actor's to take.
    StepRefused: it is not the next one, or its day cannot be.
    """
    walking = await held_multiplier(desk.session, multiplier_id)
    if walking is None:
        raise NotYours
    await require_step(desk, walking.institution.id, step)
    check_step(walking.multiplier, step)
    check_day(desk, walking.multiplier, on)
    row = walking.multiplier
    setattr(row, COLUMNS[step], on)
    if step is Step.CERTIFICATE and certificate is not None:
        row.level, row.valid_until = check_certificate(certificate, on=on)
    await desk.session.flush()
    _audit(desk, step, f"multipliers:{row.id}")
    if step in (Step.COURSE, Step.CERTIFICATE):
        await _tell(desk, walking, step)
    return walking


async def require_step(desk: Desk, place_id: InstitutionId, step: Step) -> None:
    """Raises NotYours: it is not the actor's to take."""
    if step is Step.CERTIFICATE:
        await require_secretariat(desk)
    else:
        await require(desk, Act.NAME_PEOPLE, place_id)


def check_step(row: Multiplier, step: Step) -> None:
    """Raises StepRefused: it is not the one that comes next."""
    steps, at = list(Step), taken(row)
    if steps.index(step) <= steps.index(at[0]):
        raise StepRefused("multiplier_step_taken", step=str(step), at=str(at[0]), day=long_date(at[1]))
    if step is not next_step(row):
        raise StepRefused("multiplier_step_order", step=str(step), first=str(next_step(row)))


def check_day(desk: Desk, row: Multiplier, on: date) -> None:
    """Raises StepRefused: it has not come, or lies before the step before."""
    at, day = taken(row)
    if on > desk.today:
        raise StepRefused("multiplier_day_ahead", day=long_date(on))
    if on < day:
        raise StepRefused("multiplier_day_before", at=str(at), day=long_date(day))


def check_certificate(certificate: Certificate, *, on: date) -> tuple[str, date | None]:
    """Raises StepRefused: the level is none, or it would end before it begins."""
    level = " ".join(certificate.level.split())
    if len(level) > LONGEST_LEVEL or has_cpf(level):
        raise StepRefused("multiplier_level", most=LONGEST_LEVEL)
    if certificate.valid_until is not None and certificate.valid_until <= on:
        raise StepRefused("multiplier_valid_before", day=long_date(on))
    return level, certificate.valid_until


async def _tell(desk: Desk, walking: Walking, step: Step) -> None:
    """The Secretariat, that a certificate is awaited; the institution and the person, that it is there."""
    row, place = walking.multiplier, walking.institution
    facts = {
        "person": walking.person.name,
        "acronym": place.acronym,
        "institution": place.name,
        "certified": step is Step.CERTIFICATE,
        "day": long_date(taken(row)[1]),
        "level": row.level,
        "valid_until": long_date(row.valid_until) if row.valid_until else "",
    }
    if step is Step.COURSE:
        told = list(await executives(desk))
    else:
        told = sorted({*await holders(desk, place.id, (Function.COORDENADOR,)), walking.person.id})
    for person_id in told:
        if person_id != desk.actor:
            key = f"multiplier:{row.id}:{step}:{person_id}"
            await tell_task(desk, person_id, words_of(desk, "multiplier_told", facts), key=key)


def _audit(desk: Desk, step: Step, about: str) -> None:
    record(desk.session, f"multiplier.{step.name.lower()}", about, now=desk.now, person_id=desk.actor)
