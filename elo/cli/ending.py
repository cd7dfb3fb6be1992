"""How a command ends: its exit code (design.md) and `error:` with `hint:` on stderr, never a traceback."""

import secrets
import traceback
from enum import IntEnum
from errno import ENOSPC

from elo.cli.printing import say
from elo.configuration import InvalidConfiguration


class Ending(IntEnum):
    OK = 0
    FAILED = 1
    USAGE = 2
    CONFIGURATION = 3
    PARTLY = 4
    UNREACHABLE = 5
    #: For mail servers (sysexits.h, EX_TEMPFAIL): they keep the message and come again.
    TRY_AGAIN = 75
    INTERRUPTED = 130


class Failure(Exception):
    """The command cannot go on; said to the person, with the mend when it is known."""

    def __init__(self, ending: Ending, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.ending = ending
        self.hint = hint


def explain(error: BaseException) -> Ending:
    """Says what went wrong; the code to exit with."""
    from db.database import StoreFull, StoreUnreachable
    from rede.refusal import Refusal

    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    match error:
        case Failure():
            return _end(error.ending, str(error), error.hint)
        case InvalidConfiguration():
            for fault in error.faults:
                _end(Ending.CONFIGURATION, fault.message, fault.hint)
            return Ending.CONFIGURATION
        case StoreFull():
            message, hint = "there is no room left for the database", "make room, then run the command again"
            return _end(Ending.FAILED, message, hint)
        case StoreUnreachable():
            return _end(Ending.UNREACHABLE, f"the database does not answer ({error})", "see [database] url")
        case ModuleNotFoundError(name="asyncpg"):
            message, hint = "PostgreSQL needs the package asyncpg", "pip install 'elo[postgres]'"
            return _end(Ending.CONFIGURATION, message, hint)
        case OSError(strerror=str(reason)) if error.filename or error.errno == ENOSPC:
            return _end(Ending.FAILED, f"{error.filename or 'output'}: {reason}")
        case Refusal():
            return _end(Ending.FAILED, f"refused: {error.key}")
        case _:
            return _unexpected(error)


def _end(ending: Ending, message: str, hint: str = "") -> Ending:
    say(f"error: {message}")
    if hint:
        say(f"hint: {hint}")
    return ending


def _unexpected(error: BaseException) -> Ending:
    """A defect of ours: one line of log says where, the person gets the code that finds it."""
    import structlog

    from elo import logs

    code = secrets.token_hex(2).upper()
    frames = reversed(traceback.extract_tb(error.__traceback__))
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    logs.set_up()
    structlog.get_logger("elo.cli").error(
        "command failed", code=code, error=f"{type(error).__name__}: {error}", where=where[:8]
    )
    return _end(
        Ending.FAILED, f"something went wrong (code {code})", "the line of log above has the same code"
    )
