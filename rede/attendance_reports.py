"""The reports that an attendance list makes: one for each obligation that whoever came had for that meeting.

The bell files them some at a time (elo/reminding_of_meetings.py), in the name of who closed the list. What they
have already fulfilled by themselves stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.audit import record
from db.convened import Convened, MeetingKind
from db.deliverables import Deliverable, DeliverableState
from db.ids import DeliverableId, InstitutionId, MeetingId, ObligationId, PersonId
from db.institutions import Institution, Layer
from db.marks import forget_mark, marks_like
from db.meetings import attendances_of, cycles_attended, is_told, owed_for_meeting, owed_in_cycle
from db.obligations import ObligationState, Owed, obligations_owed
from db.people import Person
from db.report_versions import version_of
from db.serving import people_who_follow
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.filing import Details, Entered, file_report
from rede.forum_goal import GOAL as FORUM_GOAL
from rede.forum_goal import TO_ASK
from rede.fulfilling import follow_reports
from rede.means import CONTEST, Means
from rede.meeting_words import facts_apart
from rede.report_notices import facts_of
from rede.tasks import tell_task
from scheduler.clock import local_day

#: Of the marks that remember which lists are still to be filed, and who closed them.
TO_FILE = "attendance to file: "


@dataclass(frozen=True, slots=True)
class ToFile:
    meeting_id: MeetingId
    closed_by: PersonId


async def lists_to_file(desk: Desk) -> Sequence[ToFile]:
    found = (await marks_like(desk.session, TO_FILE)).items()
    return [ToFile(MeetingId(int(name.removeprefix(TO_FILE))), PersonId(int(value))) for name, value in found]


async def owed_by_those_there(desk: Desk, meeting_id: MeetingId) -> Sequence[ObligationId]:
    """What whoever was there still owes for it."""
    meeting = await desk.session.get_one(Convened, meeting_id)
    found: set[ObligationId] = set()
    for one in await attendances_of(desk.session, meeting_id):
        found.update(await _owed(desk, meeting, one.institution_id))
    return sorted(found)


async def _owed(desk: Desk, meeting: Convened, institution_id: InstitutionId) -> Sequence[ObligationId]:
    if meeting.kind is not MeetingKind.MEETING:
        day = local_day(meeting.starts_at)
        return await owed_in_cycle(desk.session, FORUM_GOAL, institution_id, day)
    meetings = [meeting.id, *([meeting.passes_on] if meeting.passes_on else [])]
    return await owed_for_meeting(desk.session, meetings, institution_id)


async def file_attendances(desk: Desk, meeting_id: MeetingId, ids: Sequence[ObligationId]) -> int:
    """Of these, those that are still owed; who follows each hears of it once, and may contest it."""
    meeting = await desk.session.get_one(Convened, meeting_id)
    came = {one.institution_id: one for one in await attendances_of(desk.session, meeting_id)}
    filed = 0
    for owed in await obligations_owed(desk.session, ids, held=True):
        here = came.get(owed.institution.id)
        if owed.obligation.state is not ObligationState.OPEN or here is None:
            continue
        facts = facts_apart(desk.office.texts, meeting)
        said = desk.office.texts.chat("meeting_attended", **facts, people=here.people, remote=here.remote)
        if await is_told(desk.session, ObligationId(owed.obligation.id), said):
            continue
        details = Details(entered=Entered(received_at=min(meeting.ends_at, desk.now), means=Means.MEETING))
        report = await file_report(desk, owed, said, None, details)
        await _accept(desk, meeting, report)
        await follow_reports(desk, owed)
        await _tell(desk, owed, report)
        record(desk.session, "deliverable.register", report.protocol, now=desk.now, person_id=desk.actor)
        filed += 1
    return filed


@dataclass(frozen=True, slots=True)
class ToAsk:
    """In whose cycles a forum came or went; `since` tells this from a later one of the same day."""

    day: date
    since: str


async def forums_to_ask_of(desk: Desk) -> Sequence[ToAsk]:
    found = (await marks_like(desk.session, TO_ASK)).items()
    return [ToAsk(date.fromisoformat(name.removeprefix(TO_ASK)), value) for name, value in found]


async def attended_in_cycle(desk: Desk, one: ToAsk) -> Sequence[ObligationId]:
    return await cycles_attended(desk.session, FORUM_GOAL, Means.MEETING, one.day)


async def follow_forums(desk: Desk, ids: Sequence[ObligationId]) -> int:
    """How many are owed again, or no longer. The ladder goes on: the cycle's own date counts. Safe to repeat."""
    changed = 0
    for owed in await obligations_owed(desk.session, ids, held=True):
        before = owed.obligation.state
        await follow_reports(desk, owed)
        await desk.session.refresh(owed.obligation)
        changed += owed.obligation.state is not before
        if owed.obligation.state is ObligationState.OPEN and before is ObligationState.FULFILLED:
            owed.obligation.look_on = desk.today if owed.instrument.starts else None
    return changed


async def forget_forums(desk: Desk, one: ToAsk) -> None:
    await forget_mark(desk.session, f"{TO_ASK}{one.day}", one.since)


async def forget_list(desk: Desk, one: ToFile) -> None:
    await forget_mark(desk.session, f"{TO_FILE}{one.meeting_id}", str(one.closed_by))


async def _accept(desk: Desk, meeting: Convened, report: Deliverable) -> None:
    """What the Secretariat saw itself needs no checking by it."""
    place = await desk.session.get_one(Institution, meeting.institution_id)
    if place.layer != Layer.SECRETARIAT or report.state is not DeliverableState.SUBMITTED:
        return
    report.state, report.decided_by, report.decided_at = DeliverableState.ACCEPTED, desk.actor, desk.now
    version = await version_of(desk.session, DeliverableId(report.id), report.version)
    if version is not None:
        version.decision, version.decided_by = DeliverableState.ACCEPTED, desk.actor
        version.decided_at = desk.now
    await desk.session.flush()


async def _tell(desk: Desk, owed: Owed, report: Deliverable) -> None:
    """Nobody of the Secretariat: it keeps the list."""
    if owed.institution.layer == Layer.SECRETARIAT:
        return
    words = words_of(desk, "register_told", await facts_of(desk, owed, report))
    label, number = desk.office.texts.chat("register_button_contest"), DeliverableId(report.id)
    people: Sequence[Person] = await people_who_follow(desk.session, owed.institution.id)
    for person in people:
        if person.id != desk.actor:
            button = bound(desk.office.sealer, person.id, CONTEST, number, report.version)
            key = f"registered:{report.protocol}:{person.id}"
            await tell_task(desk, person.id, words, key=key, buttons=[[(label, button)]])
