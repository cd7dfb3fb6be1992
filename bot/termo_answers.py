"""How termos de adesão are shown in chat, and the spreadsheets that go with an answer."""

from collections.abc import Mapping, Sequence
from html import unescape

from bot.termo_sheet import MEDIA_TYPE, write_sheet
from bot.turn import Answer, Turn
from db.adhesions import Adhesion
from db.enclosures import keep_enclosure
from rede.adhesion_rows import Termo, masked
from rede.rows import RowProblem
from scheduler.wording import long_date

#: Of the empty table; a reader finds each by its words.
HEADINGS = (
    "Instituição",
    "CNPJ",
    "Data da última assinatura",
    "Número SEI",
    "Início da vigência",
    "Fim da vigência",
    "UF",
    "Código IBGE",
    "Nome do contato",
    "E-mail do contato",
)
#: Characters of a name in a list.
BRIEF = 80


def shown(one: Termo | Adhesion) -> Mapping[str, str]:
    """One line of a list: the weekday lets the reader notice a wrong date."""
    return {
        "name": one.name[:BRIEF],
        "cnpj": masked(one.cnpj),
        "day": f"{one.signed:%d/%m/%Y}",
        "weekday": long_date(one.signed).partition(",")[0],
        "contact": one.contact_email,
    }


async def send_model(turn: Turn) -> None:
    """An empty table with the headings."""
    content = write_sheet("Termos de adesão", [HEADINGS])
    await _send(turn, turn.text("adhesions_model"), name="modelo-termos-de-adesao.xlsx", content=content)


async def send_problems(turn: Turn, problems: Sequence[RowProblem]) -> None:
    """Every problem, where there are more than one message shows."""
    rows = [(str(one.line), problem_in_words(turn, one)) for one in problems]
    content = write_sheet("Linhas com erro", [("Linha", "O que corrigir"), *rows])
    words = turn.text("adhesions_problems", count=len(problems))
    await _send(turn, words, name="linhas-com-erro.xlsx", content=content)


def problem_in_words(turn: Turn, one: RowProblem) -> str:
    """Without markup, for a cell: what was typed is shown as it was."""
    return unescape(turn.text("adhesions_flaw", column=one.column, flaw=str(one.flaw), got=one.got).strip())


async def _send(turn: Turn, words: str, *, name: str, content: bytes) -> None:
    session, now = turn.desk.session, turn.desk.now
    number = await keep_enclosure(session, name=name, media_type=MEDIA_TYPE, content=content, now=now)
    turn.answers.append(Answer(words, enclosure_id=number))
