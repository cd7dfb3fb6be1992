"""Facts for the texts of preferences, and of channels that stand still."""

from collections.abc import Mapping, Sequence

from db.preferences import ChannelChoice
from rede.tell_of_standstills import Moment
from tests.house.check_in_samples import NOTHING, PAGE, Facts

PREFERENCES: Sequence[Facts] = (
    *(
        {"after": "", "choice": choice, "announcements": True, "has_mailbox": mailbox}
        for choice in ChannelChoice
        for mailbox in (True, False)
    ),
    *(
        {"after": after, "choice": ChannelChoice.EMAIL, "announcements": False, "has_mailbox": True}
        for after in ("changed", "old", "unread")
    ),
)
STANDSTILLS: Sequence[Facts] = tuple(
    {
        "person": "Ana Flor",
        "since": Moment(day="quarta-feira, 26/04/2023", hour="10h05", short="26/04/2023"),
        "until": Moment(day="sábado, 29/04/2023", hour="9h30", short="29/04/2023"),
        "refused": refused,
        "official_page": page,
    }
    for refused, page in ((False, PAGE), (True, ""))
)
CHANNELS: Mapping[str, Sequence[Facts]] = {
    "preferences": PREFERENCES,
    "button_telegram_first": NOTHING,
    "button_email_first": NOTHING,
    "button_both_channels": NOTHING,
    "button_hear_announcements": NOTHING,
    "button_leave_announcements": NOTHING,
    "email_out": STANDSTILLS,
    "email_back": STANDSTILLS,
}
CHANNEL_MAILS: Mapping[str, Sequence[Facts]] = {"telegram_out": STANDSTILLS, "telegram_back": STANDSTILLS}
