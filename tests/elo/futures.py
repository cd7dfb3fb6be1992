"""A small Rede whose future is told and then lived: every shape of rule, different starts, channels and habits."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import exists, select, true, update
from sqlalchemy.orm import aliased

from db import Database
from db.deliveries import Delivery, DeliveryState
from db.institutions import institution_by_acronym
from db.notices import ANSWERS, Notice
from db.obligations import open_obligations as open_obligations_of
from db.people import Person
from db.scratch import ScratchDatabase
from db.snoozes import snooze
from db.tables import metadata
from elo.rings import Rings
from rede.desk import Office
from rede.dispense import dispense
from rede.import_plan import PlanOrder, import_plan, read_goals
from rede.open_obligations import open_obligations
from rede.register_person import register_people
from rede.rows import Row
from rede.sendings import Sending
from scheduler.clock import BRASILIA
from scheduler.deadlines import Policy
from scheduler.plan_document import read_plan
from tests.rede.makers import JOAO, MARIA, a_desk, link, person_id, register

BOTH = "SEGES e União dos Municípios da Bahia - UPB"
PARTNER = "União dos Municípios da Bahia - UPB"
PHRASES = {
    "1.1": "Durante a vigência do Acordo",
    "1.2": "Até 15 dias após o início da vigência",
    "1.3": "3 (três) dias úteis, contados do início da vigência",
    "2.1": "Anual",
    "2.2": "Anual com o mínimo de 60 horas ao ano",
    "2.3": "Bimestral",
    "3.1": "Até 31 de março de cada ano",
    "3.2": "Até o dia 15 de cada mês",
    "3.3": "Último dia útil do mês subsequente ao trimestre",
    "3.4": "Até 60 dias antes do término da vigência",
    "3.5": "Quando solicitado pela Secretaria da Rede de Parcerias",
}
ADHERENTS = "Quando houver adesão, caberá ao partícipe aderente a execução das metas: "


class Habit(StrEnum):
    """What somebody did before the future was asked about."""

    NOTHING = "nothing"
    SNOOZED = "snoozed"
    DISPENSED = "dispensed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rede:
    """`lived`: days on which the bell rang before."""

    first: date
    hour: int
    upb_starts: int
    irece_starts: int
    keys: frozenset[str]
    chats: frozenset[str]
    maria_serves_both: bool
    habit: Habit
    lived: int

    @property
    def now(self) -> datetime:
        return datetime.combine(self.first, time(self.hour, 17), tzinfo=BRASILIA)


@dataclass(frozen=True, slots=True, order=True)
class Left:
    """A message that left, or would, as a person meets it."""

    on: datetime
    email: str
    channel: str
    subject: str
    text: str


def plan_of(keys: frozenset[str]) -> str:
    columns = "Eixos de atuação Metas/etapas\tDescrição\tPrazo/ Periodicidade\tResponsável"
    head = f"AC Nº 99/2025\n\n4. CRONOGRAMA FÍSICO\n\n{columns}\n"
    rows = [
        f"{key}\tMeta de número {key}\t{PHRASES[key]}\t{PARTNER if key == '1.2' else BOTH}"
        for key in sorted(keys)
    ]
    return head + "\n".join(rows) + f"\n\n{ADHERENTS}{', '.join(sorted(keys))}.\n"


@asynccontextmanager
async def a_rede(rede: Rede, office: Office) -> AsyncIterator[Database]:
    """Its database, as it is at `rede.now`."""
    database = ScratchDatabase()
    async with database.write() as session:
        await (await session.connection()).run_sync(metadata.create_all)
    before = rede.now - timedelta(days=rede.lived)
    await register(database)
    for acronym, back in (("UPB", rede.upb_starts), ("IRECE", rede.irece_starts)):
        await _import(
            database, acronym, plan_of(rede.keys), before, rede.first - timedelta(days=back), office
        )
    if rede.maria_serves_both:
        async with a_desk(database, office=office, now=before) as desk:
            row = {"email": MARIA, "name": "Maria", "institution": "IRECE", "functions": "servidor_designado"}
            await register_people(desk, [Row(2, row)])
    for number, email in enumerate(sorted(rede.chats), start=70):
        await link(database, email, number)
    await live(database, office, moments(before, rede.now, hours=(7, 9)))
    await _do(database, rede, office)
    try:
        yield database
    finally:
        await database.close()


async def _import(
    database: Database, acronym: str, plan: str, now: datetime, starts: date, office: Office
) -> None:
    order = PlanOrder(
        acronym=acronym,
        starts=starts,
        ends=starts + timedelta(days=730),
        signed=None,
        published=None,
        policy=Policy.LEI_9784,
        document_name="plano.txt",
        content=plan.encode(),
    )
    document = read_plan(plan)
    async with a_desk(database, office=office, now=now) as desk:
        instrument = await import_plan(desk, order, document=document, goals=read_goals(document, {}))
        await open_obligations(desk, instrument)


async def _do(database: Database, rede: Rede, office: Office) -> None:
    joao = await person_id(database, JOAO)
    async with a_desk(database, office=office, now=rede.now) as desk:
        irece = await institution_by_acronym(desk.session, "IRECE")
        owed = await open_obligations_of(desk.session, [irece.id]) if irece else []
        if not owed or owed[0].obligation.literal is None:
            return
        soonest = owed[0].obligation.id
        match rede.habit:
            case Habit.SNOOZED:
                await snooze(desk.session, joao, {soonest: rede.first + timedelta(days=3)})
            case Habit.DISPENSED:
                await dispense(desk, soonest, reason="Combinado em reunião")
            case Habit.NOTHING:
                pass


def moments(start: datetime, end: datetime, *, hours: Sequence[int]) -> Iterator[datetime]:
    """When the bell rings: at once, then at these hours of each day; where there are several, also at the minute
    of the first ring."""
    yield start
    daily = {time(hour) for hour in hours} | ({start.time()} if len(hours) > 1 else set())
    day = start.date()
    while day <= end.date():
        for hour in sorted(daily):
            moment = datetime.combine(day, hour, tzinfo=BRASILIA)
            if start < moment < end:
                yield moment
        day += timedelta(days=1)


async def live(database: Database, office: Office, ringing: Iterator[datetime]) -> None:
    """The bell rings, the courier is always awake, every message arrives, nobody answers."""
    rings = Rings(database, office).table()
    for moment in ringing:
        await carry(database, moment)
        for ring in rings:
            await ring.callable(moment)
        await carry(database, moment)


async def carry(database: Database, now: datetime) -> None:
    due = (Delivery.state == DeliveryState.PENDING, Delivery.not_before <= now)
    async with database.write() as session:
        sent = update(Delivery).where(*due)
        await session.execute(sent.values(state=DeliveryState.SENT, settled_at=Delivery.not_before))


async def left(database: Database, since: datetime, *, woken: bool) -> list[Left]:
    """What really left from then on; `woken`: also the mails of what was told in a chat before."""
    sibling = aliased(Delivery)
    before = exists().where(sibling.notice_id == Delivery.notice_id, sibling.id < Delivery.id)
    rows = (
        select(Delivery, Person.email)
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(Person, Person.id == Notice.person_id)
        .where(Delivery.state == DeliveryState.SENT, Delivery.settled_at >= since)
        .where(Notice.kind.not_in(ANSWERS), true() if woken else ~before)
    )
    async with database.read() as session:
        found = (await session.execute(rows)).all()
    return sorted(_as_left(delivery, email) for delivery, email in found)


def _as_left(delivery: Delivery, email: str) -> Left:
    from elo.agenda import plain

    assert delivery.settled_at is not None
    text = plain(delivery.body) if delivery.channel == "telegram" else delivery.body
    return Left(delivery.settled_at, email, delivery.channel, delivery.subject, without_code(text))


def as_left(sendings: Sequence[Sending]) -> list[Left]:
    """What would leave, to be compared."""
    return sorted(
        Left(
            one.on,
            one.email,
            one.channel,
            one.subject if one.channel == "email" else "",
            without_code(one.text),
        )
        for one in sendings
    )


def without_code(text: str) -> str:
    """The number of a notice is known only once it is put."""
    return re.sub(r"AV-(…|\d{6})", "AV", text)
