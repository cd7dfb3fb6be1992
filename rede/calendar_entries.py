"""What a mail about deadlines carries for the calendar of who reads it: one entry for each date. A tool of acts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from db.date_moves import times_moved
from db.ids import ObligationId
from db.obligations import Owed
from rede.desk import Desk
from rede.lines import line_of


class CalendarEntries:
    """For the people told in one transaction: many are told of the same date, which is written once."""

    def __init__(self, desk: Desk, moved: Mapping[ObligationId, int]) -> None:
        self._desk, self._moved = desk, moved
        self._written: dict[ObligationId, str] = {}

    def of(self, told: Iterable[Owed], *, day: date) -> str:
        """An iCalendar object of the dates from `day` on; empty when there is none."""
        # Late: commands that tell nobody anything start half a second earlier.
        from notifier.ics import calendar_of

        found = [(one, one.obligation.literal) for one in told]
        return calendar_of(self._entry(one, due) for one, due in found if due is not None and due >= day)

    def _entry(self, owed: Owed, due: date) -> str:
        from notifier.ics import Entry, deadline_entry

        number = owed.obligation.id
        if number not in self._written:
            line = line_of(owed, due)
            summary, description = self._desk.office.texts.calendar(
                "deadline",
                nature=line.nature,
                key=line.key,
                acronym=owed.institution.acronym,
                text=line.text,
                document=line.document,
                provisional=line.provisional,
                extended=line.extended,
            )
            entry = Entry(
                name=f"meta-{number}",
                sequence=self._moved.get(number, 0),
                summary=summary,
                description=description,
            )
            self._written[number] = deadline_entry(entry, due, stamped=self._desk.now)
        return self._written[number]


async def calendar_entries(desk: Desk, about: Collection[ObligationId]) -> CalendarEntries:
    return CalendarEntries(desk, await times_moved(desk.session, about))
