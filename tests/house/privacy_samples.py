"""Facts for the texts about personal data and about who did what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from db.channels import ChannelKind
from rede.audit_lines import AuditLine
from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, Facts

OFFICER = "Ana Prado, encarregada@example.org"
WHEN = "ter., 09/12/2025 9h00"
PRIVACY_FACTS: Facts = {
    "months": 24,
    "officer": OFFICER,
    "mailbox": MAILBOX,
    "official_page": PAGE,
    "keeps_cpf": False,
    "linked": True,
}
OWN: Facts = {
    "name": "Maria Flor",
    "email": "maria@example.org",
    "phone": "(71) •••••-5678",
    "cpf": "***.456.789-**",
    "since": "09/12/2025",
    "functions": (("UPB", "coordenação"), ("IRECE", "gabinete")),
    "channels": (
        {"kind": str(ChannelKind.TELEGRAM), "since": "09/12/2025", "closed": "10/12/2025"},
        {"kind": str(ChannelKind.EMAIL), "since": "09/12/2025", "closed": ""},
    ),
    "choice": "both",
    "announcements": True,
    "paths": (("UPB", "09/12/2025", "10/03/2026"), ("IRECE", "09/12/2025", "")),
    "notices": 12,
    "reports": 3,
    "months": 24,
    "officer": OFFICER,
}
BARE: Facts = {
    **OWN,
    "phone": "",
    "cpf": "",
    "since": "",
    "functions": (),
    "channels": (),
    "choice": "telegram",
    "announcements": False,
    "paths": (),
    "months": 0,
    "officer": "",
}
TOLD: Facts = {
    "code": "LG-000001",
    "kind": "correction",
    "name": "Maria Flor",
    "field": "email",
    "value": "maria.flor@example.org",
    "mailbox": MAILBOX,
    "official_page": PAGE,
}
TOLD_OF: Sequence[Facts] = (
    TOLD,
    {**TOLD, "field": "name", "value": "Maria da Flor", "official_page": ""},
    {**TOLD, "kind": "erasure", "field": "", "value": ""},
)
DONE: Facts = {
    "person": "Maria Flor",
    "code": "LG-000001",
    "kind": "correction",
    "reason": "",
    "mailbox": MAILBOX,
    "official_page": PAGE,
}
DONE_OF: Sequence[Facts] = (
    DONE,
    {**DONE, "kind": "erasure", "reason": "Há uma parceria em vigor."},
    {**DONE, "reason": "Outro nome consta no SEI.", "mailbox": "", "official_page": ""},
)
ERASED: Sequence[Facts] = (
    {"code": "LG-000001", "mailbox": "", "official_page": PAGE},
    {"code": "", "mailbox": MAILBOX, "official_page": ""},
)
LINE = AuditLine(
    number=81,
    at=datetime(2025, 12, 9, 12, tzinfo=UTC),
    who="Maria Flor",
    act="deliverable.submit",
    what="enviou um relato",
    of="RP-2026-000142",
)
AUDIT: Sequence[Facts] = (
    {"lines": ((WHEN, LINE),) * 10, "again": False, "all": True},
    {"lines": ((WHEN, replace(LINE, who="", of="")),), "again": True, "all": False},
    {"lines": (), "again": False, "all": False},
)
PRIVACY_MAILS: Mapping[str, Sequence[Facts]] = {
    "data_request_told": TOLD_OF,
    "data_request_done": DONE_OF,
    "data_erased": ERASED,
}
PRIVACY: Mapping[str, Sequence[Facts]] = {
    **PRIVACY_MAILS,
    "privacy": (
        PRIVACY_FACTS,
        {**PRIVACY_FACTS, "months": 1, "officer": "", "keeps_cpf": True, "linked": False},
        {**PRIVACY_FACTS, "months": 0, "officer": "", "mailbox": "", "official_page": ""},
    ),
    "own_data": (OWN, BARE),
    "own_phone": ({"phone": "(71) 91234-5678"}, {"phone": ""}),
    "data_taken_along": NOTHING,
    "data_correct_what": NOTHING,
    "data_ask_phone": NOTHING,
    "data_ask_name": NOTHING,
    "data_ask_email": NOTHING,
    "data_phone_changed": ({"phone": "(71) 91234-5678"}, {"phone": ""}),
    "data_bad_name": NOTHING,
    "data_bad_email": NOTHING,
    "data_bad_phone": NOTHING,
    "data_cpf": NOTHING,
    "data_same": ({"field": "name"}, {"field": "email"}),
    "data_unread": NOTHING,
    "data_asked": (
        {"code": "LG-000001", "kind": "erasure", "officer": OFFICER},
        {"code": "LG-000001", "kind": "correction", "officer": ""},
    ),
    "data_erase_explained": NOTHING,
    "data_requests": (
        {"lines": tuple({**one, "when": "09/12/2025"} for one in TOLD_OF)},
        {"lines": ()},
    ),
    "data_request_sure": ({**TOLD, "functions": (("UPB", "coordenação"),)}, {**TOLD, "functions": ()}),
    "data_granted": ({"code": "LG-000001", "kind": "erasure"}, {"code": "LG-000001", "kind": "correction"}),
    "data_ask_reason": ({"code": "LG-000001"},),
    "data_refused": ({"code": "LG-000001"},),
    "data_request_answered": ({"code": "LG-000001"},),
    "data_request_own": ({"code": "LG-000001"},),
    "data_request_reason": ({"most": 500},),
    "data_taken": ({"code": "LG-000001"},),
    "erased_name": ({"number": 12},),
    "audit": AUDIT,
    "audit_shared_mailbox": ({"people": ((3, "Maria Flor"), (4, "Bia Prado"))},),
    "audit_object": ({"object": "announcements:3"}, {"object": "RP-2026-000142"}),
    "audit_act": ({"act": "deliverable.submit"}, {"act": "of.tomorrow"}),
    **{
        f"button_data_{name}": NOTHING
        for name in (
            *("phone", "take", "erase", "phone_change", "name", "email", "remove_phone"),
            *("erase_yes", "grant", "grant_yes"),
        )
    },
}
