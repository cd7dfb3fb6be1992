"""What `elo meeting` does: rehearsed first, asked about, then done, each in a transaction of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure
from elo.cli.house import House, open_house
from elo.cli.meeting_rows import refusal_failure, roll_rows
from elo.cli.questions import confirm

if TYPE_CHECKING:
    from db.ids import MeetingId, PersonId
    from rede.change_meeting import MeetingChange
    from rede.convening import Convocation
    from rede.desk import Desk


async def convene_one(
    config: Path | None, new: "Convocation", audience: str, *, dry_run: bool, yes: bool
) -> dict[str, object]:
    from rede.refusal import Refusal

    async with open_house(config) as house:
        try:
            done = await _convened(house, new, audience, rehearsal=True)
            if dry_run:
                return done
            confirm(f"convene {done['hears']} people?", yes=yes, nothing="nothing was convened")
            done = await _convened(house, new, audience, rehearsal=False)
        except Refusal as refused:
            raise refusal_failure(refused) from None
        await _count(house)
        return done


async def _convened(house: House, new: "Convocation", audience: str, *, rehearsal: bool) -> dict[str, object]:
    from elo.cli.audiences import audience_named
    from rede.convene_meeting import convene, invite, usual_audience
    from rede.convening import convening_places

    meant = (
        audience_named(audience) if audience else usual_audience(new.kind, [one.upper() for one in new.ufs])
    )
    done: dict[str, object] = {"dry_run": rehearsal}
    async with house.desk(rehearsal=rehearsal) as desk:
        places = await convening_places(desk)
        if not places:
            raise Failure(Ending.FAILED, "there is no Secretariat yet", "elo institutions import")
        invitation = await invite(desk, meant, place=places[0])
        made = await convene(desk, new, invitation)
        done |= {
            "meeting": None if rehearsal else made.id,
            "audience": str(invitation.audience),
            "institutions": len(invitation.institutions),
            "people": invitation.headcount.people,
            "hears": invitation.headcount.hears,
        }
    return done


async def change_one(
    config: Path | None,
    number: int,
    wanted: "MeetingChange | None",
    *,
    why: str = "",
    dry_run: bool,
    yes: bool,
) -> None:
    from db.ids import MeetingId
    from rede.change_meeting import cancel_meeting, change_meeting
    from rede.refusal import Refusal

    async def do(desk: "Desk", meeting: "MeetingId") -> None:
        if wanted is None:
            await cancel_meeting(desk, meeting, why=why)
        else:
            await change_meeting(desk, meeting, wanted)

    async with open_house(config) as house:
        try:
            async with house.desk(rehearsal=True) as desk:
                await do(desk, MeetingId(number))
            if dry_run:
                return
            verb = "cancel" if wanted is None else "change"
            confirm(f"{verb} meeting {number}?", yes=yes, nothing="nothing was changed")
            async with house.desk() as desk:
                await do(desk, MeetingId(number))
        except Refusal as refused:
            raise refusal_failure(refused) from None
        await _count(house)


async def _count(house: House) -> None:
    """What it made due, or moved; killed before, the bell of the service does it."""
    from elo.recounting import recount_all

    await recount_all(house.database, house.office(), house.clock.now())


async def attend_one(
    config: Path | None, number: int, by: str, came: list[str], *, close: bool, dry_run: bool, yes: bool
) -> list[dict[str, object]]:
    from dataclasses import replace

    from db.ids import MeetingId
    from elo.reminding_of_meetings import remind_of_meetings
    from rede.note_attendance import close_attendance
    from rede.refusal import Refusal

    if close and not dry_run:
        confirm(f"close the list of meeting {number}?", yes=yes, nothing="nothing was noted")
    rows: list[dict[str, object]] = []
    async with open_house(config) as house:
        try:
            async with house.desk(rehearsal=dry_run) as desk:
                acting = replace(desk, actor=await _person(desk, by))
                rows = await roll_rows(acting, MeetingId(number), came)
                if close:
                    await close_attendance(acting, MeetingId(number))
        except Refusal as refused:
            raise refusal_failure(refused) from None
        if close and not dry_run:
            await remind_of_meetings(house.database, house.office(), house.clock.now())
    return rows


async def _person(desk: "Desk", email: str) -> "PersonId":
    from db.people import people_by_email

    found = await people_by_email(desk.session, email.strip().lower())
    if len(found) != 1:
        raise Failure(Ending.FAILED, f"nobody has the address {email}", "elo people import")
    return found[0].id
