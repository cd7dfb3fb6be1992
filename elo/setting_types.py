"""What a key of config.toml may hold: the types of elo/settings.py, each refusing in words for the operator."""

import re
from datetime import date, time
from typing import Annotated

from pydantic import BeforeValidator, SecretStr

from elo.addresses import is_listened_on, is_public, is_root, is_text
from elo.reminder_steps import are_steps

#: IBGE: the 26 states and the Distrito Federal.
UFS = frozenset(re.findall("..", "ACALAMAPBACEDFESGOMAMGMSMTPAPBPEPIPRRJRNRORRRSSCSESPTO"))
DATABASE = re.compile(r"sqlite(\+aiosqlite)?:///.+|postgres(ql)?(\+asyncpg)?://.*")


def _is_database(value: object) -> object:
    if not DATABASE.fullmatch(str(is_text(value))):
        raise ValueError("must start with sqlite:/// or postgresql://")
    return str(value).strip()


def _is_token(value: object) -> object:
    if re.search(r"[\s/]", str(is_text(value))):
        raise ValueError("must be the token as @BotFather gave it, without spaces or slashes")
    return str(value).strip()


def _is_mailbox(value: object) -> object:
    text = str(is_text(value))
    if text and not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", text):
        raise ValueError("must be one e-mail address, without a name")
    return text


def _is_wall_time(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value.strip()):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    if isinstance(value, time) and value.tzinfo is None:
        return value
    raise ValueError("must be a time between 00:00 and 23:59, as HH:MM")


def _is_day(value: object) -> object:
    if value is None or value == "":
        return None
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError("must be a date as YYYY-MM-DD") from error


def _is_feed(value: object) -> object:
    text = str(is_text(value))
    if not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", text):
        raise ValueError("must be the address of a feed, as https://…")
    return text


def _is_host(value: object) -> object:
    text = str(is_text(value)).casefold().strip(".")
    if not re.fullmatch(r"[^\s/@:.]+(\.[^\s/@:.]+)+", text):
        raise ValueError("must be the name of a host, as example.org")
    return text


def _is_uf(value: object) -> object:
    text = str(is_text(value)).upper()
    if text and text not in UFS:
        raise ValueError("must be one of the 27 UFs, as BA, or empty for all")
    return text


Steps = Annotated[dict[str, dict[str, list[int]]], BeforeValidator(are_steps)]
Text = Annotated[str, BeforeValidator(is_text)]
Root = Annotated[str, BeforeValidator(is_root)]
Listened = Annotated[str, BeforeValidator(is_listened_on)]
PublicUrl = Annotated[str, BeforeValidator(is_public)]
Mailbox = Annotated[str, BeforeValidator(_is_mailbox)]
Token = Annotated[SecretStr, BeforeValidator(_is_token)]
Secret = Annotated[SecretStr, BeforeValidator(is_text)]
DatabaseUrl = Annotated[SecretStr, BeforeValidator(_is_database)]
WallTime = Annotated[time, BeforeValidator(_is_wall_time)]
FeedUrl = Annotated[str, BeforeValidator(_is_feed)]
Host = Annotated[str, BeforeValidator(_is_host)]
Uf = Annotated[str, BeforeValidator(_is_uf)]
Day = Annotated[date | None, BeforeValidator(_is_day)]
