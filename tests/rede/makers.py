"""A small Rede for tests of acts: the Secretariat, UPB and Irecê, one person each, and a plan of a few goals."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta

from db import Database
from db.channels import ChannelKind, open_channel
from db.ids import InstrumentId, PersonId
from db.instruments import Instrument
from db.obligations import Owed, reportable_obligations
from db.people import people_by_email
from db.sealing import Sealer
from notifier.texts import Texts
from rede.desk import Desk, Office, open_desk
from rede.import_plan import PlanOrder, import_plan, read_goals
from rede.known_days import Calendars, KnownDays
from rede.open_obligations import Opened, open_obligations
from rede.register_institutions import found_secretariat, register_institutions
from rede.register_person import register_people
from rede.rows import Row
from scheduler.clock import BRASILIA
from scheduler.days.almanac import Almanac, Scope
from scheduler.deadlines import Policy
from scheduler.plan_document import read_plan
from scheduler.sending_window import SendingWindow
from tests.recall import recalled

#: Tuesday, 9 December 2025, 10h in Brasília.
NOW = datetime(2025, 12, 9, 10, 0, tzinfo=BRASILIA)
STARTS = date(2025, 12, 9)
MARIA, ANA, JOAO = "maria@upb.example.org", "ana@seges.example.org", "joao@irece.example.org"
PLAN = """
AC Nº 99/2025

Processo SEI-MGI nº 19999.000123/2025-07

4. CRONOGRAMA FÍSICO

Eixos de atuação Metas/etapas\tDescrição\tPrazo/ Periodicidade\tResponsável
1\tMelhoria da Gestão\t\t
1.1\tDizer quem acompanha o Acordo\tDurante a vigência do Acordo\tSEGES e União dos Municípios da Bahia - UPB
1.2\tIndicar responsável pelo Painel\tAté 15 dias após o início da vigência\tUnião dos Municípios da Bahia - UPB
2\tCapacitação\t\t
2.2\tDar cursos\tAnual com o mínimo de 60 horas ao ano\tSEGES e União dos Municípios da Bahia - UPB
Eixos combinados\t\t\t
1 e 3\tAbrir um fórum virtual\t10 dias a partir do início da vigência\tSEGES

Quando houver adesão, caberá ao partícipe aderente a execução das metas: 1.1, 1.2 e 2.2.
"""


#: Made once: each new one would compile its templates, and count its days, anew.
TEXTS, ALMANAC = Texts(), Almanac()


def make_office(*, go_live: date | None = None, scope: Scope = Scope.FULL) -> Office:
    days = KnownDays(scope)
    days.current = Calendars(ALMANAC, scope)
    return Office(
        texts=TEXTS,
        days=days,
        window=SendingWindow(hour=time(9), quiet_from=time(20), quiet_to=time(8), working_days_only=True),
        sealer=Sealer(b"a key of the tests"),
        go_live=go_live,
        mailbox="rede@seges.example.org",
        official_page="https://rede.example.org",
    )


@asynccontextmanager
async def a_desk(
    database: Database, *, now: datetime = NOW, office: Office | None = None, actor: PersonId | None = None
) -> AsyncIterator[Desk]:
    async with database.write() as session:
        yield await open_desk(session, now=now, office=office or make_office(), actor=actor)


async def register(database: Database) -> None:
    await recalled(database, ("register",), lambda: _register(database))


async def _register(database: Database) -> None:
    async with a_desk(database) as desk:
        await found_secretariat(desk, acronym="SEGES", name="Secretaria-Executiva")
        houses = [
            ("UPB", "União dos Municípios da Bahia", "1", ""),
            ("IRECE", "Município de Irecê", "2", "UPB"),
        ]
        columns = ("acronym", "name", "layer", "parent")
        rows = [
            Row(line, dict(zip(columns, house, strict=True))) for line, house in enumerate(houses, start=2)
        ]
        await register_institutions(desk, rows)
        people = [(MARIA, "Maria", "UPB"), (ANA, "Ana", "SEGES"), (JOAO, "João", "IRECE")]
        rows = [
            Row(line, {"email": email, "name": name, "institution": acronym, "functions": "coordenador"})
            for line, (email, name, acronym) in enumerate(people, start=2)
        ]
        await register_people(desk, rows)


async def import_for(
    database: Database,
    acronym: str,
    *,
    starts: date = STARTS,
    office: Office | None = None,
    now: datetime = NOW,
    corrections: dict[str, str] | None = None,
) -> tuple[Instrument, Opened]:
    fixes = corrections or {}

    async def do() -> tuple[InstrumentId, Opened]:
        return await _import(database, (acronym, starts), office=office, now=now, corrections=fixes)

    act = ("import", acronym, starts, now, *sorted(fixes.items()))
    number, opened = await (recalled(database, act, do) if office is None else do())
    async with database.read() as session:
        return await session.get_one(Instrument, number), opened


async def _import(
    database: Database,
    agreement: tuple[str, date],
    *,
    office: Office | None,
    now: datetime,
    corrections: dict[str, str],
) -> tuple[InstrumentId, Opened]:
    document = read_plan(PLAN)
    order = PlanOrder(
        acronym=agreement[0],
        starts=agreement[1],
        ends=None,
        signed=None,
        published=None,
        policy=Policy.LEI_9784,
        document_name="plano.txt",
        content=PLAN.encode(),
    )
    async with a_desk(database, office=office, now=now) as desk:
        goals = read_goals(document, corrections)
        instrument = await import_plan(desk, order, document=document, goals=goals)
        return instrument.id, await open_obligations(desk, instrument)


async def person_id(database: Database, email: str) -> PersonId:
    async with database.read() as session:
        return (await people_by_email(session, email))[0].id


async def link(database: Database, email: str, chat: int) -> None:
    """Opens the person's Telegram channel."""
    who = await person_id(database, email)
    async with a_desk(database) as desk:
        await open_channel(desk.session, who, ChannelKind.TELEGRAM, address=str(chat), now=desk.now)


async def owed_by(database: Database, acronym: str, key: str) -> Owed:
    """The obligation of that goal which falls due first."""
    from db.institutions import institution_by_acronym

    async with database.read() as session:
        institution = await institution_by_acronym(session, acronym)
        assert institution is not None
        owed = await reportable_obligations(session, [institution.id])
        return next(one for one in owed if one.goal.key == key)


def morning(day: date) -> datetime:
    """8h in Brasília: the day's reminders are planned, and leave at 9h."""
    return datetime.combine(day, time(8), tzinfo=BRASILIA)


def days(count: int) -> timedelta:
    return timedelta(days=count)
