"""Every stage of a mail's way, and everything that can be planned to go wrong there, as a mailer sees it."""

import asyncio
import ssl

import aiosmtplib
import httpx
import pytest

from sandbox.desk import Sandbox
from sandbox.faults.kinds import Drop, SmtpFault, Stage
from sandbox.mail.office import Door
from tests.sandbox.mailer import ANA, ELO, MAIL, client, session

LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPConnectError, ConnectionError, ssl.SSLError)
#: Stages whose work is done when their answer does not come, and the mails that are then in the mailbox.
AFTER_THE_MAIL = {Stage.BODY, Stage.QUIT}


@pytest.mark.parametrize("reply", ["450 4.2.0 greylisted", "554 5.7.1 no", "421 4.3.2 going down"])
@pytest.mark.parametrize("stage", Stage)
async def test_each_stage_may_refuse(sandbox: Sandbox, stage: Stage, reply: str) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=stage, reply=reply))
    with pytest.raises(aiosmtplib.SMTPResponseException) as caught:
        await session(sandbox)
    assert f"{caught.value.code} {caught.value.message}" == reply
    assert len(sandbox.mailbox.messages) == (stage is Stage.QUIT)
    await session(sandbox)


@pytest.mark.parametrize("drop", Drop)
@pytest.mark.parametrize("stage", Stage)
async def test_the_line_may_be_cut_at_each_stage(sandbox: Sandbox, stage: Stage, drop: Drop) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=stage, drop=drop))
    with pytest.raises(LOST):
        await session(sandbox)
    done = stage is Stage.QUIT or (stage is Stage.BODY and drop is not Drop.BEFORE_WORK)
    assert len(sandbox.mailbox.messages) == done
    await session(sandbox)


@pytest.mark.parametrize("stage", Stage)
async def test_each_stage_may_answer_with_garbage(sandbox: Sandbox, stage: Stage) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=stage, garbage="<html>Olá</html>"))
    with pytest.raises(aiosmtplib.SMTPException):
        await session(sandbox)
    assert len(sandbox.mailbox.messages) == (stage in AFTER_THE_MAIL)
    await session(sandbox)


@pytest.mark.parametrize("delay", ["delay_before", "delay_after"])
@pytest.mark.parametrize("stage", Stage)
async def test_each_stage_may_take_its_time(sandbox: Sandbox, stage: Stage, delay: str) -> None:
    seconds = 0.04
    before, after = (seconds, 0.0) if delay == "delay_before" else (0.0, seconds)
    sandbox.smtp.faults.add(SmtpFault(stage=stage, delay_before=before, delay_after=after))
    loop = asyncio.get_running_loop()
    start = loop.time()
    await session(sandbox)
    assert loop.time() - start >= seconds


@pytest.mark.parametrize(("late", "kept"), [("delay_before", 0), ("delay_after", 1)])
async def test_a_mailer_that_gives_up_does_not_know_whether_the_mail_was_taken(
    sandbox: Sandbox, late: str, kept: int
) -> None:
    before, after = (60, 0) if late == "delay_before" else (0, 60)
    sandbox.smtp.faults.add(SmtpFault(stage=Stage.BODY, delay_before=before, delay_after=after))
    async with aiosmtplib.SMTP(hostname=sandbox.smtp_host, port=sandbox.smtp_port, start_tls=False) as mailer:
        await mailer.mail(ELO)
        await mailer.rcpt(ANA)
        with pytest.raises(aiosmtplib.SMTPTimeoutError):
            await mailer.data(MAIL, timeout=0.1)
    assert len(sandbox.mailbox.messages) == kept


@pytest.mark.parametrize("door", Door)
async def test_each_door_may_turn_a_mailer_away(sandbox: Sandbox, door: Door) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=Stage.CONNECT, reply="554 5.3.2 not today"))
    with pytest.raises(aiosmtplib.SMTPConnectError, match="not today"):
        await client(sandbox, door).connect()
    assert (sandbox.smtp.faults.planned[0].struck, sandbox.mailbox.messages) == (1, [])


async def test_a_421_closes_the_line(sandbox: Sandbox) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=Stage.NOOP, reply="421 4.3.2 going down"))
    reader, writer = await asyncio.open_connection(sandbox.smtp_host, sandbox.smtp_port)
    writer.write(b"NOOP\r\nNOOP\r\n")
    said = await reader.read()
    writer.close()
    assert said.splitlines()[1:] == [b"421 4.3.2 going down"]


@pytest.mark.parametrize("stage", [Stage.RCPT, Stage.DATA, Stage.BODY])
async def test_a_fault_may_be_for_one_recipient(sandbox: Sandbox, stage: Stage) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=stage, recipient="RUI@example.org", reply="550 5.1.1 no"))
    await session(sandbox)
    sandbox.smtp.faults.add(SmtpFault(stage=stage, recipient=ANA.upper(), reply="550 5.1.1 no"))
    with pytest.raises(aiosmtplib.SMTPResponseException, match=r"5\.1\.1 no"):
        await session(sandbox)
    assert len(sandbox.mailbox.messages) == 1


async def test_a_reply_may_lie(sandbox: Sandbox) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=Stage.BODY, reply="250 2.0.0 taken, and lost"))
    await session(sandbox)
    assert sandbox.mailbox.messages == []


async def test_a_mailer_held_by_a_fault_is_let_go_when_it_is_forgotten(
    sandbox: Sandbox, web: httpx.AsyncClient
) -> None:
    plan = sandbox.smtp.faults
    plan.add(SmtpFault(stage=Stage.NOOP, delay_before=600, delay_after=600))
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(session(sandbox))
        while not plan.planned[0].struck:
            await web.get("/clock")
        await web.delete("/control/faults")
    assert len(sandbox.mailbox.messages) == 1


async def test_the_desk_does_not_wait_for_a_fault(sandbox: Sandbox) -> None:
    loop = asyncio.get_running_loop()
    async with Sandbox() as other, asyncio.timeout(5):
        other.smtp.faults.add(SmtpFault(stage=Stage.CONNECT, delay_before=600))
        _, writer = await asyncio.open_connection(other.smtp_host, other.smtp_port)
        start = loop.time()
    writer.close()
    assert loop.time() - start < 2
