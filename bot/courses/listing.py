"""The list of classes: where one can enrol, what comes, and one's own; in pages, as a calendar, by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import shorten

from bot.courses.calendar import ALL, calendar_button
from bot.courses.card import SEE, show_card
from bot.courses.interests import LIST
from bot.courses.seen import called, may_change, seen_classes
from bot.keyboards import in_pairs
from bot.turn import Turn
from db.classes import CourseClass
from db.courses import Course
from rede.bound_buttons import Pressed
from rede.class_words import State, class_facts, state_of
from rede.hearers import LABEL

#: Acts of buttons: the next page, from that place on; the courses that one's institutions told of.
MORE, TOLD = "cursosmais", "cursosinformados"
#: Classes of one message; characters of a title.
MOST, LONGEST = 8, 90
_LATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listed:
    #: `open`, `soon`, `mine`.
    section: str
    one: CourseClass
    course: Course


async def show_list(turn: Turn, start: int = 0) -> None:
    listed = _in_sections(turn, await seen_classes(turn))
    page = listed[start : start + MOST]
    left = max(0, len(listed) - start - MOST)
    turn.answer(
        "courses_list",
        buttons=[*_class_buttons(turn, page), *_below(turn, listed, start + MOST if left else 0)],
        sections=await _lines(turn, page),
        total=len(listed),
        left=left,
        enters=any([await may_change(turn, one.id) for one in turn.served]),
    )


async def show_called(turn: Turn, words: str) -> None:
    """Those of a title like that; the one that there is, whole."""
    found = called(await seen_classes(turn), words)
    if len(found) == 1:
        await show_card(turn, found[0][0].id)
        return
    page = [Listed("found", *row) for row in found[:MOST]]
    turn.answer(
        "courses_called",
        buttons=_class_buttons(turn, page),
        words=words[:60],
        sections=await _lines(turn, page),
        left=max(0, len(found) - MOST),
    )


async def take_more(turn: Turn, pressed: Pressed) -> None:
    await show_list(turn, pressed.number)


def in_reach(turn: Turn, rows: Sequence[tuple[CourseClass, Course]]) -> list[CourseClass]:
    """Where one can enrol, or soon will."""
    listed = _in_sections(turn, rows)
    return [each.one for each in listed if each.section != "mine"]


def _in_sections(turn: Turn, rows: Sequence[tuple[CourseClass, Course]]) -> list[Listed]:
    now, own = turn.desk.now, {one.id for one in turn.served}
    states = {one.id: state_of(one, now) for one, _ in rows}
    opened = [row for row in rows if states[row[0].id] is State.OPEN]
    soon = [row for row in rows if states[row[0].id] is State.SOON]
    mine = [
        row
        for row in rows
        if row[0].institution_id in own and states[row[0].id] not in (State.OPEN, State.SOON)
    ]
    opened.sort(key=lambda row: row[0].enrol_closes_at or _LATE)
    soon.sort(key=lambda row: row[0].enrol_opens_at or _LATE)
    return [
        Listed(section, one, course)
        for section, some in (("open", opened), ("soon", soon), ("mine", mine))
        for one, course in some
    ]


async def _lines(turn: Turn, page: Sequence[Listed]) -> list[dict[str, object]]:
    own = {one.id for one in turn.served}
    facts = await class_facts(turn.desk, [each.one.id for each in page])
    sections: list[dict[str, object]] = []
    lines: list[dict[str, object]] = []
    for each, one in zip(page, facts, strict=True):
        if not sections or sections[-1]["name"] != each.section:
            lines = []
            sections.append({"name": each.section, "lines": lines})
        title = shorten(one.course, LONGEST, placeholder="…")
        lines.append({"title": title, "one": one, "own": each.one.institution_id in own})
    return sections


def _class_buttons(turn: Turn, page: Sequence[Listed]) -> list[list[tuple[str, str]]]:
    return in_pairs(
        [
            (
                f"{each.one.starts_on:%d/%m} {each.course.title}"[:LABEL],
                turn.button(SEE, each.one.id, each.one.sequence),
            )
            for each in page
        ]
    )


def _below(turn: Turn, listed: Sequence[Listed], following: int) -> list[list[tuple[str, str]]]:
    more = [[(turn.text("button_see_more"), turn.button(MORE, following))]] if following else []
    rows = [
        (turn.text("button_my_interests"), turn.button(LIST, 0)),
        (turn.text("button_courses_told"), turn.button(TOLD, 0)),
    ]
    if any(each.section != "mine" for each in listed):
        rows.append(calendar_button(turn, ALL))
    return [*more, *in_pairs(rows)]
