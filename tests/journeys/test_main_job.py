"""The main job from plan to protocol, on each database that the service may stand on."""

import asyncio
from pathlib import Path

from elo.demo.cast import ANA, FIRST_MORNING, JOAO, MARIA
from elo.demo.stage import stage
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox
from tests.journeys.conftest import Town


async def test_a_plan_becomes_a_reminder_and_the_report_a_protocol(tmp_path: Path, database_url: str) -> None:
    async with (
        Sandbox(clock=SandboxClock(FIRST_MORNING)) as sandbox,
        stage(sandbox, tmp_path, database_url=database_url) as set_up,
    ):
        town = Town(set_up)
        maria, ana = await asyncio.gather(town.linked(MARIA), town.linked(ANA))
        town.morning(12)
        await maria.waits_for("Faltam 12 dias")
        await sandbox.mailbox.wait_for(to=JOAO.email, subject_contains="meta 1.2")
        await maria.says('/entregar 1.2 "Ofício enviado"')
        await maria.waits_for("RP-2025-000001")
        await ana.waits_for("RP-2025-000001")
