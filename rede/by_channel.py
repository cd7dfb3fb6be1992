"""One notice as deliveries, one for each open channel of a person, in the order that the person chose.

The first leaves while the other stands by; or both leave at once. A tool of acts.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from db.channels import ChannelKind
from db.outbox import NewDelivery
from db.preferences import ChannelChoice, Reach
from rede.digest import Words, buttons_json


def deliveries_by(
    reach: Reach, words: Words, expires_at: datetime | None = None, *, buttons: str = "", calendar: str = ""
) -> list[NewDelivery]:
    """`expires_at` is the chat's; a chat that stands by may be woken a day later, so its words have to name dates
    and it does not expire (`Reach.telegram_stands_by`)."""
    found = []
    if chat := reach.channels.get(ChannelKind.TELEGRAM):
        found.append(
            NewDelivery(
                channel=ChannelKind.TELEGRAM,
                channel_id=chat.id,
                address=chat.address,
                body=words.chat,
                buttons=buttons or (buttons_json(words.buttons) if words.buttons else ""),
                expires_at=None if reach.telegram_stands_by else expires_at,
            )
        )
    if mailbox := reach.channels.get(ChannelKind.EMAIL):
        # Mails name dates, never "hoje": they stay true on the next day, so they do not expire.
        found.append(
            NewDelivery(
                channel=ChannelKind.EMAIL,
                channel_id=mailbox.id,
                address=mailbox.address,
                subject=words.mail.subject,
                body=words.mail.text,
                html=words.mail.html,
                calendar=calendar,
            )
        )
    return as_chosen(reach, found)


def as_chosen(reach: Reach, deliveries: Sequence[NewDelivery]) -> list[NewDelivery]:
    """The same, what leaves first in front; the other stands by, unless both were chosen."""
    last = ChannelKind.TELEGRAM if reach.choice is ChannelChoice.EMAIL else ChannelKind.EMAIL
    ordered = sorted(deliveries, key=lambda one: one.channel is last)
    apart = reach.choice is not ChannelChoice.BOTH
    return [replace(one, standby=apart and one.channel is not ordered[0].channel) for one in ordered]
