"""What `elo meeting` shows of meetings, and in English why one is refused."""

from pathlib import Path
from typing import TYPE_CHECKING

from elo.cli.audiences import audience_failure
from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house

if TYPE_CHECKING:
    from db.convened import Convened
    from db.ids import MeetingId
    from rede.desk import Desk
    from rede.refusal import Refusal

#: Why a meeting is refused, by the key of the refusal; what is not here is told by its key.
MESSAGES = {
    "meeting_without_title": "--title says nothing",
    "meeting_without_agenda": "--agenda says nothing: it is told with the convocation",
    "meeting_without_place": "neither --place nor --link",
    "meeting_without_number": "a forum has a --number",
    "meeting_without_uf": "a regional forum has one --uf or more",
    "meeting_with_cpf": "there is a CPF in it, which is never kept: remove it",
    "meeting_in_the_past": "it would begin in the past",
    "meeting_ends_before": "it would end before it begins",
    "meeting_closes_late": "enrolment would close after it begins",
    "meeting_closes_in_past": "enrolment would have closed already",
    "meeting_of_nobody": "nobody of the audience can be reached",
    "meeting_cancelled_already": "it was called off",
    "meeting_over": "it is over",
    "meeting_not_begun": "it has not begun",
    "meeting_unchanged": "nothing would change",
    "meeting_attendance_closed": "its list is closed",
    "meeting_nobody_came": "nobody came: say who did with --came",
    "link_odd": "the link is no plain https address",
    "not_found": "there is no such meeting, or it is not theirs",
}
#: These are answered by writing the command otherwise.
_FAILED = ("meeting_of_nobody", "meeting_known", "not_found")


def refusal_failure(refused: "Refusal") -> Failure:
    from rede.audience import AudienceRefused

    facts = refused.facts
    if isinstance(refused, AudienceRefused):
        return audience_failure(refused)
    match refused.key:
        case "meeting_too_long":
            message = f"the {facts['part']} has {facts['length']} characters, the most is {facts['most']}"
        case "meeting_known":
            message = f"it is convened already: meeting {facts['number']}"
        case "link_refused":
            known = ", ".join(facts["known"])
            return Failure(Ending.USAGE, f"a link may not lead to {facts['host']}", f"allowed: {known}")
        case key:
            message = MESSAGES.get(key, f"refused: {key}")
    ending = Ending.FAILED if refused.key in _FAILED else Ending.USAGE
    return Failure(ending, message, "elo meeting list" if refused.key == "not_found" else "")


async def rows_of(config: Path | None, *, past: bool) -> list[dict[str, object]]:
    from datetime import timedelta

    from db.meetings import all_meetings

    async with open_house(config) as house, house.database.read() as session:
        since = house.clock.now() - (timedelta(days=365) if past else timedelta(0))
        return [_row(one) for one in await all_meetings(session, since=since)]


async def meeting_row(config: Path | None, number: int) -> dict[str, object]:
    from db.convened import Convened
    from db.ids import MeetingId
    from db.meetings import attendances_of, invited_to

    async with open_house(config) as house, house.database.read() as session:
        found = await session.get(Convened, MeetingId(number))
        if found is None:
            raise Failure(Ending.FAILED, f"there is no meeting {number}", "elo meeting list")
        came = {one.institution_id: one.people for one in await attendances_of(session, found.id)}
        places: dict[str, dict[str, object]] = {}
        for one in await invited_to(session, found.id):
            empty = {"institution": one.place.acronym, "yes": 0, "remote": 0, "no": 0, "unanswered": 0}
            row = places.setdefault(one.place.acronym, {**empty, "came": came.get(one.place.id, 0)})
            name = one.invitee.reply.name.lower() if one.invitee.reply else "unanswered"
            row[name] = int(str(row[name])) + 1
        return {**_row(found), "agenda": found.agenda, "institutions": list(places.values())}


async def roll_rows(desk: "Desk", number: "MeetingId", came: list[str]) -> list[dict[str, object]]:
    """After what is said of who came is noted."""
    from db.institutions import institution_by_acronym
    from rede.note_attendance import note_attendance, roll

    for said in came:
        acronym, _, people = said.partition("=")
        place = await institution_by_acronym(desk.session, acronym.strip())
        if place is None:
            raise Failure(Ending.FAILED, f"there is no institution {acronym}")
        if people and not people.isdecimal():
            raise Failure(Ending.USAGE, f"--came {said}: write {acronym}=3")
        await note_attendance(desk, number, place.id, people=int(people or 1))
    _, rows = await roll(desk, number)
    return [{"institution": one.place.acronym, "people": one.people, "coming": one.coming} for one in rows]


def _row(one: "Convened") -> dict[str, object]:
    from scheduler.clock import BRASILIA

    def local(name: str) -> str | None:
        at = getattr(one, name)
        return at.astimezone(BRASILIA).isoformat(timespec="minutes") if at else None

    return {
        "id": one.id,
        "kind": one.kind.name.lower().replace("_", "-"),
        "number": one.number,
        "title": one.title,
        "starts": local("starts_at"),
        "ends": local("ends_at"),
        "place": one.place,
        "link": one.link,
        "audience": one.audience,
        "closes": local("enrol_closes_at"),
        "changed": one.sequence,
        "cancelled": one.cancelled_at is not None,
        "attendance_closed": one.attendance_closed_at is not None,
    }
