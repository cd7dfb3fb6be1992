"""What was seen of a partner's page is kept, and when it is looked at again; people are told of one that is gone.

A page that does not answer is tried again on the next day before anybody hears of it: sites rest at night.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from db.audit import record
from db.deliverables import Deliverable
from db.ids import ObligationId, PersonId
from db.institutions import Institution
from db.instruments import Instrument
from db.obligations import Owed, obligation_owed
from db.page_looks import PageLook, held_look, owner_of_look, past_looks
from rede.circles import circles_of
from rede.desk import Desk
from rede.digest import words_of
from rede.electoral import period_of
from rede.look_at_pages import page_words
from rede.page_look import SeenPage
from rede.report_notices import readers
from rede.tasks import tell_task
from scheduler.counting import counter_by
from scheduler.deadlines import Policy

#: Months between two looks.
SEMESTER = 6


async def keep_page_look(desk: Desk, look_id: int, seen: SeenPage) -> bool:
    """False: somebody else kept it, or the report is gone."""
    look = await held_look(desk.session, look_id)
    owner = await owner_of_look(desk.session, look) if look is not None else None
    if look is None or owner is None or look.look_on is None:
        return False
    before = await past_looks(desk.session, look.deliverable_id, look.url)
    look.look_on, look.looked_at, look.final_url = None, desk.now, seen.final_url
    look.answered, look.status, look.names_rede = seen.answered, seen.status, seen.names_rede
    look.title, look.why = seen.title, seen.why
    misses = _misses([look, *before])
    _look_again(desk, look, owner[2], tomorrow=misses == 1)
    await desk.session.flush()
    record(desk.session, "page.look", f"page_looks:{look.id}", now=desk.now, person_id=None, detail=seen.why)
    is_hidden = period_of(desk.office.electoral, owner[1], desk.today) is not None
    if misses == 2 and len(before) > 1 and not is_hidden:
        await _tell_it_is_gone(desk, look, owner[0], owner[1], answered=before[1])
    return True


async def put_off_look(desk: Desk, look_id: int) -> None:
    """It could not even be tried: not again today."""
    look = await held_look(desk.session, look_id)
    if look is not None and look.look_on is not None:
        look.look_on = desk.today + timedelta(days=1)


def _misses(looks: Sequence[PageLook]) -> int:
    """How many, from the newest on, had no answer."""
    return next((number for number, one in enumerate(looks) if one.answered), len(looks))


def _look_again(desk: Desk, look: PageLook, instrument: Instrument, *, tomorrow: bool) -> None:
    """While the agreement runs."""
    counter = counter_by(desk.office.calendar, Policy.LEI_9784)
    next_day: date = (
        desk.today + timedelta(days=1) if tomorrow else counter.months_after(desk.today, SEMESTER)
    )
    if instrument.ends is None or next_day <= instrument.ends:
        desk.session.add(
            PageLook(
                institution_id=look.institution_id,
                deliverable_id=look.deliverable_id,
                url=look.url,
                look_on=next_day,
            )
        )


async def _tell_it_is_gone(
    desk: Desk, look: PageLook, report: Deliverable, place: Institution, *, answered: PageLook
) -> None:
    """Whoever follows the goal, and those of the Secretariat who may read the report, once each."""
    owed = await obligation_owed(desk.session, ObligationId(report.obligation_id))
    if owed is None:
        return
    facts = {
        **page_words(look),
        "acronym": place.acronym,
        "institution": place.name,
        "key": owed.goal.key,
        "protocol": report.protocol,
        "before": page_words(answered)["looked"],
    }
    for person_id, of_the_partner in (await _concerned(desk, owed)).items():
        words = words_of(desk, "page_gone", {**facts, "own": of_the_partner})
        await tell_task(desk, person_id, words, key=f"page-gone:{look.id}:{person_id}")


async def _concerned(desk: Desk, owed: Owed) -> dict[PersonId, bool]:
    """By person: whether they are of the partner."""
    circles = await circles_of(desk.session, [owed.institution.id])
    found = dict.fromkeys(await readers(desk, owed.goal.axis), False)
    return found | dict.fromkeys(circles.followers(owed.institution.id, owed.goal.key), True)
