"""Made-up bot tokens. A token that could be somebody's real one is never accepted here."""

import re
import secrets
import string

_MARK = "SANDBOX_not_a_real_token_"
_OURS = re.compile(rf"\d{{6,10}}:{_MARK}[A-Za-z0-9]{{10}}")
_WELL_FORMED = re.compile(r"\d{1,12}:[A-Za-z0-9_-]{30,}")


class RealLookingToken(ValueError):
    """The token handed over does not carry the sandbox's mark."""


def make_token() -> str:
    """Telegram's syntax (digits, a colon, 35 characters), with a mark anybody can read."""
    tail = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(10))
    return f"{secrets.randbelow(900_000_000) + 100_000_000}:{_MARK}{tail}"


def refuse_real_token(token: str) -> None:
    """Raises RealLookingToken unless the token was made by `make_token`; never repeats it in the words."""
    if not _OURS.fullmatch(token):
        raise RealLookingToken(
            "the sandbox takes only tokens of its own making: leave `token` out to get one"
        )


def is_well_formed(token: str) -> bool:
    return _WELL_FORMED.fullmatch(token) is not None


def bot_id_of(token: str) -> int:
    return int(token.partition(":")[0])
