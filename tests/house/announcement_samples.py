"""Facts for the texts of announcements."""

from collections.abc import Mapping, Sequence

from tests.house.check_in_samples import MAILBOX, PAGE, Facts

PARAGRAPHS = (
    ("As inscrições do curso vão até 12/12/2026, às 18h (horário de Brasília).",),
    ("Inscreva-se em https://rede.example.org/curso", "Dúvidas: curso@rede.example.org"),
)
ANNOUNCEMENT: Sequence[Facts] = tuple(
    {
        "person": "Maria Flor",
        "title": "Curso do Transferegov.br com inscrições abertas",
        "paragraphs": PARAGRAPHS,
        "text": "\n\n".join("\n".join(lines) for lines in PARAGRAPHS),
        "leave_link": link,
        "mailbox": mailbox,
        "official_page": page,
    }
    for link, mailbox, page in (
        ("https://elo.example.org/sair/7.abcdefgh", MAILBOX, PAGE),
        ("", MAILBOX, ""),
        ("", "", PAGE),
    )
)
HELD: Sequence[Facts] = tuple(
    {
        "number": 7,
        "title": "Curso do Transferegov.br com inscrições abertas",
        "day": "segunda-feira, 23/11/2026",
        "hour": "9h00",
        "people": people,
        "official_page": page,
    }
    for people, page in ((281, PAGE), (1, ""))
)
ANNOUNCEMENTS: Mapping[str, Sequence[Facts]] = {"announcement": ANNOUNCEMENT, "announcement_held": HELD}
