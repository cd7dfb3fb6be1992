"""What an imported plan keeps of its document."""

from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.plans import Goal
from rede.import_plan import PlanOrder, import_plan, read_goals
from scheduler.deadlines import Policy
from scheduler.plan_document import read_plan
from tests.rede.makers import PLAN, STARTS, a_desk, register


async def test_a_corrected_phrase_gives_the_rule_and_the_literal_one_is_kept(database: Database) -> None:
    await register(database)
    document = read_plan(PLAN)
    order = PlanOrder(
        acronym="UPB",
        starts=STARTS,
        ends=None,
        signed=None,
        published=None,
        policy=Policy.LEI_9784,
        document_name="plano.txt",
        content=b"",
    )
    async with a_desk(database) as desk:
        goals = read_goals(document, {"2.2": "60 horas por ano civil"})
        await import_plan(desk, order, document=document, goals=goals)
    async with database.read() as session:
        goal = (await session.scalars(select(Goal).where(Goal.key == "2.2"))).one()
        audited = await session.scalars(select(AuditEntry.detail).where(AuditEntry.act == "plan.import"))
        assert goal.phrase == "Anual com o mínimo de 60 horas ao ano"
        assert goal.reading == "No mínimo 60 horas a cada ano civil, até o último dia dele."
        assert audited.one() == "2.2=60 horas por ano civil"
