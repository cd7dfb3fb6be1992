"""A small Rede that lives a year through the real rings: who is in it, what happens, and what really left."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from db import Database
from db.channels import Channel, ChannelKind
from db.deliveries import Delivery, DeliveryState
from db.institutions import Institution
from db.notices import Notice, NoticeKind, NoticeLine
from db.obligations import Obligation
from db.people import Person
from db.plans import Goal
from db.scratch import ScratchDatabase
from db.tables import metadata
from elo.rings import Rings
from rede.desk import Office
from rede.import_plan import PlanOrder, import_plan, read_goals
from rede.lines import MOVED
from rede.open_obligations import open_obligations
from scheduler.clock import BRASILIA, local_day
from scheduler.deadlines import Policy
from scheduler.plan_document import read_plan
from tests.elo.futures import carry
from tests.elo.year_oracle import ONE_DAY, Bell, Told
from tests.rede.makers import a_desk, link, person_id
from tests.rede.networks import UPB, Place, address, found

XAPURI: Place = ("XAPURI", "2", "UPB", "AC", "1200708", "")
#: Nilo has no channel, Bia a chat and no e-mail; Maria, João and Ana have both, everybody else an e-mail.
PEOPLE = (
    ("Maria", "UPB", "coordenador"),
    ("Pedro", "UPB", "servidor_designado"),
    ("Sara", "UPB", "substituto"),
    ("Gil", "UPB", "gabinete"),
    ("Nilo", "UPB", "responsavel_painel"),
    ("Joao", "XAPURI", "coordenador"),
    ("Maria", "XAPURI", "servidor_designado"),
    ("Ana", "SEGES", "coordenador"),
    ("Bia", "SEGES", "servidor_designado"),
)
CHATS = {"Maria": 71, "Joao": 72, "Bia": 73, "Ana": 74}
ZONES = {"Joao": ZoneInfo("America/Rio_Branco")}
PARTNER = "União dos Municípios da Bahia - UPB"
BOTH, SEGES = f"SEGES e {PARTNER}", "SEGES"
HEAD = """AC Nº 99/2025

4. CRONOGRAMA FÍSICO

Eixos de atuação Metas/etapas\tDescrição\tPrazo/ Periodicidade\tResponsável
"""
ALWAYS, DAY_15 = "Durante a vigência do Acordo", "Até o dia 15 de cada mês"
ROWS = (
    ("1.1", "Dizer quem acompanha", ALWAYS, BOTH),
    ("1.2", "Indicar responsável pelo Painel", "Até 15 dias após o início da vigência", PARTNER),
    ("1.3", "Dar acesso ao Painel", ALWAYS, SEGES),
    ("1.4", "Participar das reuniões", "Quando convocadas pela Secretaria-Executiva da Rede", BOTH),
    ("2.1", "Elaborar cronograma", "Anual", BOTH),
    ("2.2", "Dar cursos", "Anual com o mínimo de 60 horas ao ano", BOTH),
    ("3.1", "Publicar banner", "A partir do início da vigência", BOTH),
    ("3.2", "Divulgar os cursos", "Anual e sempre quando houver alteração nos cursos", BOTH),
    ("3.3", "Relatar o trimestre", "Último dia útil do mês subsequente ao trimestre", PARTNER),
    ("3.4", "Relatar o mês", DAY_15, PARTNER),
    ("3.5", "Encaminhar ações", "Quando solicitado pela Secretaria da Rede de Parcerias", PARTNER),
    ("3.7", "Relatar o ano", "Até 31 de março de cada ano", BOTH),
    ("Eixos combinados", "", "", ""),
    ("1 e 3", "Disponibilizar fórum virtual", "10 dias a partir do início da vigência", SEGES),
    ("2 e 3", "Publicar as turmas", ALWAYS, SEGES),
    ("1 e 3", "Realizar ações conjuntas de melhoria", ALWAYS, BOTH),
    (
        "1 e 3",
        "Informar relação das instituições com Termo de Adesão, se e quando assinados",
        "Até o dia 10 do mês subsequente à celebração do Termo de Adesão",
        PARTNER,
    ),
)
ROWS_OF_ADHERENTS = (
    *ROWS[:2],
    ("3.1", "Publicar banner", "A partir do início da vigência", PARTNER),
    ("3.4", "Relatar o mês", DAY_15, PARTNER),
    ("3.6", "Contar o que foi feito", "Até 60 dias antes do término da vigência", PARTNER),
)
ADHERENTS = "\n\nQuando houver adesão, caberá ao partícipe aderente a execução das metas: "

Act = Callable[[Database, Office, datetime], Awaitable[None]]


@asynccontextmanager
async def a_network(office: Office, starts: date, *, joins: date, leaves: date) -> AsyncIterator[Database]:
    """Two agreements that are imported in the first minutes of `starts`; the second layer's has an end."""
    database = ScratchDatabase()
    async with database.write() as session:
        await (await session.connection()).run_sync(metadata.create_all)
    try:
        await settle(database, office, starts, joins=joins, leaves=leaves)
        yield database
    finally:
        await database.close()


async def settle(database: Database, office: Office, starts: date, *, joins: date, leaves: date) -> None:
    await found(database, UPB, XAPURI, people=PEOPLE)
    for name, chat in CHATS.items():
        await link(database, address(name), chat)
    for name, kinds in (("Nilo", list(ChannelKind)), ("Bia", [ChannelKind.EMAIL])):
        who = await person_id(database, address(name))
        closed = update(Channel).where(Channel.person_id == who, Channel.kind.in_(kinds))
        async with a_desk(database, office=office) as desk:
            await desk.session.execute(closed.values(closed_at=desk.now))
    await _import(
        database, office, "UPB", ROWS, now=starts, span=(starts, starts.replace(year=starts.year + 10))
    )
    await _import(database, office, "XAPURI", ROWS_OF_ADHERENTS, now=starts, span=(joins, leaves))


async def _import(
    database: Database,
    office: Office,
    acronym: str,
    rows: Sequence[tuple[str, str, str, str]],
    *,
    now: date,
    span: tuple[date, date],
) -> None:
    owed = ", ".join(row[0] for row in rows if "." in row[0])
    text = HEAD + "\n".join("\t".join(row) for row in rows) + f"{ADHERENTS}{owed}.\n"
    order = PlanOrder(
        acronym=acronym,
        starts=span[0],
        ends=span[1],
        signed=None,
        published=None,
        policy=Policy.LEI_9784,
        document_name="plano.txt",
        content=text.encode(),
    )
    document = read_plan(text)
    async with a_desk(database, office=office, now=at(now, "00:05")) as desk:
        instrument = await import_plan(desk, order, document=document, goals=read_goals(document, {}))
        await open_obligations(desk, instrument)


def at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=BRASILIA)


async def live(database: Database, office: Office, bell: Bell, acts: Sequence[tuple[datetime, Act]]) -> None:
    """The courier is always awake, every message arrives, and nobody acknowledges."""
    rings = Rings(database, office).table()
    rung: list[tuple[datetime, Act | None]] = [
        (at(day, f"{hour:02}:00"), None) for day, hours in bell.hours.items() for hour in hours
    ]
    for moment, act in sorted([*rung, *acts], key=itemgetter(0)):
        await carry(database, moment)
        if act is not None:
            await act(database, office, moment)
            continue
        for ring in rings:
            await ring.callable(moment)
    await carry(database, at(max(bell.hours) + ONE_DAY, "00:00"))


@dataclass(frozen=True, slots=True)
class Left:
    """A message that left, at the hour of the person's own zone."""

    notice: int
    kind: str
    person: str
    on: datetime


async def left(database: Database) -> list[Left]:
    rows = (
        select(Notice.id, Notice.kind, Person.name, Delivery.settled_at)
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(Person, Person.id == Notice.person_id)
        .where(Delivery.state == DeliveryState.SENT, Delivery.settled_at.is_not(None))
        .order_by(Delivery.settled_at, Delivery.id)
    )
    async with database.read() as session:
        found = (await session.execute(rows)).all()
    return [
        Left(number, kind, name, moment.astimezone(ZONES.get(name, BRASILIA)))
        for number, kind, name, moment in found
        if moment is not None
    ]


async def lines(database: Database) -> list[Told]:
    """Every line that really left, once for each time that it did in another notice; of the plan itself, not of
    what somebody who cannot be reached makes of goal 1.1 (tests/rede/test_lost_contacts.py)."""
    leaving = (
        select(Delivery.notice_id, func.min(Delivery.settled_at).label("on"))
        .where(Delivery.state == DeliveryState.SENT)
        .group_by(Delivery.notice_id)
        .subquery()
    )
    rows = (
        select(NoticeLine, Person.name, Institution.acronym, Goal.key, Obligation.literal, leaving.c.on)
        .join(leaving, leaving.c.notice_id == NoticeLine.notice_id)
        .join(Person, Person.id == NoticeLine.person_id)
        .join(Obligation, Obligation.id == NoticeLine.obligation_id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .join(Institution, Institution.id == Obligation.institution_id)
        .where(Obligation.occurrence.not_like("lost:%"))
    )
    async with database.read() as session:
        found = (await session.execute(rows)).all()
    told = []
    for line, person, acronym, key, literal, on in found:
        if line.withdrawn_at is None or line.withdrawn_at > on:
            step, aim = (MOVED, literal) if line.step.startswith(MOVED) else (line.step, line.aim)
            told.append(Told(local_day(on), person, acronym, key, step, aim))
    return told


async def owed(database: Database, place: str, key: str, literal: date) -> Obligation:
    """The obligation whose literal date that is."""
    rows = (
        select(Obligation)
        .join(Goal, Goal.id == Obligation.goal_id)
        .join(Institution, Institution.id == Obligation.institution_id)
        .where(Institution.acronym == place, Goal.key == key, Obligation.literal == literal)
    )
    async with database.read() as session:
        return (await session.scalars(rows)).one()


REMINDING = (NoticeKind.REMINDER, NoticeKind.MOVED, NoticeKind.WEEKLY)
