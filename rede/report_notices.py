"""Who is told of a report: those of the Secretariat who may read it, and an institution for which one was entered.

A tool of acts.
"""

from collections.abc import Sequence

from db import outbox
from db.attachments import attachments_of
from db.deliverables import Deliverable
from db.deliveries import Lane
from db.ids import DeliverableId, PersonId
from db.notices import NoticeKind
from db.obligations import Owed
from db.people import Person, people_of_the_secretariat
from db.preferences import reach
from db.recall import cancel_keyed, who_heard
from rede.access import Act, Extent, Standing, answers_for, extent, standings_of
from rede.announce import Buttons, Words, buttons_json, deliveries_by, tell
from rede.desk import Desk
from rede.digest import words_of
from rede.evidence_lines import evidence_lines
from rede.filing import evidence_in
from rede.lines import document_of
from rede.progress_lines import number as spelled
from scheduler.clock import local_day
from scheduler.wording import long_date


async def tell_the_secretariat(desk: Desk, owed: Owed, deliverable: Deliverable) -> None:
    """Everybody there who may read it, but the author."""
    facts = await facts_of(desk, owed, deliverable)
    words = words_of(desk, "report_received", facts)
    for person_id, key in await _keys(desk, owed, deliverable):
        await tell(desk, person_id, kind=NoticeKind.REPORT, words=words, key=key)


async def tell_it_was_taken_back(desk: Desk, owed: Owed, deliverable: Deliverable) -> None:
    """Whoever has not heard of the report hears nothing of it any more; the others hear that it is gone."""
    keys = dict(await _keys(desk, owed, deliverable))
    await cancel_keyed(desk.session, list(keys.values()), reason="withdrawn", now=desk.now)
    facts = await facts_of(desk, owed, deliverable)
    words = words_of(desk, "report_undone", facts)
    for person_id in await who_heard(desk.session, list(keys.values())):
        key = f"report_undone:{deliverable.protocol}:{person_id}"
        await tell(desk, person_id, kind=NoticeKind.REPORT, words=words, key=key)


async def tell_with_buttons(
    desk: Desk, person_id: PersonId, words: Words, *, key: str, buttons: Buttons
) -> None:
    """One person, at once, of what was entered in their institution's name."""
    deliveries = deliveries_by(await reach(desk.session, person_id), words, buttons=buttons_json(buttons))
    new = outbox.NewNotice(
        kind=NoticeKind.REVIEW,
        lane=Lane.INTERACTIVE,
        created_at=desk.now,
        not_before=desk.now,
        deliveries=deliveries,
        person_id=person_id,
        key=key,
    )
    if deliveries:
        await outbox.put(desk.session, new)


async def readers(desk: Desk, axis: str) -> Sequence[PersonId]:
    """Those of the Secretariat who may read reports of goals of that axis, by id."""
    people = [person.id for person in await people_of_the_secretariat(desk.session)]
    standing = await standings_of(desk.session, people)
    return [one for one in people if any(_may_read(each, axis) for each in standing[one])]


def _may_read(standing: Standing, axis: str) -> bool:
    how_far = extent(Act.READ_REPORTS, standing.role)
    return how_far is Extent.ALL or (how_far is Extent.ASSIGNED and answers_for(standing.axis, axis))


async def _keys(desk: Desk, owed: Owed, deliverable: Deliverable) -> Sequence[tuple[PersonId, str]]:
    sent = f"report:{deliverable.protocol}:{deliverable.version}"
    return [(one, f"{sent}:{one}") for one in await readers(desk, owed.goal.axis) if one != desk.actor]


async def facts_of(desk: Desk, owed: Owed, deliverable: Deliverable) -> dict[str, object]:
    """What the texts of a report know of it."""
    author = await desk.session.get(Person, deliverable.person_id) if deliverable.person_id else None
    entered = await desk.session.get(Person, deliverable.registered_by) if deliverable.registered_by else None
    number = DeliverableId(deliverable.id)
    attached = (await attachments_of(desk.session, [number])).get(number, [])
    return {
        "protocol": deliverable.protocol,
        "acronym": owed.institution.acronym,
        "institution": owed.institution.name,
        "key": owed.goal.key,
        "goal": owed.goal.text,
        "document": document_of(owed),
        "description": deliverable.description,
        "hours": spelled(deliverable.hours) if deliverable.hours is not None else None,
        "evidence": evidence_lines(desk.office.texts, owed.goal.key, evidence_in(deliverable.evidence)),
        "attachments": len(attached),
        "says_nothing": deliverable.says_nothing,
        "late": deliverable.late,
        "version": deliverable.version,
        "received": long_date(local_day(deliverable.received_at)),
        "author": author.name if author else "",
        "entered_by": entered.name if entered else "",
        "means": deliverable.means,
        "sei": deliverable.sei,
        "official_page": desk.office.official_page,
        "mailbox": desk.office.mailbox,
    }
