"""The answer of one institution as it is made ready for it: what it reported in the period, and what it changed.

Only the changes are kept till it is sent, so that what is accepted meanwhile is there too; then all of it is. A
tool of acts.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from html import unescape
from textwrap import shorten
from zlib import crc32

from db.deliverables import Deliverable, DeliverableState
from db.plans import Goal
from db.requests import ANSWERING
from notifier.texts import Texts
from rede.filing import LONGEST, evidence_in
from rede.progress_lines import number
from rede.requested import Period
from scheduler.clock import local_day

#: Goals whose reports are answers, not actions.
_ANSWERS = (ANSWERING, "3.6")
#: What counts for the Secretariat; what waits is only counted.
_ACCEPTED = (DeliverableState.ACCEPTED, DeliverableState.RECORDED)
_WAITING = (DeliverableState.SUBMITTED,)
#: Characters of a title taken from a description.
_TITLE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One action that was reported."""

    protocol: str
    key: str
    goal: str
    axis: str
    day: date
    words: str
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What the people of an institution changed; `sent`: all that it was, once it has been sent."""

    version: int = 0
    left_out: frozenset[str] = frozenset()
    reworded: Mapping[str, str] = field(default_factory=dict)
    added: Sequence[str] = ()
    sent: Sequence[Item] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The draft with what the reports say: `waiting` more are sent and not accepted yet."""

    draft: Draft
    items: Sequence[Item]
    waiting: int

    @property
    def mark(self) -> str:
        """Another one: it is not what somebody was shown before."""
        shown = "\n".join([*(f"{one.protocol} {one.words}" for one in self.items), *self.draft.added])
        return f"{self.draft.version}.{crc32(shown.encode())}"

    @property
    def is_empty(self) -> bool:
        return not self.items and not self.draft.added


def filled(draft: Draft, reports: Iterable[tuple[Deliverable, Goal]], period: Period) -> Filled:
    found, waiting = [], 0
    for report, goal in reports:
        if goal.key in _ANSWERS or _day_of(report) not in period:
            continue
        waiting += report.state in _WAITING
        if report.state in _ACCEPTED and report.protocol not in draft.left_out:
            item = item_of(report, goal)
            found.append(replace(item, words=draft.reworded.get(item.protocol, item.words)))
    return Filled(draft=draft, items=sorted(found, key=_order), waiting=waiting)


def _order(one: Item) -> tuple[str, date, str]:
    return one.key, one.day, one.protocol


def item_of(report: Deliverable, goal: Goal) -> Item:
    told = evidence_in(report.evidence)
    title = told.get("title") or shorten(report.description, _TITLE, placeholder="…")
    hours = f"{number(report.hours)} h" if report.hours is not None else ""
    parts = (title, _days(told), hours, told.get("place", ""), told.get("link", ""), told.get("result", ""))
    return Item(
        protocol=report.protocol,
        key=goal.key,
        goal=goal.text,
        axis=goal.axis,
        day=_day_of(report),
        words=" · ".join(part for part in parts if part),
        hours=report.hours,
    )


def _day_of(report: Deliverable) -> date:
    """When it was done; else when it was told."""
    told = evidence_in(report.evidence)
    said = (told.get("days") or told.get("day") or "").partition("/")[0]
    try:
        return date.fromisoformat(said)
    except ValueError:
        return local_day(report.received_at)


def _days(told: Mapping[str, str]) -> str:
    first, _, last = (told.get("days") or told.get("day") or "").partition("/")
    try:
        days = [f"{date.fromisoformat(one):%d/%m/%Y}" for one in (first, last) if one]
    except ValueError:
        return ""
    return " a ".join(dict.fromkeys(days))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLines:
    """What a text knows of one goal in an answer: its items by their numbers."""

    key: str
    goal: str
    count: int
    hours: str
    #: (2026, 40): the hours of each civil year, where there are several.
    years: Sequence[tuple[int, str]]
    lines: Sequence[tuple[int, str, str]]


def by_goal(items: Sequence[Item]) -> Sequence[GoalLines]:
    numbered: dict[str, list[tuple[int, Item]]] = {}
    for at, one in enumerate(items, start=1):
        numbered.setdefault(one.key, []).append((at, one))
    return [_goal_lines(of_goal) for of_goal in numbered.values()]


def _goal_lines(numbered: Sequence[tuple[int, Item]]) -> GoalLines:
    items = [one for _, one in numbered]
    years: dict[int, Decimal] = {}
    for one in items:
        if one.hours is not None:
            years[one.day.year] = years.get(one.day.year, Decimal(0)) + one.hours
    return GoalLines(
        key=items[0].key,
        goal=items[0].goal,
        count=len(items),
        hours=number(sum(years.values(), Decimal(0))) if years else "",
        years=[(year, number(years[year])) for year in sorted(years)] if len(years) > 1 else [],
        lines=[(at, one.words, one.protocol) for at, one in numbered],
    )


def in_words(texts: Texts, one: Filled, *, most: int = LONGEST) -> tuple[str, bool]:
    """Plain text with its items by number, and whether all of them are in it; the totals always are."""
    facts = {"goals": by_goal(one.items), "added": list(enumerate(one.draft.added, start=len(one.items) + 1))}
    words = ""
    for room in (10**6, 400, 200, 100, 50, 25, 10, 4, 0):
        whole = len(one.items) + len(one.draft.added) <= room
        words = unescape(texts.chat("request_answer", room=room, whole=whole, **facts))
        if len(words) <= most:
            return words, whole
    # Only additions of great length are left.
    return words[: most - 1] + "…", False


def as_json(draft: Draft) -> str:
    told: dict[str, object] = {
        "version": draft.version,
        "left_out": sorted(draft.left_out),
        "reworded": dict(draft.reworded),
        "added": list(draft.added),
    }
    if draft.sent is not None:
        told["sent"] = [_plain(one) for one in draft.sent]
    return json.dumps(told, ensure_ascii=False)


def _plain(one: Item) -> dict[str, str]:
    return {
        "protocol": one.protocol,
        "key": one.key,
        "goal": one.goal,
        "axis": one.axis,
        "day": one.day.isoformat(),
        "words": one.words,
        "hours": str(one.hours) if one.hours is not None else "",
    }


def draft_in(text: str) -> Draft:
    """Of `Asked.draft`."""
    if not text:
        return Draft()
    told = json.loads(text)
    sent = told.get("sent")
    return Draft(
        version=int(told["version"]),
        left_out=frozenset(map(str, told["left_out"])),
        reworded={str(name): str(value) for name, value in told["reworded"].items()},
        added=[str(one) for one in told["added"]],
        sent=None if sent is None else [_item_in(one) for one in sent],
    )


def _item_in(told: Mapping[str, str]) -> Item:
    return Item(
        protocol=told["protocol"],
        key=told["key"],
        goal=told["goal"],
        axis=told["axis"],
        day=date.fromisoformat(told["day"]),
        words=told["words"],
        hours=Decimal(told["hours"]) if told["hours"] else None,
    )
