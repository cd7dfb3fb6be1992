"""`elo run` as an operator knows it: set up by commands, killed, restarted, stopped."""

import asyncio
import json
import random
from datetime import datetime
from pathlib import Path

import pytest

from bench.forked import forked
from elo.demo.cast import FIRST_MORNING, MARIA
from elo.demo.stage import example_plan, joins
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from scheduler.clock import BRASILIA
from tests.journeys.service import elo, running, seed, stopped, write_configuration

pytestmark = pytest.mark.timeout(300)
KILLS = 3


async def set_up(folder: Path, sandbox: Sandbox, *, more: str = "") -> None:
    """UPB with one coordinator, its plan begun on 09/12/2025, all by the command line."""
    write_configuration(folder, sandbox, more=more)
    await elo("init", "--admin", "ana@example.org", folder=folder)
    (folder / "institutions.csv").write_text("acronym,name,layer\nUPB,União dos Municípios da Bahia,1\n")
    people = "email,name,institution,functions\nmaria@example.org,Maria Flor (fictícia),UPB,coordenador\n"
    (folder / "people.csv").write_text(people)
    (folder / "plan.txt").write_bytes(example_plan())
    await elo("institutions", "import", "institutions.csv", folder=folder)
    await elo("people", "import", "people.csv", folder=folder)
    plan = ("plan", "import", "plan.txt", "--institution", "UPB", "--starts", "2025-12-09", "--yes")
    await elo(*plan, folder=folder)


async def invited(folder: Path, sandbox: Sandbox) -> Phone:
    invite = json.loads(await elo("invite", "maria@example.org", "--json", folder=folder))["invite"]
    maria = sandbox.telegram.phone("Maria")
    await joins(maria, sandbox, "maria@example.org", invite["token"], timeout=60)
    return maria


async def test_a_configuration_of_token_address_host_and_port_is_enough(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        await set_up(tmp_path, sandbox)
        async with running(tmp_path, fresh=True) as process:
            maria = await invited(tmp_path, sandbox)
            await maria.says('/entregar 2.2 "Curso X" 20h')
            await maria.waits_for("RP-", timeout=60)
            mail = await sandbox.mailbox.wait_for(to="ana@example.org", subject_contains="RP-", timeout=60)
            assert "Curso X" in mail.text
            assert await stopped(process) == 0
        counts = json.loads(await elo("outbox", "--json", folder=tmp_path))
        assert counts["telegram"]["sent"] == 3
        assert counts["telegram"]["sending"] == counts["email"]["sending"] == 0
        log = (tmp_path / "run.log").read_text()
        for personal in (sandbox.token, "maria@example.org", "Maria Flor", "Curso X"):
            assert personal not in log


async def test_a_report_survives_kills_between_saying_and_answering(tmp_path: Path, furnished: Path) -> None:
    moments = random.Random(20251209)
    async with Sandbox(clock=SandboxClock(FIRST_MORNING)) as sandbox:
        write_configuration(tmp_path, sandbox)
        (token,) = await seed(tmp_path, furnished, sandbox, MARIA)
        maria = sandbox.telegram.phone(MARIA.name)
        async with running(tmp_path, "--clock", sandbox.clock_url):
            await joins(maria, sandbox, MARIA.email, token)
        for number in range(1, KILLS + 1):
            async with forked(tmp_path, "--clock", sandbox.clock_url):
                await maria.says(f'/entregar 2.2 "Curso {number}" 1h')
                await asyncio.sleep(moments.uniform(0, 0.6))  # leaving kills it
        async with running(tmp_path, "--clock", sandbox.clock_url) as process:
            await maria.says('/entregar 2.2 "O último" 1h')
            await maria.waits_for(f"{KILLS + 1} de 60", timeout=60)
            assert await stopped(process) == 0
        said = " ".join(message.text for message in maria.messages if message.by_bot)
        for number in range(1, KILLS + 2):
            assert f"RP-2025-{number:06d}" in said
        assert f"RP-2025-{KILLS + 2:06d}" not in said
        counts = json.loads(await elo("outbox", "--json", folder=tmp_path))
        assert counts["telegram"]["pending"] == counts["telegram"]["sending"] == 0


async def test_reminders_follow_the_clock_of_the_sandbox(tmp_path: Path, furnished: Path) -> None:
    async with Sandbox(clock=SandboxClock(FIRST_MORNING)) as sandbox:
        write_configuration(tmp_path, sandbox)
        await seed(tmp_path, furnished, sandbox)
        async with running(tmp_path, "--clock", sandbox.clock_url) as process:
            sandbox.clock.set(datetime(2025, 12, 12, 9, 5, tzinfo=BRASILIA))
            mail = await sandbox.mailbox.wait_for(to=MARIA.email, timeout=60)
            assert "meta 1.2" in mail.subject
            assert await stopped(process) == 0


async def test_a_second_service_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        write_configuration(tmp_path, sandbox)
        async with running(tmp_path) as first:
            async with running(tmp_path) as second:
                assert second.returncode == 1
            assert "another elo runs" in (tmp_path / "run.log").read_text()
            assert await stopped(first) == 0


async def test_without_a_network_the_service_waits_and_ends_when_asked(
    tmp_path: Path, furnished: Path
) -> None:
    async with Sandbox() as sandbox:
        write_configuration(tmp_path, sandbox)
        await seed(tmp_path, furnished, sandbox)
    async with running(tmp_path) as process:
        await asyncio.sleep(1)
        assert process.returncode is None
        assert await stopped(process) == 0


async def test_a_movable_clock_is_refused_with_a_real_server(tmp_path: Path) -> None:
    configuration = '[telegram]\ntoken = "1:x"\nbase_url = "https://telegram.example.org"\n'
    (tmp_path / "config.toml").write_text(configuration)
    async with running(tmp_path, "--clock", "http://127.0.0.1:1/clock") as process:
        assert process.returncode == 3
