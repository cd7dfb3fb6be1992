"""Facts for the texts of the forum: posts that wait, are told, or were decided on, and its feeds."""

from collections.abc import Mapping, Sequence

from notifier.feed import Unread
from notifier.fetch import Fault
from rede.forum_answer import Broken
from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, Facts

TITLE = "Abertas as inscrições para o Fórum Nacional das Transferências e Parcerias"
LINK = "https://www.gov.br/transferegov/pt-br/noticias/forum-nacional"
POST: Facts = {
    "number": 12,
    "title": TITLE,
    "summary": "As inscrições vão até 12/12/2026. Há vagas presenciais e a distância.",
    "link": LINK,
    "published": "segunda-feira, 23/11/2026",
    "edited": False,
}
BARE: Facts = {**POST, "summary": "", "published": "", "edited": True}
POSTS = (POST, BARE)
REACHED: Facts = {"person": "Ana Lima", "mailbox": MAILBOX, "official_page": PAGE}
UNREACHED: Facts = {"person": "Ana Lima", "mailbox": "", "official_page": ""}
DRAFT: Sequence[Facts] = ({**POST, **REACHED}, {**BARE, **UNREACHED})
DRAFTS: Sequence[Facts] = (
    {"feed": "Notícias", "titles": (TITLE,) * 10, "count": 42, **REACHED},
    {"feed": "https://forum.example.org/rss", "titles": (TITLE,) * 6, "count": 6, **UNREACHED},
)
FEED: Sequence[Facts] = tuple(
    {
        "state": state,
        "feed": "Notícias do Transferegov.br",
        "url": "https://www.gov.br/transferegov/rss",
        "fault": "o site demora demais",
        "since": "domingo, 22/11/2026",
        **reached,
    }
    for state in ("broken", "mended", "silent")
    for reached in (REACHED, UNREACHED)
)
TOLD: Sequence[Facts] = (
    {**POST, **REACHED, "leave_link": "https://elo.example.org/sair/7.abcdefgh"},
    {**BARE, **REACHED, "leave_link": "", "official_page": ""},
    {**BARE, **UNREACHED, "leave_link": ""},
)
LINE: Facts = {
    "title": "Notícias do Transferegov.br",
    "trusted": True,
    "read": "seg., 23/11/2026 9h30",
    "new": "sex., 20/11/2026 15h00",
    "broken": "",
    "fault": "houve um defeito do Elo",
    "next": "seg., 23/11/2026 10h00",
}
FEEDS = (
    LINE,
    {**LINE, "trusted": False, "new": ""},
    {**LINE, "broken": "dom., 22/11/2026 9h00", "fault": "o site responde com o código 503"},
    {**LINE, "read": "", "new": ""},
)
FORUM_MAILS: Mapping[str, Sequence[Facts]] = {
    "forum_draft": DRAFT,
    "forum_drafts": DRAFTS,
    "forum_feed": FEED,
    "forum_post": TOLD,
}
FORUM: Mapping[str, Sequence[Facts]] = {
    **FORUM_MAILS,
    "button_forum_publish": NOTHING,
    "button_forum_dismiss": NOTHING,
    "button_forum_read_post": NOTHING,
    "forum_fault": tuple({"why": str(one)} for one in (*Fault, *Unread, *Broken, "status 503")),
    "forum_post_body": POSTS,
    "forum": (
        {"waiting": 0, "feeds": (), "more": 0, "unread": 0},
        {"waiting": 1, "feeds": FEEDS, "more": 0, "unread": 0},
        {"waiting": 7, "feeds": FEEDS[:1] * 10, "more": 1, "unread": 1},
        {"waiting": 0, "feeds": (), "more": 0, "unread": 2},
    ),
    "forum_card": ({**POST, "changed": False}, {**BARE, "changed": True}),
    "forum_no_drafts": NOTHING,
    "forum_published": tuple(
        {"title": TITLE, "announcement": number, "held": held}
        for number, held in ((7, False), (7, True), (None, False))
    ),
    "forum_dismissed": ({"title": TITLE, "number": 12},),
    "forum_decided": (
        {"title": TITLE, "published": True, "day": "segunda-feira, 23/11/2026"},
        {"title": TITLE, "published": False, "day": ""},
    ),
    "forum_changed": NOTHING,
    "forum_elsewhere": ({"title": TITLE, "host": "curto.example.org"},),
    "forum_to_nobody": NOTHING,
    "forum_not_understood": NOTHING,
}
