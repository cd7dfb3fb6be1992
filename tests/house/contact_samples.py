"""Facts for the texts of contacts that nobody can reach any more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rede.hearers import SuccessorLink
from rede.lost_contacts import LostContact, LostPlace
from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, UPB, Facts

BOTH = LostContact(name="Bia Prado", functions=("coordenação", "gabinete"), email=True, telegram=True)
CONTACTS = (
    BOTH,
    replace(BOTH, functions=(), telegram=False),
    replace(BOTH, functions=("coordenação",), email=False),
)
LOST_PLACE = LostPlace(
    acronym=UPB["acronym"],
    name=UPB["name"],
    contacts=CONTACTS,
    more=2,
    alone=True,
    target="quinta-feira, 24/12/2026",
)
LIGHTLY = replace(LOST_PLACE, contacts=CONTACTS[:1], more=0, alone=False, target="")
LINK = SuccessorLink("Bia Prado", "https://t.me/EloRedeBot?start=contatostrocar-7-9-abcdefghij")
CONTACTS_LOST: Sequence[Facts] = (
    {
        "person": "Maria Flor",
        "places": (LOST_PLACE, LIGHTLY),
        "more": 1,
        "count": 3,
        "links": (LINK,),
        "mailbox": MAILBOX,
        "official_page": PAGE,
    },
    {
        "person": "Maria Flor",
        "places": (LIGHTLY,),
        "more": 0,
        "count": 1,
        "links": (),
        "mailbox": "",
        "official_page": "",
    },
)
ADDRESS = "bia@example.org"
CHANNEL_LOST: Sequence[Facts] = tuple(
    {
        "person": "Maria Flor",
        "lost": lost,
        "address": address,
        "mailbox": mailbox,
        "official_page": page,
    }
    for lost, address, mailbox, page in (
        ("email", ADDRESS, MAILBOX, PAGE),
        ("email", ADDRESS, "", ""),
        ("telegram", "", MAILBOX, PAGE),
        ("telegram", "", "", ""),
    )
)
CONTACT: Mapping[str, Sequence[Facts]] = {
    "contacts_lost": CONTACTS_LOST,
    "channel_lost": CHANNEL_LOST,
}
CONTACT_CHAT: Mapping[str, Sequence[Facts]] = {**CONTACT, "closed_by_contact": NOTHING}
