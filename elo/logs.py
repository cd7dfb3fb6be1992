"""Where lines of log go: stderr, one JSON object a line (plain text on a terminal), personal data taken out.

Every line passes `redact` last, after exceptions and foreign libraries' texts are in it.
"""

import logging
import re
import sys
from asyncio import CancelledError
from collections.abc import Sequence
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

#: Libraries that log what they send, URL and all.
TALKATIVE = (
    "alembic",
    "httpx",
    "httpcore",
    "apscheduler",
    "aiosqlite",
    "telegram",
    "asyncio",
    "uvicorn",
)
#: For commands: only what went wrong.
QUIET = logging.WARNING
TOKEN = re.compile(
    r"(?i)(/(?:file/)?bot)(?!\[)[^/\s\"'\\]+(?=/)|bot\d+(?::|%3a)[\w-]+|\d{6,}(?::|%3a)[\w-]{20,}"
)
URL_LOGIN = re.compile(r"(?<=://)[^/\s@\"']+@")
EMAIL = re.compile(r"[\w.+%'’&=~-]+@[\w-]+(?:\.[\w-]+)*")
CPF = re.compile(r"(?<![\dA-Za-z.])(?:\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11})(?![\dA-Za-z])")


def redact(line: str, secrets: Sequence[str] = ()) -> str:
    """The line without bot tokens, logins in addresses, e-mail addresses, CPFs, and the given secrets."""
    for secret in secrets:
        line = line.replace(secret, "[secret]")
    line = TOKEN.sub(lambda found: f"{found[1]}[token]" if found[1] else "[token]", line)
    line = EMAIL.sub("[email]", URL_LOGIN.sub("", line))
    return CPF.sub(lambda found: "[cpf]" if _is_cpf(found[0]) else found[0], line)


def _is_cpf(text: str) -> bool:
    """A CPF with its punctuation is taken for one; eleven digits only when their check digits agree."""
    if "." in text:
        return True
    digits = [int(digit) for digit in text]
    return len(set(digits)) > 1 and all(
        sum(digit * weight for digit, weight in zip(digits, range(size + 1, 1, -1), strict=False))
        * 10
        % 11
        % 10
        == digits[size]
        for size in (9, 10)
    )


class Redacting(structlog.stdlib.ProcessorFormatter):
    """Renders a record of ours or of a library, then redacts the finished line."""

    def __init__(self, *, processors: Sequence[Processor], secrets: Sequence[str]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=_common())
        self._secrets = [secret for secret in secrets if len(secret) > 3]

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self._secrets)


def _is_not_an_end(record: logging.LogRecord) -> bool:
    """A connection whose work is cancelled is closed instead of kept; its pool tells of it as of a defect."""
    what = record.exc_info[0] if record.exc_info else None
    cancelled = what is not None and issubclass(what, CancelledError)
    return not (cancelled and record.name.startswith("sqlalchemy.pool"))


def _common() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _unless_rehearsed(_: object, level: str, event: EventDict) -> EventDict:
    """What is only played on a copy did not happen; what fails there is worth knowing."""
    if event.get("rehearsal") and level in ("debug", "info"):
        raise structlog.DropEvent
    return event


def set_up(*, secrets: Sequence[str] = (), level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Routes structlog and stdlib logging to `stream` (stderr). May be called again: the last one counts."""
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.addFilter(_is_not_an_end)
    handler.setFormatter(Redacting(processors=_rendering(target), secrets=secrets))
    root = logging.getLogger()
    for former in [each for each in root.handlers if isinstance(each.formatter, Redacting)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[*_common(), _unless_rehearsed, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _rendering(target: TextIO) -> list[Processor]:
    without_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if target.isatty():
        # Without colours: their codes would part what `redact` looks for.
        plain = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
        return [without_meta, plain]
    return [
        without_meta,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=False),
    ]
