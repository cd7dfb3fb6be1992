"""What partners offered and nobody has looked at for some days (`[reminders] review_days`): the Secretariat is
reminded of it, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from db.contributions import Offered, unseen_contributions
from db.marks import mark, set_mark
from db.people import Person
from rede.desk import Desk
from rede.digest import words_of
from rede.lateness import end_of
from rede.offers import code_of
from rede.tasks import executives, tell_task
from scheduler.clock import local_day
from scheduler.wording import short_date

#: The number of the newest one that was reminded of.
MARK = "contributions reminded of through"
#: Named in one message; the others are counted.
MOST_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    code: str
    #: A `ContributionKind`.
    kind: str
    acronym: str
    title: str
    #: `sex., 12/12/2025`
    sent: str


def line_of(one: Offered) -> OfferLine:
    return OfferLine(
        code=code_of(one.contribution.id),
        kind=str(one.contribution.kind),
        acronym=one.institution.acronym,
        title=one.contribution.title,
        sent=short_date(local_day(one.contribution.sent_at)),
    )


async def unlooked_at(desk: Desk) -> Sequence[Offered]:
    """What nobody was reminded of yet."""
    before = end_of(desk.today - timedelta(days=desk.office.review_days))
    after = int(await mark(desk.session, MARK) or 0)
    return await unseen_contributions(desk.session, before=before, after=after)


async def nudge_contributions(desk: Desk) -> int:
    """How many were told of: each person of the Secretariat reads of all of them in one message."""
    found = await unlooked_at(desk)
    if not found:
        return 0
    newest = found[-1].contribution.id
    facts = {
        "offers": [line_of(one) for one in found[:MOST_NAMED]],
        "more": max(0, len(found) - MOST_NAMED),
    }
    for person_id in await executives(desk):
        person = await desk.session.get_one(Person, person_id)
        words = words_of(desk, "contribution_nudge", facts | {"person": person.name})
        await tell_task(desk, person_id, words, key=f"contribution-nudge:{newest}:{person_id}")
    await set_mark(desk.session, MARK, str(newest))
    return len(found)
