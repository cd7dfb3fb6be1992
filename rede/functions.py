"""Functions of people as they are typed and told. A tool of acts."""

from db.people import Function, Membership
from rede.desk import Desk


def read_function(text: str) -> tuple[str, str] | None:
    """A code of `Function`, with the axis of `area_tematica:<axis>`; None when it is none."""
    code, colon, axis = (part.strip() for part in text.lower().partition(":"))
    if (
        code not in list(Function)
        or bool(axis) != (code == Function.AREA_TEMATICA)
        or bool(colon) != bool(axis)
    ):
        return None
    return code, axis


def function_words(desk: Desk, row: Membership) -> str:
    return desk.office.texts.chat("function_name", code=row.function, axis=row.axis)
