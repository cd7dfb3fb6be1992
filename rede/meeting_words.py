"""A meeting told to many: its words, the buttons that answer, and the entry of a calendar. A tool of acts."""

from collections.abc import Sequence
from datetime import datetime

from db.announcements import Announcement, AnnouncementKind
from db.convened import Convened, MeetingDay
from db.ids import PersonId
from db.institutions import Institution, Layer
from db.meetings import days_of
from notifier.texts import Texts
from rede.convening import NO, REMOTE, YES, about
from rede.desk import Desk
from rede.digest import words_of
from rede.to_many import Buttons, PressButton, ToMany, person_slot, tell_many
from scheduler.clock import BRASILIA, local_day
from scheduler.wording import long_date


async def facts_of_meeting(desk: Desk, meeting: Convened) -> dict[str, object]:
    """What every text about a meeting knows; it greets whoever reads it."""
    place = await desk.session.get_one(Institution, meeting.institution_id)
    return {
        **facts_apart(desk.office.texts, meeting),
        "person": person_slot(),
        "convener": place.name,
        "acronym": "" if place.layer == Layer.SECRETARIAT else place.acronym,
        "days": [_day(one) for one in await days_of(desk.session, meeting.id)],
    }


def facts_apart(texts: Texts, meeting: Convened) -> dict[str, object]:
    """Of the meeting alone."""
    starts, ends = local_day(meeting.starts_at), local_day(meeting.ends_at)
    closes = meeting.enrol_closes_at
    return {
        "id": meeting.id,
        "name": name_of_meeting(texts, meeting),
        "title": meeting.title,
        "agenda": meeting.agenda,
        "day": long_date(starts),
        "last_day": "" if ends == starts else long_date(ends),
        "hour": hour_of(meeting),
        "until": _hour(meeting.ends_at),
        "place": meeting.place,
        "link": meeting.link,
        "closes": f"{long_date(local_day(closes))}, {_hour(closes)}" if closes else "",
        "enrol_link": meeting.enrol_link,
    }


def name_of_meeting(texts: Texts, meeting: Convened) -> str:
    """`Reunião técnica`, `Fórum Nacional nº 3`, `Fórum Regional nº 2 (BA, SE)`."""
    ufs = meeting.ufs.replace(",", ", ")
    return texts.chat("meeting_name", kind=meeting.kind.value, number=meeting.number or 0, ufs=ufs)


def hour_of(meeting: Convened) -> str:
    """At which it begins, in Brasília: `9h`, `14h30`."""
    return _hour(meeting.starts_at)


def _hour(at: datetime) -> str:
    local = at.astimezone(BRASILIA)
    return f"{local.hour}h{local:%M}" if local.minute else f"{local.hour}h"


def _day(one: MeetingDay) -> dict[str, str]:
    hours = {"hour": _hour(one.starts_at), "until": _hour(one.ends_at)}
    return {"day": long_date(one.day), **hours, "title": one.title}


def reply_buttons(texts: Texts, meeting: Convened) -> list[list[PressButton]]:
    """Who goes, who does not; and who does by link, where there is a place as well."""
    number, version = int(meeting.id), meeting.sequence
    rows = [
        [
            PressButton(texts.chat("meeting_button_yes"), YES, number, version),
            PressButton(texts.chat("meeting_button_no"), NO, number, version),
        ]
    ]
    if meeting.place and meeting.link:
        rows.append([PressButton(texts.chat("meeting_button_remote"), REMOTE, number, version)])
    return rows


async def tell_meeting(
    desk: Desk,
    meeting: Convened,
    template: str,
    people: Sequence[PersonId],
    *,
    step: str,
    buttons: Buttons = (),
    facts: dict[str, object] | None = None,
    calendar: str = "",
    urgent: str = "",
) -> Announcement | None:
    """One announcement about it, once for each `step` of it as it stands; None where nobody is to hear it."""
    known = {**await facts_of_meeting(desk, meeting), **(facts or {})}
    words = words_of(desk, template, known)
    secretariat = not known["acronym"]
    new = ToMany(
        kind=AnnouncementKind.MEETING,
        title=words.mail.subject,
        text=words.mail.text,
        words=words,
        people=sorted(people),
        audience=meeting.audience,
        urgent=urgent,
        key=key_of(meeting, step),
        about=about(meeting),
        essential=True,
        sender_id=None if secretariat else meeting.institution_id,
        buttons=buttons,
        calendar=calendar,
        expires_at=None if meeting.cancelled_at or step in AFTER else meeting.starts_at,
    )
    return await tell_many(desk, new) if people else None


#: What is told once it is over.
AFTER = ("minutes",)


def key_of(meeting: Convened, step: str) -> str:
    return f"meeting:{meeting.id}:{step}:{meeting.sequence}"


async def calendar_of_meeting(desk: Desk, meeting: Convened) -> str:
    """Its entry, or the one that takes it out of calendars again."""
    # Late: commands that tell nobody anything start half a second earlier.
    from notifier.ics import Entry, Gathering, gathering_calendar

    facts = await facts_of_meeting(desk, meeting)
    summary, description = desk.office.texts.calendar("meeting", **facts)
    entry = Entry(
        name=f"reuniao-{meeting.id}", sequence=meeting.sequence, summary=summary, description=description
    )
    gathering = Gathering(
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        place=meeting.place,
        link=meeting.link,
        organizer=desk.office.mailbox or desk.office.sender,
        cancelled=meeting.cancelled_at is not None,
    )
    return gathering_calendar(entry, gathering, stamped=desk.now)
