"""Plans that change, for tests: a deadline phrase put in, agreements made with it, what is owed counted."""

from datetime import date, datetime

from sqlalchemy import select

from db import Database
from db.institutions import Institution
from db.instruments import Instrument
from db.obligations import Obligation, ObligationState
from db.plans import Goal
from elo.recounting import Outcome, recount_all
from rede.agreements import instrument_named
from rede.amend_plan import Amended, AmendmentOrder, amend_plan, amended_goals, tell_of_amendment
from rede.desk import Office
from rede.import_plan import PlanOrder, import_plan, read_goals
from rede.open_obligations import open_obligations
from rede.readings import as_decided
from rede.recompute import recompute
from scheduler.deadlines import Policy
from scheduler.plan_document import PlanDocument, read_plan
from tests.rede.makers import NOW, PLAN, STARTS, a_desk, make_office

HOURS = "Anual com o mínimo de 60 horas ao ano"


def plan_with(phrase: str = HOURS, *, text: str = "Dar cursos") -> PlanDocument:
    """The plan of the makers, where goal 2.2 has another phrase."""
    return read_plan(PLAN.replace(HOURS, phrase).replace("Dar cursos", text))


async def import_dated(
    database: Database,
    acronym: str = "UPB",
    *,
    document: PlanDocument | None = None,
    starts: date | None = STARTS,
    published: date | None = None,
    signed: date | None = None,
    now: datetime = NOW,
) -> Instrument:
    """An agreement with these dates; decided readings are followed."""
    document = document or plan_with()
    order = PlanOrder(
        acronym=acronym,
        starts=starts,
        ends=None,
        signed=signed,
        published=published,
        policy=Policy.LEI_9784,
        document_name="plano.txt",
        content=PLAN.encode(),
    )
    async with a_desk(database, now=now) as desk:
        goals = await as_decided(desk.session, read_goals(document, {}))
        instrument = await import_plan(desk, order, document=document, goals=goals)
        await open_obligations(desk, instrument)
        return instrument


async def amend(
    database: Database,
    order: AmendmentOrder,
    *,
    document: PlanDocument | None = None,
    phrases: dict[str, str] | None = None,
    now: datetime = NOW,
) -> Amended:
    """As the command line does it: one transaction, then the ring."""
    office = make_office()
    async with a_desk(database, now=now, office=office) as desk:
        instrument = await instrument_named(desk, "UPB")
        goals = await amended_goals(desk, instrument, document, phrases or {})
        amended = await amend_plan(desk, instrument, order, goals)
        await recompute(desk, instrument)
        await open_obligations(desk, instrument)
        await tell_of_amendment(desk, instrument, amended)
    await ring(database, office, now)
    return amended


async def ring(database: Database, office: Office | None = None, now: datetime = NOW) -> Outcome:
    return await recount_all(database, office or make_office(), now)


async def owed(
    database: Database, key: str, acronym: str = "UPB"
) -> list[tuple[str, date | None, ObligationState]]:
    """What the institution has of a goal in every version of the plan: occurrence, literal day, state."""
    async with database.read() as session:
        rows = (
            select(Obligation.occurrence, Obligation.literal, Obligation.state)
            .join(Goal, Goal.id == Obligation.goal_id)
            .join(Institution, Institution.id == Obligation.institution_id)
            .where(Goal.key == key, Institution.acronym == acronym)
            .order_by(Obligation.literal, Obligation.id)
        )
        return [(row[0], row[1], row[2]) for row in (await session.execute(rows)).all()]


async def open_days(database: Database, key: str, acronym: str = "UPB") -> list[date | None]:
    return [day for _, day, state in await owed(database, key, acronym) if state is ObligationState.OPEN]
