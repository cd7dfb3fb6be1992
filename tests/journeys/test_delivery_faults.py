"""Everything that can go wrong on the way, by plan: what becomes of the message, how often it was there, and when.

The real courier and both real senders against the sandbox, in one process; hours pass on a clock moved by hand.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from db.database import Database
from db.deliveries import DeliveryState, Lane
from sandbox.chats import ChatKind
from sandbox.faults.kinds import Drop, Fault, SmtpFault, Stage
from sandbox.mail.authority import Certificate
from tests.journeys.scenes import MAILBOX, STILL, Scene, scene
from tests.notifier.conftest import file as file
from tests.notifier.conftest import migrated_file as migrated_file
from tests.notifier.couriers import eventually, outages_of, until_attempted
from tests.notifier.makers import by_email, by_telegram, put, rows

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    fault: Fault
    #: Of the chat's delivery, and of the e-mail that stands by.
    end: tuple[str, str] = ("sent", "standby")
    #: In the chat, in the mailbox.
    copies: tuple[int, int] = (1, 0)
    open: bool = True
    within: timedelta = timedelta(0)
    lane: Lane = Lane.INTERACTIVE


def refusal(status: int, description: str = "", *, times: int | None = 1, **more: int) -> Fault:
    return Fault(method="sendMessage", status=status, description=description, times=times, **more)  # type: ignore[arg-type]


def page(status: int | None = None, *, method: str | None = "sendMessage", times: int = 1) -> Fault:
    return Fault(method=method, status=status, garbage="<html>Aceite os termos</html>", times=times)


def dropped(when: Drop, *, times: int = 1) -> Fault:
    return Fault(method="sendMessage", drop=when, times=times)


BLOCKED = "Forbidden: bot was blocked by the user"
FAILED = Row(fault=refusal(403, BLOCKED), end=("failed", "sent"), copies=(0, 1), open=False)
HELD = ("unknown", "standby")

TELEGRAM = {
    "the person blocked the bot": FAILED,
    "an account that is gone": Row(
        fault=refusal(403, "Forbidden: user is deactivated"),
        end=("failed", "sent"),
        copies=(0, 1),
        open=False,
    ),
    "chat not found": Row(
        fault=refusal(400, "Bad Request: chat not found"), end=("failed", "sent"), copies=(0, 1), open=False
    ),
    "our own mistake closes nothing": Row(
        fault=refusal(400, "Bad Request: message is too long"), end=("failed", "sent"), copies=(0, 1)
    ),
    "markup refused goes as plain text once": Row(
        fault=refusal(400, "Bad Request: can't parse entities: Unexpected end tag")
    ),
    "markup and plain text refused": Row(
        fault=refusal(400, "Bad Request: can't parse entities: Unexpected end tag", times=2),
        end=("failed", "sent"),
        copies=(0, 1),
    ),
    "429": Row(fault=refusal(429, retry_after=60), within=1.5 * MINUTE),
    "429 without a time": Row(fault=refusal(429), within=MINUTE),
    "500 five times": Row(fault=refusal(500, times=5), within=5 * MINUTE),
    "502": Row(fault=refusal(502), within=MINUTE),
    "502 with a page": Row(fault=page(502), within=MINUTE),
    "409": Row(fault=refusal(409, "Conflict: terminated by other getUpdates request"), within=MINUTE),
    "a page instead of JSON, for one message": Row(fault=page(403, times=1), within=MINUTE),
    "a page instead of JSON, for everything": Row(fault=page(404, method=None, times=4), within=5 * MINUTE),
    "413 of a proxy": Row(fault=page(413), within=MINUTE),
    "a page with 200: it may be there": Row(fault=page(), copies=(2, 0), within=MINUTE),
    "a portal for everything: one copy a lost answer": Row(
        fault=page(method=None, times=4), copies=(2, 0), within=5 * MINUTE
    ),
    "dropped before the work: nobody can tell": Row(fault=dropped(Drop.BEFORE_WORK), within=MINUTE),
    "dropped after the work": Row(fault=dropped(Drop.AFTER_WORK), copies=(2, 0), within=MINUTE),
    "cut within the answer": Row(fault=dropped(Drop.WITHIN_ANSWER), copies=(2, 0), within=MINUTE),
    "answered too late": Row(fault=Fault(method="sendMessage", delay_after=1), copies=(2, 0), within=MINUTE),
    "an answer that dribbles": Row(
        fault=Fault(method="sendMessage", slow_body=3), copies=(2, 0), within=MINUTE
    ),
    "lost twice: the e-mail tells it": Row(
        fault=dropped(Drop.AFTER_WORK, times=2), end=("unknown", "sent"), copies=(2, 1), within=MINUTE
    ),
    "a broadcast whose answer was lost is held": Row(
        fault=dropped(Drop.AFTER_WORK), end=HELD, lane=Lane.BROADCASTS
    ),
    "504: a gateway gave up": Row(fault=refusal(504, "Gateway Timeout"), within=MINUTE),
}


@pytest.mark.parametrize("row", TELEGRAM.values(), ids=TELEGRAM.keys())
async def test_a_fault_of_telegram(row: Row, file: Path, tmp_path: Path) -> None:
    async with scene(file, tmp_path) as at:
        at.sandbox.telegram.faults.add(row.fault)
        await at.tell(lane=row.lane)
        await at.reaches(*row.end, within=row.within)
        assert at.copies == row.copies
        assert await at.is_open() is row.open


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    fault: SmtpFault
    end: str = "sent"
    copies: int = 1
    within: timedelta = timedelta(0)
    lane: Lane = Lane.INTERACTIVE


def reply(stage: Stage, words: str, *, times: int = 1) -> SmtpFault:
    return SmtpFault(stage=stage, reply=words, times=times)


def cut(stage: Stage, when: Drop, *, times: int = 1) -> SmtpFault:
    return SmtpFault(stage=stage, drop=when, times=times)


SMTP = {
    "421 in the greeting": MailRow(fault=reply(Stage.CONNECT, "421 4.3.2 closing"), within=MINUTE),
    "421 in mid-session": MailRow(fault=reply(Stage.MAIL, "421 4.7.0 too many"), within=MINUTE),
    "greylisted": MailRow(fault=reply(Stage.RCPT, "450 4.2.0 Greylisted"), within=6 * MINUTE),
    "451 after the body": MailRow(fault=reply(Stage.BODY, "451 4.3.0 try later"), within=6 * MINUTE),
    "452 no room now": MailRow(fault=reply(Stage.RCPT, "452 4.2.2 mailbox full"), within=6 * MINUTE),
    "nobody there": MailRow(fault=reply(Stage.RCPT, "550 5.1.1 User unknown"), end="failed", copies=0),
    "refused for its words": MailRow(fault=reply(Stage.BODY, "554 5.7.1 spam"), end="failed", copies=0),
    "the sender is refused": MailRow(fault=reply(Stage.MAIL, "553 5.1.8 no such sender"), within=2 * MINUTE),
    "silence before the body": MailRow(fault=SmtpFault(stage=Stage.RCPT, delay_after=1), within=MINUTE),
    "dropped at the greeting": MailRow(fault=cut(Stage.CONNECT, Drop.BEFORE_WORK), within=MINUTE),
    "dropped before the body": MailRow(fault=cut(Stage.DATA, Drop.BEFORE_WORK), within=MINUTE),
    "dropped after the body, taken": MailRow(fault=cut(Stage.BODY, Drop.AFTER_WORK), copies=2, within=MINUTE),
    "dropped after the body, lost": MailRow(fault=cut(Stage.BODY, Drop.BEFORE_WORK), within=MINUTE),
    "silence after the dot": MailRow(
        fault=SmtpFault(stage=Stage.BODY, delay_after=1), copies=2, within=MINUTE
    ),
    "no SMTP after the dot": MailRow(
        fault=SmtpFault(stage=Stage.BODY, garbage="<html>"), copies=2, within=MINUTE
    ),
    "lost twice: a person decides": MailRow(
        fault=cut(Stage.BODY, Drop.AFTER_WORK, times=2), end="unknown", copies=2, within=MINUTE
    ),
    "a broadcast whose answer was lost is held": MailRow(
        fault=cut(Stage.BODY, Drop.AFTER_WORK), end="unknown", lane=Lane.BROADCASTS
    ),
}


@pytest.mark.parametrize("row", SMTP.values(), ids=SMTP.keys())
async def test_a_fault_of_the_mail_server(row: MailRow, file: Path, tmp_path: Path) -> None:
    async with scene(file, tmp_path) as at:
        at.sandbox.smtp.faults.add(row.fault)
        await put(at.database, by_email(MAILBOX), lane=row.lane)
        await at.reaches(row.end, within=row.within)
        mails = at.sandbox.mailbox.to(MAILBOX)
        assert len(mails) == row.copies
        assert len({mail.contents.message_id for mail in mails}) <= 1


def refuse_login(at: Scene) -> None:
    fault = SmtpFault(stage=Stage.AUTH, reply="535 5.7.8 no", times=None)
    at.sandbox.smtp.faults.add(fault)


def show_a_strangers_certificate(at: Scene) -> None:
    at.sandbox.smtp.switches.certificate = Certificate.STRANGER


def show_an_expired_certificate(at: Scene) -> None:
    at.sandbox.smtp.switches.certificate = Certificate.EXPIRED


def show_anothers_certificate(at: Scene) -> None:
    at.sandbox.smtp.switches.certificate = Certificate.OTHER_NAME


def offer_no_tls(at: Scene) -> None:
    at.sandbox.smtp.switches.starttls = False


def refuse_the_token(at: Scene) -> None:
    at.sandbox.telegram.faults.add(Fault(status=401, description="Unauthorized", times=None))


def mend(at: Scene) -> None:
    at.sandbox.smtp.faults.clear()
    at.sandbox.telegram.faults.clear()
    at.sandbox.smtp.switches.certificate = Certificate.GOOD
    at.sandbox.smtp.switches.starttls = True


@pytest.mark.parametrize(
    "spoil",
    [
        refuse_login,
        show_a_strangers_certificate,
        show_an_expired_certificate,
        show_anothers_certificate,
        offer_no_tls,
        refuse_the_token,
    ],
)
async def test_a_channel_that_refuses_us_is_alarmed_keeps_its_queue_and_resumes_by_itself(
    spoil: Callable[[Scene], None], file: Path, tmp_path: Path
) -> None:
    async with scene(file, tmp_path, secured=True) as at:
        spoil(at)
        new = (
            by_telegram(at.chat, channel_id=at.channel_id) if spoil is refuse_the_token else by_email(MAILBOX)
        )
        await put(at.database, new)
        await eventually(lambda: outages_of(at.database))
        at.clock.move(minutes=2)
        await asyncio.sleep(STILL)
        (waiting,) = await rows(at.database)
        assert (waiting.state, waiting.attempts, sum(at.copies)) == (DeliveryState.PENDING, 0, 0)
        mend(at)
        await at.reaches("sent", within=5 * MINUTE)
        assert sum(at.copies) == 1
        await eventually(lambda: no_outage(at.database))


async def no_outage(database: Database) -> bool:
    return not await outages_of(database)


async def test_a_chat_that_is_slowed_down_waits_and_the_others_go_on(file: Path, tmp_path: Path) -> None:
    async with scene(file, tmp_path) as at:
        joao = at.sandbox.telegram.phone("João")
        await joao.says("/start")
        at.sandbox.telegram.faults.add(Fault(chat=at.chat, status=429, retry_after=300))
        await put(at.database, by_telegram(at.chat))
        await until_attempted(at.database)
        await put(at.database, by_telegram(joao.chat_id))
        await at.reaches("pending", "sent", within=timedelta(0))
        at.clock.move(seconds=290)
        await asyncio.sleep(STILL)
        assert at.copies == (0, 0)
        await at.reaches("sent", "sent", within=6 * MINUTE)
        assert [row.attempts for row in await rows(at.database)] == [1, 1]


async def test_a_group_that_became_another_gets_its_message_there_once(file: Path, tmp_path: Path) -> None:
    async with scene(file, tmp_path) as at:
        group = at.sandbox.telegram.group("Turma", kind=ChatKind.GROUP)
        new = at.sandbox.telegram.group("Turma", kind=ChatKind.SUPERGROUP)
        group.migrated_to = new.id
        await put(at.database, by_telegram(group.id))
        await at.reaches("sent", within=MINUTE)
        assert [len(at.sandbox.telegram.ledger.to(one)) for one in (group.id, new.id)] == [0, 1]
