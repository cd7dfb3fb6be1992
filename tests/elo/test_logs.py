"""No token, address or CPF reaches a line of log, whoever wrote it and however."""

import asyncio
import io
import json
import logging

import httpx
import pytest
import structlog
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from elo import logs

TOKEN = "8123456789:AAE-abcdefghijklmnopqrstuvwxyz_012"


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    logs.set_up(stream=stream, secrets=["s3cret-word"])
    return stream


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/sendMessage", "POST https://api.telegram.org/bot[token]/sendMessage"),
        (f"GET http://127.0.0.1:80/file/bot{TOKEN}/a.pdf", "GET http://127.0.0.1:80/file/bot[token]/a.pdf"),
        ("POST http://x/bot12%3Aab-c/getMe", "POST http://x/bot[token]/getMe"),
        ("POST http://x/botanything/getMe", "POST http://x/bot[token]/getMe"),
        ("bot81:ab is gone", "[token] is gone"),
        (f"token {TOKEN}", "token [token]"),
        ("550 <joao.lima+elo@mail.gov.br> unknown", "550 <[email]> unknown"),
        ("to joão@exemplo.org, x@localhost", "to [email], [email]"),
        ("postgresql://elo:word@db.local/elo", "postgresql://db.local/elo"),
        ("CPF 529.982.247-25 and 52998224725", "CPF [cpf] and [cpf]"),
        ("phone 71987654321, cnpj 12345678000195", "phone 71987654321, cnpj 12345678000195"),
        ("the password is s3cret-word", "the password is [secret]"),
        ("12:30 in /work/bot/commands/entregar.py", "12:30 in /work/bot/commands/entregar.py"),
    ],
)  # fmt: skip
def test_a_line_is_redacted(line: str, shown: str) -> None:
    assert logs.redact(line, ["s3cret-word"]) == shown


def test_the_clients_own_line_with_the_token_in_its_url_is_redacted(lines: io.StringIO) -> None:
    logging.getLogger("httpx").setLevel(logging.INFO)
    answer = httpx.MockTransport(lambda request: httpx.Response(200, json={"ok": True}))
    with httpx.Client(transport=answer) as client:
        client.post(f"https://api.telegram.org/bot{TOKEN}/getMe")
    told = json.loads(lines.getvalue())
    assert told["event"].startswith("HTTP Request: POST https://api.telegram.org/bot[token]/getMe")
    assert TOKEN not in lines.getvalue()


def test_talkative_libraries_are_silent(lines: io.StringIO) -> None:
    for name in ("httpx", "httpcore.http11", "apscheduler.scheduler", "aiosqlite"):
        logging.getLogger(name).info("chatter")
    assert lines.getvalue() == ""


async def test_a_failure_of_the_telegram_client_is_logged_without_the_token(lines: io.StringIO) -> None:
    bot = Bot(TOKEN, base_url="http://127.0.0.1:9/bot", request=HTTPXRequest(connect_timeout=1))
    try:
        await bot.get_me()
    except NetworkError:
        logging.getLogger("elo").exception("at http://127.0.0.1:9/bot%s/getMe", TOKEN)
    assert "NetworkError" in lines.getvalue()
    assert TOKEN not in lines.getvalue()


def test_an_exception_is_redacted_with_its_text_and_its_cause(lines: io.StringIO) -> None:
    try:
        try:
            raise OSError("550 5.1.1 <maria.souza@prefeitura.ba.gov.br> unknown")
        except OSError as refused:
            raise ValueError(
                f"https://api.telegram.org/bot{TOKEN}/sendMessage, CPF 529.982.247-25"
            ) from refused
    except ValueError:
        structlog.get_logger("notifier").exception("send failed", to="maria.souza@prefeitura.ba.gov.br")
    told = json.loads(lines.getvalue())
    assert "550 5.1.1 <[email]> unknown" in told["exception"]
    assert told["to"] == "[email]"
    assert not any(word in lines.getvalue() for word in (TOKEN, "maria", "529.982"))


def test_one_line_is_one_object_with_level_logger_and_time(lines: io.StringIO) -> None:
    structlog.get_logger("courier").info("sent", delivery=81)
    told = json.loads(lines.getvalue())
    assert (told["event"], told["delivery"], told["level"], told["logger"]) == ("sent", 81, "info", "courier")
    assert told["timestamp"].endswith("Z")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_plain_words_redacted_too() -> None:
    stream = Terminal()
    logs.set_up(stream=stream)
    structlog.get_logger("courier").warning("refused", to="maria@example.org")
    assert "refused" in stream.getvalue()
    assert "[email]" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_setting_up_twice_writes_each_line_once(lines: io.StringIO) -> None:
    again = io.StringIO()
    logs.set_up(stream=again)
    structlog.get_logger("courier").info("sent")
    assert lines.getvalue() == ""
    assert again.getvalue().count("\n") == 1


def test_what_is_only_tried_out_is_not_told_as_done(lines: io.StringIO) -> None:
    log = structlog.get_logger("elo.rings")
    with structlog.contextvars.bound_contextvars(rehearsal=True):
        log.info("reminders.planned", people=3)
        log.warning("reminders.strange")
    log.info("reminders.planned", people=2)
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(line["event"], line.get("people")) for line in told] == [
        ("reminders.strange", None),
        ("reminders.planned", 2),
    ]


@pytest.mark.parametrize(("error", "told"), [(asyncio.CancelledError(), False), (OSError("gone"), True)])
def test_a_pool_tells_of_a_connection_only_if_nobody_asked_for_the_end(
    lines: io.StringIO, error: BaseException, told: bool
) -> None:
    pool = logging.getLogger("sqlalchemy.pool.impl.AsyncAdaptedQueuePool")
    pool.error("Exception during reset or similar", exc_info=error)
    assert ("Exception during reset" in lines.getvalue()) == told
