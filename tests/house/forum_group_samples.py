"""Facts for the texts of the forum: that it is open, and its group."""

from collections.abc import Mapping, Sequence

from rede.open_forum import AgreementLine
from tests.house.check_in_samples import DOCUMENT, NOTHING, UPB, Facts
from tests.house.contribution_samples import CODE, LINK, PERSON, TEXT, TITLE, UNREACHED

MET = AgreementLine(agreement="AC 15/2025 (UPB)", day="sex., 19/12/2025", protocol="RP-2026-000142")
LATE = AgreementLine(agreement="CODO", day="qui., 18/12/2025", late=True, protocol="RP-2026-000143")
UNDATED = AgreementLine(agreement="APEMA", day="", protocol="RP-2026-000144")
OPEN: Sequence[Facts] = (
    {
        **PERSON,
        "acronym": "UPB",
        "institution": UPB["name"],
        "document": DOCUMENT,
        "link": LINK,
        "opened": "segunda-feira, 30/11/2026",
    },
    {**UNREACHED, "acronym": "UPB", "institution": UPB["name"], "document": "", "link": LINK, "opened": ""},
)
TASK: Sequence[Facts] = (
    {**PERSON, "link": LINK, "agreements": (MET, UNDATED), "count": 4, "more": 2},
    {**PERSON, "link": LINK, "agreements": (MET,), "count": 1, "more": 0},
)
GONE: Sequence[Facts] = (PERSON,)
UNPOSTED: Sequence[Facts] = tuple({**PERSON, "count": count} for count in (1, 3))

FORUM_GROUP_MAILS: Mapping[str, Sequence[Facts]] = {
    "forum_open": OPEN,
    "forum_task": TASK,
    "forum_group_gone": GONE,
    "forum_unposted": UNPOSTED,
}
FORUM_GROUP: Mapping[str, Sequence[Facts]] = {
    **FORUM_GROUP_MAILS,
    **dict.fromkeys(
        (
            "button_forum_open",
            "forum_no_address",
            "forum_nothing_open",
            "forum_group_not_yours",
            "forum_group_unknown",
            "forum_group_no_topics",
            "forum_group_which_axis",
            "forum_group_detached",
        ),
        NOTHING,
    ),
    "forum_group_attached": ({"title": "Fórum da Rede"},),
    "forum_report": ({"link": LINK},),
    "forum_opened": (
        {"link": LINK, "agreements": (MET, LATE, UNDATED), "more": 1, "late": 1, "count": 4, "left": 2},
        {"link": LINK, "agreements": (MET,), "more": 0, "late": 0, "count": 1, "left": 0},
        {"link": LINK, "agreements": (MET,), "more": 0, "late": 0, "count": 1, "left": 1},
    ),
    "topic_post": (
        {"title": TITLE, "text": TEXT, "link": LINK},
        {"title": TITLE, "text": TEXT, "link": ""},
    ),
    "topic_question": ({"code": CODE, "text": TEXT},),
    "forum_group_topic": ({"axis": "2", "missing": ("1", "3")}, {"axis": "", "missing": ()}),
}
