"""Facts for the texts of what partners offer the others."""

from collections.abc import Mapping, Sequence

from rede.nudge_contributions import OfferLine
from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, UPB, Facts

CODE, TITLE = "CT-000012", "Compras em conjunto entre municípios"
LINK = "https://www.gov.br/transferegov/pagina"
TEXT = "Oito municípios compraram juntos. O preço caiu, e a entrega ficou mais rápida."
DETAILS: Mapping[str, str] = {
    "seats": "30",
    "days": "10/03/2027 a 12/03/2027",
    "modality": "online",
    "enrol": "Pela página do curso",
    "whom": "Servidores de municípios",
}
NUMBER: Facts = {"code": CODE}
LENGTH: Facts = {"length": 120, "most": 90}
KINDS = ("boa-pratica", "curso", "sugestao", "duvida")
FULL: Facts = {
    "code": CODE,
    "number": 12,
    "kind": "curso",
    "state": "sent",
    "title": TITLE,
    "text": TEXT,
    "link": LINK,
    "axis": "2",
    "details": DETAILS,
    "restricted": True,
    "asked": True,
    "has_file": True,
    "acronym": "UPB",
    "institution": UPB["name"],
    "sent": "segunda-feira, 30/11/2026",
    "answer": "A Rede vai estudar a sua proposta.",
}
BARE: Facts = {
    **FULL,
    "kind": "boa-pratica",
    "link": "",
    "axis": "",
    "details": {},
    "restricted": False,
    "asked": False,
    "has_file": False,
    "answer": "",
}
PERSON: Facts = {"person": "Maria Flor", "mailbox": MAILBOX, "official_page": PAGE}
UNREACHED: Facts = {"person": "Maria Flor", "mailbox": "", "official_page": ""}
NEWS: Sequence[Facts] = tuple(
    {
        **one,
        **reached,
        "brief": TEXT,
        "paragraphs": ((TEXT,), ("Fale com a gente.", "Há um modelo pronto.")),
        "leave_link": leave,
    }
    for one, reached, leave in (
        (FULL, PERSON, "https://elo.example.org/sair/7.abcdefgh"),
        (BARE, PERSON, ""),
        ({**BARE, "kind": "sugestao"}, UNREACHED, ""),
    )
)
TOLD: Sequence[Facts] = tuple(
    {**FULL, **PERSON, "what": what, "reply": "Veja o modelo da UPB." if what == "forum" else ""}
    for what in ("published", "held", "answered", "declined", "forum", "cleared", "kept")
)
OFFER = OfferLine(code=CODE, kind="curso", acronym="UPB", title=TITLE, sent="seg., 30/11/2026")
NUDGE: Sequence[Facts] = (
    {**PERSON, "offers": (OFFER, OFFER), "more": 3},
    {**PERSON, "offers": (OFFER,), "more": 0},
)
RECEIVED: Sequence[Facts] = ({**FULL, **PERSON}, {**BARE, **UNREACHED})
ASKED_IN_MAIL: Sequence[Facts] = ({**FULL, **PERSON}, {**BARE, **UNREACHED})
QUESTIONS = ("link", "file", "axis", "sharing", "seats", "days", "modality", "enrol", "whom")
NAMES = ("title", "text", *QUESTIONS)
CHOICES = (
    "1",
    "2",
    "3",
    "nenhum",
    "publicar",
    "restrito",
    "sem limite",
    "a combinar",
    "presencial",
    "online",
)
STATES = ("sent", "published", "answered", "declined", "withdrawn")

CONTRIBUTION_MAILS: Mapping[str, Sequence[Facts]] = {
    "contribution_news": NEWS,
    "contribution_received": RECEIVED,
    "contribution_told": TOLD,
    "contribution_ask": ASKED_IN_MAIL,
    "contribution_nudge": NUDGE,
}
CONTRIBUTIONS: Mapping[str, Sequence[Facts]] = {
    **CONTRIBUTION_MAILS,
    **{
        f"button_contribution_{name}": NOTHING
        for name in ("see", "whole", "link", "may", "not", "withdraw", "publish", "answer", "title", "file")
    },
    "contribution_kind": tuple({"kind": kind} for kind in KINDS),
    "contribution_state": tuple({"state": state} for state in STATES),
    "contribution_label": tuple({"name": name} for name in NAMES),
    "contribution_choice": tuple({"value": value} for value in CHOICES),
    "contribution_details": ({"details": DETAILS},),
    **{
        f"contribution_{name}": NOTHING
        for name in (
            "empty",
            "with_cpf",
            "days_past",
            "days_unreadable",
            "seats_unreadable",
            "choose",
            "file_awaited",
            "file_not_here",
            "ask_which",
            "word",
        )
    },
    "contribution_too_long": (LENGTH,),
    "contribution_title_too_long": (LENGTH,),
    "contribution_decided": tuple({"code": CODE, "state": state} for state in STATES),
    **{
        f"contribution_{name}": (NUMBER,)
        for name in ("changed", "not_news", "asked_already", "file", "asked", "withdrawn")
    },
    "contribution_published": tuple({"code": CODE, "held": held} for held in (0, 7)),
    **{f"contribution_ask_{name}": tuple({"kind": kind} for kind in KINDS) for name in NAMES},
    "contribution_preview": (
        {
            "kind": "boa-pratica",
            "acronym": "UPB",
            "lines": (("title", TITLE), ("text", TEXT), ("axis", "2"), ("sharing", "publicar")),
        },
        {"kind": "duvida", "acronym": "UPB", "lines": (("text", TEXT),)},
    ),
    "contribution_sent": tuple(
        {
            "code": CODE,
            "kind": kind,
            "protocol": protocol,
            "restricted": bool(protocol),
            "in_forum": forum,
        }
        for kind, protocol, forum in (
            ("boa-pratica", "RP-2026-000142", False),
            ("curso", "RP-2026-000142", False),
            ("duvida", "", True),
            ("duvida", "", False),
        )
    ),
    "contribution_whole": (FULL, BARE),
    "contribution_summary": ({**FULL, "brief": TEXT}, {**BARE, "brief": TEXT}),
    "contributions_waiting": (
        {"offers": (OFFER, OFFER), "more": 2, "forum": 3},
        {"offers": (), "more": 0, "forum": 1},
        {"offers": (), "more": 0, "forum": 0},
    ),
    "contributions_own": ({"offers": tuple((OFFER, state) for state in STATES)}, {"offers": ()}),
    "contribution_card": (FULL, BARE),
    **{
        f"contribution_ask_for_{name}": ({"code": CODE, "title": TITLE},)
        for name in ("answer", "reason", "new_title")
    },
    "contribution_decided_now": tuple({"code": CODE, "declined": one} for one in (True, False)),
    "contribution_cleared": tuple(
        {"code": CODE, "yes": yes, "held": held} for yes, held in ((True, 0), (True, 7), (False, 0))
    ),
}
