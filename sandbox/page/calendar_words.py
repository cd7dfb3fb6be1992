"""Instants as a person in Brasília reads them."""

from datetime import datetime
from zoneinfo import ZoneInfo

BRASILIA = ZoneInfo("America/Sao_Paulo")
_WEEKDAYS = (
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
    "sábado",
    "domingo",
)


def day(instant: datetime) -> str:
    """segunda-feira, 15/03/2027"""
    local = instant.astimezone(BRASILIA)
    return f"{_WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y}"


def hour(instant: datetime) -> str:
    """14h30"""
    return f"{instant.astimezone(BRASILIA):%Hh%M}"


def short(instant: datetime) -> str:
    """15/03 14h30"""
    return f"{instant.astimezone(BRASILIA):%d/%m %Hh%M}"


def for_field(instant: datetime) -> str:
    """As a date and time field of a form writes it."""
    return f"{instant.astimezone(BRASILIA):%Y-%m-%dT%H:%M}"


def from_field(text: str) -> datetime:
    """Raises ValueError when it is not the value of a date and time field."""
    return datetime.fromisoformat(text).replace(tzinfo=BRASILIA)
