"""A plan whose goals wait for something to happen, and what happens: for tests of happenings and of targets."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from db import Database
from db.happenings import Happening
from db.institutions import institution_by_acronym
from db.instruments import Instrument
from db.obligations import Obligation, ObligationState
from db.plans import Goal
from elo.recounting import recount_all
from rede.cancel_happening import cancel_happening
from rede.desk import Desk
from rede.import_plan import PlanOrder, import_plan, read_goals
from rede.move_happening import move_happening
from rede.open_obligations import open_obligations
from rede.record_happening import NewHappening, Recorded, record_happening
from scheduler.deadlines import EventKind, Policy
from scheduler.plan_document import read_plan
from tests.rede.makers import a_desk, make_office, morning, register

UPB = "União dos Municípios da Bahia - UPB"
DAY_10 = "Até o dia 10 do mês subsequente à celebração do Termo de Adesão"
PLAN = f"""
AC Nº 77/2026

4. CRONOGRAMA FÍSICO

Eixos de atuação Metas/etapas\tDescrição\tPrazo/ Periodicidade\tResponsável
1\tMelhoria da Gestão\t\t
1.1\tDizer quem acompanha o Acordo\tDurante a vigência do Acordo\tSEGES e {UPB}
1.2\tIndicar responsável pelo Painel\tAté 15 dias após o início da vigência\t{UPB}
1.3\tDar acesso ao Painel\tDurante a vigência do Acordo\tSEGES
1.4\tParticipar das reuniões\tQuando convocadas pela Secretaria-Executiva da Rede\tSEGES e {UPB}
3\tTransparência\t\t
3.1\tPublicar banner\tA partir do início da vigência\tSEGES e {UPB}
3.2\tDivulgar os cursos\tAnual e sempre quando houver alteração nos cursos\tSEGES e {UPB}
3.5\tEncaminhar ações\tQuando solicitado pela Secretaria da Rede de Parcerias\t{UPB}
3.6\tElaborar o Relatório Anual\tObservância à norma vigente\tSEGES
Eixos combinados\t\t\t
1 e 3\tInformar os Termos de Adesão, se e quando assinados\t{DAY_10}\t{UPB}

Quando houver adesão, caberá ao partícipe aderente a execução das metas: 1.1, 1.2, 1.4, 3.1, 3.2, 3.5 e 3.6.
"""
#: Monday, 2 March 2026.
STARTS = date(2026, 3, 2)
#: Wednesday, 15 April 2026.
TODAY = date(2026, 4, 15)
NOW = morning(TODAY)


async def import_for(database: Database, acronym: str, *, number: str = "77/2026") -> Instrument:
    text = PLAN.replace("77/2026", number)
    order = PlanOrder(
        acronym=acronym,
        starts=STARTS,
        ends=None,
        signed=None,
        published=None,
        policy=Policy.LEI_9784,
        document_name="plano.txt",
        content=text.encode(),
    )
    async with a_desk(database, now=morning(STARTS)) as desk:
        instrument = await import_plan(
            desk, order, document=(plan := read_plan(text)), goals=read_goals(plan, {})
        )
        await open_obligations(desk, instrument)
        return instrument


async def open_all(desk: Desk, instruments: Sequence[Instrument]) -> None:
    for instrument in instruments:
        await open_obligations(desk, instrument)


async def happens(
    database: Database,
    kind: EventKind,
    day: date | None,
    *acronyms: str,
    now: datetime = NOW,
    detail: str = "",
    relevant: bool = True,
) -> Recorded:
    new = NewHappening(kind=kind, day=day, acronyms=acronyms, detail=detail, relevant=relevant)
    async with a_desk(database, now=now) as desk:
        recorded = await record_happening(desk, new)
        await open_all(desk, recorded.instruments)
        return recorded


async def is_called_off(database: Database, happening: Happening, *, now: datetime = NOW) -> None:
    async with a_desk(database, now=now) as desk:
        await open_all(desk, await cancel_happening(desk, happening.id))


async def is_moved(database: Database, happening: Happening, day: date, *, now: datetime = NOW) -> None:
    async with a_desk(database, now=now) as desk:
        await open_all(desk, await move_happening(desk, happening.id, day=day))
    await recount_all(database, make_office(), now)


async def rows(database: Database, acronym: str, key: str) -> list[Obligation]:
    async with database.read() as session:
        owner = await institution_by_acronym(session, acronym)
        assert owner is not None
        found = select(Obligation).join(Goal, Goal.id == Obligation.goal_id)
        found = found.where(Goal.key == key, Obligation.institution_id == owner.id)
        return list(await session.scalars(found.order_by(Obligation.literal, Obligation.id)))


async def called_for(database: Database, acronym: str, key: str) -> list[tuple[date | None, ObligationState]]:
    """What is owed only because something happened: its literal date and its state."""
    found = await rows(database, acronym, key)
    return [(row.literal, row.state) for row in found if row.happening_id is not None]


async def rede_of(database: Database, *acronyms: str) -> None:
    await register(database)
    for acronym in acronyms:
        await import_for(database, acronym)
