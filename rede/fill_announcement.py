"""The bell's part of an announcement: the notices of those who come next, some at a time, till all have theirs.

Nothing of it leaves outside the sending window of the person, unless it is urgent. Stopped anywhere, it goes on
where it was: how far it is, is remembered with what was put.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from db import outbox
from db.announcement_turns import leave_out, next_recipients
from db.announcements import Announcement, LeftOut, Wording, locked_announcement, wordings_of
from db.channels import Channel, ChannelKind
from db.deliveries import Lane
from db.ids import AnnouncementId, PersonId
from db.notices import NoticeKind
from db.preferences import Reach, reach_of
from db.serving import seats_of
from db.slots import without_slots
from rede.bound_buttons import bound
from rede.broadcast_words import LONGEST_CAPTION, longest_chat
from rede.by_channel import as_chosen
from rede.desk import Desk
from rede.to_many import LEAVE, NAME, left_out
from scheduler.days.zones import zone_of
from scheduler.sending_window import not_before


async def fill_announcement(desk: Desk, announcement_id: AnnouncementId, *, limit: int) -> int | None:
    """Puts the notices of those who come next, at most `limit`; how many were put. None: nobody is left, or it
    waits for somebody.

    Who turned announcements off since, or has no open channel any more, gets none, and that is remembered; of
    those to whom it goes once more it is remembered that it failed.
    """
    announcement = await locked_announcement(desk.session, announcement_id)
    if announcement is None or not announcement.goes_on:
        return None
    names = dict(await next_recipients(desk.session, announcement, limit))
    absent = await left_out(desk, list(names), essential=announcement.essential)
    if not announcement.generation:
        await leave_out(desk.session, announcement_id, absent)
    put = await outbox.put_all(desk.session, await _notices(desk, announcement, names, absent))
    if names:
        announcement.filled_through = max(names)
    if len(names) < limit:
        announcement.filled_at = desk.now
    return sum(one is not None for one in put)


async def _notices(
    desk: Desk,
    announcement: Announcement,
    names: Mapping[PersonId, str],
    absent: Mapping[PersonId, LeftOut],
) -> list[outbox.NewNotice]:
    reached, seats = await reach_of(desk.session, names), await seats_of(desk.session, names)
    put = _Put(desk, announcement, await wordings_of(desk.session, announcement.id))
    moments = _Moments(desk, announcement)
    return [
        outbox.NewNotice(
            kind=NoticeKind.ANNOUNCEMENT,
            lane=Lane.BROADCASTS,
            created_at=desk.now,
            not_before=moments.of(zone_of(*seats.get(person_id, ("", "")))),
            deliveries=as_chosen(reached[person_id], put.deliveries(reached[person_id], person_id, name)),
            person_id=person_id,
            key=_key(announcement, person_id),
            announcement_id=announcement.id,
        )
        for person_id, name in names.items()
        if person_id not in absent
    ]


def _key(announcement: Announcement, person_id: PersonId) -> str:
    again = f":{announcement.generation}" if announcement.generation else ""
    return f"announcement:{announcement.id}:{person_id}{again}"


class _Moments:
    """When it may leave in each zone, found once."""

    def __init__(self, desk: Desk, announcement: Announcement) -> None:
        self._since, self._urgent = max(announcement.not_before, desk.now), bool(announcement.urgent)
        self._office, self._known = desk.office, dict[ZoneInfo, datetime]()

    def of(self, zone: ZoneInfo) -> datetime:
        if self._urgent:
            return self._since
        if zone not in self._known:
            self._known[zone] = not_before(self._since, self._office.window, zone, self._office.calendar)
        return self._known[zone]


class _Put:
    """What one announcement puts for each of them."""

    def __init__(self, desk: Desk, announcement: Announcement, shared: Mapping[ChannelKind, Wording]) -> None:
        self._desk, self._announcement, self._shared = desk, announcement, shared

    def deliveries(self, reached: Reach, person_id: PersonId, name: str) -> list[outbox.NewDelivery]:
        found = []
        for kind, channel in reached.channels.items():
            one = self._delivery(channel, person_id, name)
            if kind is ChannelKind.TELEGRAM and self._is_apart(name):
                found += [replace(one, enclosure_id=None), self._file(channel)]
            else:
                found.append(one)
        return found

    def _delivery(self, channel: Channel, person_id: PersonId, name: str) -> outbox.NewDelivery:
        announcement, chat = self._announcement, channel.kind is ChannelKind.TELEGRAM
        return outbox.NewDelivery(
            channel=channel.kind,
            channel_id=channel.id,
            address=channel.address,
            body="",
            wording_id=self._shared[channel.kind].id,
            fills=_fills(self._desk, person_id, name),
            buttons=_own_buttons(self._desk, announcement, person_id) if chat else "",
            calendar="" if chat else announcement.calendar,
            enclosure_id=announcement.enclosure_id,
            expires_at=announcement.expires_at,
        )

    def _is_apart(self, name: str) -> bool:
        """Whether the words have no room under the file, which then follows them."""
        if self._announcement.enclosure_id is None:
            return False
        words = self._shared[ChannelKind.TELEGRAM].body
        return longest_chat(words, name) > LONGEST_CAPTION

    def _file(self, channel: Channel) -> outbox.NewDelivery:
        announcement = self._announcement
        return outbox.NewDelivery(
            channel=ChannelKind.TELEGRAM,
            channel_id=channel.id,
            address=channel.address,
            body=self._desk.office.texts.chat("announcement_file", title=announcement.title),
            enclosure_id=announcement.enclosure_id,
            expires_at=announcement.expires_at,
        )


def _fills(desk: Desk, person_id: PersonId, name: str) -> str:
    leave = f"{person_id}.{desk.office.sealer.stamp(LEAVE, person_id)}"
    return json.dumps({NAME: without_slots(name), LEAVE: leave}, ensure_ascii=False)


def _own_buttons(desk: Desk, announcement: Announcement, person_id: PersonId) -> str:
    if not announcement.buttons:
        return ""
    rows = [
        [[one["label"], one.get("link") or _data(desk, person_id, one)] for one in row]
        for row in json.loads(announcement.buttons)
    ]
    return json.dumps(rows, ensure_ascii=False)


def _data(desk: Desk, person_id: PersonId, one: Mapping[str, str | int]) -> str:
    return bound(desk.office.sealer, person_id, str(one["act"]), int(one["number"]), int(one["version"]))
