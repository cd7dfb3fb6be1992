"""An audience as people say it: `primeira camada; na Bahia; menos: instituição UPB`. A tool of acts."""

from collections.abc import Sequence
from html import unescape
from textwrap import shorten

from db.courses import Course
from db.people import Function
from rede.audience_reading import read_audience
from rede.audience_words import Audience, AudienceRefused, Filter, Kind
from rede.desk import Desk
from scheduler.days.places import states

#: Values told of one filter, of which a list of institutions may have hundreds; characters of all of it.
MOST, LONGEST = 6, 200
#: Characters of all of them, where an announcement is told of.
LONGEST_KEPT = 300


async def audience_in_words(desk: Desk, audience: Audience) -> str:
    """Plain text, to be escaped where it is shown; no full stop."""
    return "; ".join(await filters_in_words(desk, audience))


async def kept_audience_in_words(desk: Desk, kept: str) -> str:
    """That of an announcement; as it is kept where it is none of the language, as a correction's."""
    try:
        lines = await filters_in_words(desk, read_audience(kept))
    except AudienceRefused:
        lines = [kept]
    return shorten("; ".join(lines), LONGEST_KEPT, placeholder="…")


async def filters_in_words(desk: Desk, audience: Audience) -> Sequence[str]:
    """One line for each filter; plain text."""
    told = [await _told(desk, one) for one in audience.filters]
    return [shorten(unescape(line), LONGEST, placeholder="…") for line in told] or [
        desk.office.texts.chat("audience_everybody")
    ]


async def _told(desk: Desk, one: Filter) -> str:
    return desk.office.texts.chat(
        "audience_filter",
        kind=str(one.kind),
        negated=one.negated,
        values=[await _value(desk, one.kind, value) for value in one.values[:MOST]],
        more=max(0, len(one.values) - MOST),
    )


async def _value(desk: Desk, kind: Kind, value: str) -> str | tuple[str, str]:
    match kind:
        case Kind.UF:
            return states()[value].located
        case Kind.FUNCTION if value in list(Function):
            return desk.office.texts.chat("function_name", code=value, axis="")
        case Kind.GOAL:
            key, _, state = value.partition("=")
            return key, state
        case Kind.INTEREST:
            about, _, what = value.partition(":")
            return about, await _course(desk, what) if about == "curso" else what
        case _:
            return value


async def _course(desk: Desk, number: str) -> str:
    found = await desk.session.get(Course, int(number))
    return f"“{found.title}”" if found else number
