"""The wear and tear of plans: one invented plan of twenty goals, as a program drawn at random would save it.

How cells are kept apart, wrapped, cut by pages, marked, spelt and encoded is drawn each on its own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random

from scheduler.plan_document import Party, decode_document, read_plan
from tests.scheduler.plan_sample import BETWEEN, HEAD, TITLES, Said, SaidGoal, SampleRow

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "plano-de-trabalho.txt"
PARTNERS = (
    "Consórcio Intermunicipal do Vale do Jacarandá - CIVJ",
    "Associação dos Municípios da Serra das Araras e do Médio Rio Verde - AMSARV",
    "Secretaria de Planejamento e Gestão do Estado de Exemplo - SEPLAG",
    "Tribunal de Contas do Estado de Exemplo - TCE/EX",
)
AXES = {"1": "Melhoria da Gestão", "2": "Capacitação dos usuários do Sistema", "3": "Comunicação"}
SECOND_LAYER = ("1.1", "1.2", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7")
ADHERENTS = (
    "Quando houver adesão ao Acordo de Cooperação por órgão interessado, caberá ao partície aderente a execução das"
    f" seguintes metas e etapas: {', '.join(SECOND_LAYER[:-1])} e 3.7, no âmbito de sua competência.",
    f"Em caso de adesão, o ente que aderir executará as metas {', '.join(SECOND_LAYER)}.",
    f"As instituições de segunda camada cumprirão os itens {'; '.join(SECOND_LAYER)}, na forma do art. 12.",
    "Ao aderente competem as metas 1.1, 1.2, 1.4, 2.1 a 2.3 e 3.1 até 3.7 (Cláusula 6.1).",
    "Caberão ao aderente todas as metas dos eixos 1, 2 e 3, exceto a 1.3.",
)

Cells = Sequence[str]
Spelling = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Worn:
    """A file, and what has to be read from it; `way` says how it was made, should a test fail."""

    content: bytes
    said: Said
    way: str


def worn(random: Random) -> Worn:
    """The same plan, saved in one of the many ways."""
    partner = random.choice(PARTNERS)
    spelling = random.choice(SPELLINGS)
    rows = [_spelt(row, partner, spelling) for row in _rows()]
    write, encode = random.choice(WRITERS), random.choice(ENCODINGS)
    text = _document(write([_titles(random), *(row.cells for row in rows)], random), partner, random)
    way = f"{partner} {spelling.__name__} {write.__name__} {encode.__name__}"
    return Worn(encode(text), tuple(_said(rows, partner, spelling)), way)


def _rows() -> Iterator[SampleRow]:
    """The example's goals under the titles of their axes; parties stand by their roles."""
    axis = ""
    for goal in read_plan(decode_document(EXAMPLE.read_bytes())).goals:
        number = goal.key if goal.key[0].isdecimal() else ""
        if number and goal.axis != axis:
            yield SampleRow(goal.axis, AXES[goal.axis])
        if not number and axis in AXES:
            yield SampleRow("", "Eixos combinados")
        axis = goal.axis
        yield SampleRow(number or axis, goal.text, goal.deadline, " e ".join(goal.responsible))


def _spelt(row: SampleRow, partner: str, spelling: Spelling) -> SampleRow:
    owing = row.responsible.replace("partner", partner)
    return SampleRow(row.number, *map(spelling, (row.text, row.deadline, owing)))


def _said(rows: Iterable[SampleRow], partner: str, spelling: Spelling) -> Iterator[SaidGoal]:
    combined = 0
    for row in rows:
        if row.is_title:
            continue
        combined += "." not in row.number
        key = row.number if "." in row.number else f"C{combined}"
        owing = [Party.SEGES] * row.responsible.startswith("SEGES")
        owing += [Party.PARTNER] * row.responsible.endswith(spelling(partner))
        axis = row.number.partition(".")[0]
        yield (key, axis, row.text, tuple(owing), key in SECOND_LAYER, row.deadline)


def _titles(random: Random) -> Cells:
    """The titles of the columns, with a letter lost, doubled or moved in some of their longer words."""

    def mistyped(found: re.Match[str]) -> str:
        word, at = found[0], random.randrange(1, len(found[0]) - 1)
        wrong = (word[:at] + word[at + 1 :], word[: at + 1] + word[at:])
        return random.choice([word, word, word, *wrong])

    return [re.sub(r"\w{5,}", mistyped, title) for title in TITLES]


def _document(table: str, partner: str, random: Random) -> str:
    acronym = partner.rpartition(" - ")[2]
    who = f"Partície 1 - MGI/SEGES\tPartícipe 2 - {acronym}\nÓrgão: MGI\tÓrgão: {partner}"
    parts = [*HEAD, who, *BETWEEN, table.strip("\n"), random.choice(ADHERENTS), "Documento assinado", ""]
    if not table.startswith("<"):
        return "\n\n".join(parts)
    shown = [part if part == table else f"<p>{part.replace(chr(9), '<br>')}</p>" for part in parts]
    return "<html><body>" + "\n".join(shown) + "</body></html>"


def _with_tabs(rows: Sequence[Cells], random: Random) -> str:
    """Cells wrapped after any word; pages that end after any line, the titles perhaps again."""
    chance = random.choice([0.0, 0.1, 0.3])
    bold = random.choice(["", "", "**"])
    lines = "\n".join(
        "\t".join(_wrapped(_marked(cell, bold), "\n", chance, random) for cell in row) for row in rows[1:]
    )
    return "\t".join(rows[0]) + "\n" + _paged(lines.split("\n"), "\t".join(rows[0]), random)


def _with_gaps(rows: Sequence[Cells], random: Random) -> str:
    gap = " " * random.randint(2, 5)
    lines = [gap.join(row).rstrip() for row in rows]
    return lines[0] + "\n" + _paged(lines[1:], lines[0], random)


def _with_bars(rows: Sequence[Cells], random: Random) -> str:
    edge, bold = random.choice(["", "|"]), random.choice(["", "**", "__"])
    lines = [f"{edge} {' | '.join(_marked(cell, bold) for cell in row)} {edge}".strip() for row in rows]
    return lines[0] + "\n" + _paged(lines[1:], lines[0], random)


def _paged(lines: Sequence[str], titles: str, random: Random) -> str:
    """Pages that end after any line, each with its number below, perhaps with the titles again."""
    foot, each = random.choice(["\n\nPágina {} de 9\n\n", "\n\n{}\n\n\f", "\n\f"]), random.randint(4, 60)
    again = random.choice(["", f"{titles}\n"])
    pages = [lines[at : at + each] for at in range(0, len(lines), each)]
    texts = ["\n".join(page) for page in pages]
    return "".join(text + foot.format(at) + again for at, text in enumerate(texts[:-1], start=1)) + texts[-1]


def _with_tags(rows: Sequence[Cells], random: Random) -> str:
    """A table a page, rows cut in two where a page ends, words among spans, the responsible once for many rows."""
    each, again = random.randint(3, 30), random.choice([True, False])
    pages = [list(rows[at : at + each]) for at in range(0, len(rows), each)]
    tables = []
    for number, page in enumerate(pages):
        titles = [rows[0]] if again and number else []
        tables.append(f"<table>{_table_rows([*titles, *page], random)}</table>")
    return "\n<p>Rede de Parcerias</p>\n".join(tables)


def _table_rows(rows: Sequence[Cells], random: Random) -> str:
    text, at = "", 0
    while at < len(rows):
        taken = 1
        while rows[at][3] and at + taken < len(rows) and rows[at + taken][3] == rows[at][3]:
            taken += 1
        taken = taken if random.random() < 0.5 else 1
        last = _cell(rows[at][3], random).replace("<td", f"<td rowspan={taken}", 1)
        for place, row in enumerate(rows[at : at + taken]):
            cells = "".join(_cell(cell, random) for cell in row[:3])
            text += f"<tr>{cells}{'' if place else last}</tr>\n"
        at += taken
    return text


def _cell(text: str, random: Random) -> str:
    spaces = [" ", "&nbsp;", "<br>", "\n", "</span> <span lang=PT-BR>", " <b><i></i></b>"]
    words = re.sub(" ", lambda _: random.choice([" ", " ", " ", *spaces]), escape(text))
    return f"<td style='width:20%'><p class=MsoNormal><span><span>{words}</span></span></p></td>"


def _wrapped(cell: str, end: str, chance: float, random: Random) -> str:
    return re.sub(" ", lambda _: end if random.random() < chance else " ", cell)


def _marked(cell: str, bold: str) -> str:
    return f"{bold}{cell}{bold}" if cell else ""


def _as_typed(text: str) -> str:
    return text


def _in_capitals(text: str) -> str:
    return text.upper()


def _without_accents(text: str) -> str:
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", text)).replace("º", "o")


def _utf_8(text: str) -> bytes:
    return text.encode()


def _utf_8_marked(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _windows(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("cp1252")


def _latin_1(text: str) -> bytes:
    return text.encode("latin-1")


def _utf_16(text: str) -> bytes:
    return text.encode("utf-16")


SPELLINGS: tuple[Spelling, ...] = (_as_typed, _in_capitals, _without_accents)
WRITERS = (_with_tabs, _with_gaps, _with_bars, _with_tags)
ENCODINGS = (_utf_8, _utf_8_marked, _windows, _latin_1, _utf_16)
