"""Facts for the texts by which a chat becomes a person's."""

from collections.abc import Mapping, Sequence

from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, UPB, Facts

REACHED: Facts = {"mailbox": MAILBOX, "official_page": PAGE}
UNREACHED: Facts = {"mailbox": "", "official_page": ""}
LEFT: Sequence[Facts] = tuple(
    {"left": left, "minutes": minutes} for left, minutes in ((4, 0), (2, 0), (1, 0), (0, 1), (0, 60))
)
INVITE: Facts = {
    "person": "Maria Flor",
    "asked": False,
    "inviter": "",
    "places": (UPB, UPB),
    "username": "EloRedeBot",
    "token": "bXm0-qW_7yTpLk29ZsVc4dRf",
    "link": "https://t.me/EloRedeBot?start=bXm0-qW_7yTpLk29ZsVc4dRf",
    "code": "BCDF-2345",
    "day": "terça-feira, 17/03/2026",
    "hour": "9h05",
    "sender": "elo@rede.example.org",
    **REACHED,
}
INVITES: Sequence[Facts] = (
    INVITE,
    {**INVITE, "asked": True},
    {**INVITE, "inviter": "Ana Prado", "places": ()},
    {**INVITE, "username": "", "link": "", "sender": "", **UNREACHED},
)
CODE: Facts = {"person": "Maria Flor", "code": "123 456", "hour": "10h05"}
GUESSES: Sequence[Facts] = tuple(
    {
        "person": "Ana Prado",
        "guest": guest,
        "count": 5,
        "day": "terça-feira, 10/03/2026",
        "hour": "9h05",
        "official_page": page,
    }
    for guest, page in (("Maria Flor", PAGE), ("", ""))
)

JOINING: Mapping[str, Sequence[Facts]] = {
    "welcome": tuple(
        {"person": "Maria Flor", "institutions": (UPB, UPB), "reviews": reviews} for reviews in (True, False)
    ),
    "welcome_back": ({"person": "Maria Flor"},),
    "stranger": tuple(
        {"sends_mail": sends, **how} for sends in (True, False) for how in (REACHED, UNREACHED)
    ),
    "join_ask_email": (REACHED, UNREACHED),
    "join_ask_invite": ({"example": "BCDF-2345"},),
    "join_email_unreadable": NOTHING,
    "join_email_sent": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "join_asked_often": ({"most": 3},),
    "confirm_ask": ({"address": "m•••@upb.example.org", "minutes": 60},),
    "confirm_wrong": LEFT,
    "confirm_unreadable": NOTHING,
    "confirm_expired": NOTHING,
    "confirm_too_many": ({"most": 3},),
    "confirm_no_mailbox": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "confirm_no_access": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "answers_slow": ({"minutes": 1}, {"minutes": 60}),
    "invite_used": NOTHING,
    "invite_expired": NOTHING,
    "invite_revoked": NOTHING,
    "invite_unknown": LEFT,
    "button_have_invite": NOTHING,
    "button_invite_by_email": NOTHING,
    "button_resend_code": NOTHING,
    "button_no_access": NOTHING,
    "guesses": GUESSES,
}
JOINING_MAILS: Mapping[str, Sequence[Facts]] = {
    "invite": INVITES,
    "invite_code": ({**CODE, **REACHED}, {**CODE, **UNREACHED}),
    "guesses": GUESSES,
}
