"""The answers to a request put together: what was done, by axis, State and goal; who is missing. A tool of acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from db.institutions import Institution
from db.requests import Reply, Request, replies
from rede.desk import Desk
from rede.progress_lines import number
from rede.request_draft import Item, draft_in
from scheduler.clock import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    place: Institution
    protocol: str
    day: date
    #: It came after the date that was asked for; after the request was closed.
    late: bool
    after_closing: bool
    says_nothing: bool
    words: str
    items: Sequence[Item]
    added: Sequence[str]


@dataclass(frozen=True, slots=True)
class Total:
    """One line of a summary: an axis, a State, a goal."""

    name: str
    items: int
    hours: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    request: Request
    answered: Sequence[Answered]
    missing: Sequence[Institution]

    @property
    def rows(self) -> list[tuple[Answered, Item]]:
        return [(one, item) for one in self.answered for item in one.items]

    @property
    def hours(self) -> str:
        return number(sum((item.hours or Decimal(0) for _, item in self.rows), Decimal(0)))

    def by_axis(self) -> Sequence[Total]:
        return self._totals(lambda _, item: item.axis)

    def by_goal(self) -> Sequence[Total]:
        return self._totals(lambda _, item: item.key)

    def by_uf(self) -> Sequence[Total]:
        return self._totals(lambda one, _: one.place.uf or "–")

    def _totals(self, name: Callable[[Answered, Item], str]) -> Sequence[Total]:
        groups: dict[str, list[tuple[Answered, Item]]] = {}
        for one, item in self.rows:
            groups.setdefault(name(one, item), []).append((one, item))
        return [_total(name, groups[name]) for name in sorted(groups)]


def _total(name: str, rows: Sequence[tuple[Answered, Item]]) -> Total:
    hours = sum((item.hours or Decimal(0) for _, item in rows), Decimal(0))
    return Total(name, len(rows), number(hours), len({one.place.id for one, _ in rows}))


async def compile_answers(desk: Desk, request: Request) -> Compilation:
    """As they are now, by acronym."""
    found = await replies(desk.session, request_id=request.id)
    return Compilation(
        request=request,
        answered=[_answered(one) for one in found if one.deliverable is not None],
        missing=[one.institution for one in found if one.deliverable is None],
    )


def _answered(one: Reply) -> Answered:
    report, request = one.deliverable, one.request
    if report is None:
        raise ValueError("only an answer is told")
    draft = draft_in(one.asked.draft)
    # What was handed in by another way has its own words alone.
    own = one.asked.deliverable_id == report.id and not report.says_nothing
    return Answered(
        place=one.institution,
        protocol=report.protocol,
        day=local_day(report.received_at),
        late=local_day(report.received_at) > request.due,
        after_closing=request.closed_at is not None and report.received_at > request.closed_at,
        says_nothing=report.says_nothing,
        words=report.description,
        items=(draft.sent or ()) if own else (),
        added=draft.added if own and draft.sent is not None else (),
    )


def facts_of_compilation(one: Compilation) -> dict[str, object]:
    """What its texts know of it."""
    return {
        "title": one.request.title,
        "first": f"{one.request.first:%d/%m/%Y}",
        "last": f"{one.request.last:%d/%m/%Y}",
        "answered": len(one.answered),
        "asked": len(one.answered) + len(one.missing),
        "nothing": sum(each.says_nothing for each in one.answered),
        "late": sum(each.after_closing for each in one.answered),
        "items": len(one.rows),
        "hours": one.hours,
        "axes": one.by_axis(),
        "goals": one.by_goal(),
        "ufs": one.by_uf(),
        "missing": [each.acronym for each in one.missing],
    }
