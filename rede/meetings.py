"""Meetings that were convened, as they concern some institutions. A tool of acts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from db.happenings import happenings_of
from db.ids import InstitutionId
from rede.desk import Desk
from scheduler.clock import BRASILIA
from scheduler.deadlines import EventKind
from scheduler.wording import distance, long_date

#: How the Secretariat calls people together.
KINDS = (EventKind.CONVOCATION, EventKind.AGENDA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    number: int
    on: date
    #: `quinta-feira, 24/12/2026`, and how far it is.
    day: str
    distance: str
    #: `14h30`, in Brasília; empty where only the day is known.
    hour: str
    detail: str


async def meetings(
    desk: Desk, institution_ids: Collection[InstitutionId], *, first: date, last: date
) -> list[Meeting]:
    """By day; of everybody too."""
    found = await happenings_of(desk.session, KINDS, institution_ids, first=first, last=last)
    return [
        Meeting(
            number=one.id,
            on=one.day,
            day=long_date(one.day),
            distance=distance(one.day, desk.today, of_deadline=False),
            hour=_hour(one.at) if one.at else "",
            detail=one.detail,
        )
        for one in found
    ]


def _hour(at: datetime) -> str:
    """In Brasília: `9h05`."""
    local = at.astimezone(BRASILIA)
    return f"{local.hour}h{local:%M}"
