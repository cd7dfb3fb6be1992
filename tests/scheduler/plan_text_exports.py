"""Plain-text exports of the sample plan, each as some program or person would make it."""

from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap

from tests.scheduler.plan_sample import BETWEEN, HEAD, PARTIES, ROWS, TAIL, TITLES, SampleRow

Cells = Sequence[str]
_WIDTHS = (18, 34, 22, 26)  #: of columns that only the place of the words keeps
_TITLES_IN_TWO = (
    ("Eixos de atuação", "", "Prazo/", ""),
    ("Metas/etapas", "Descrição", "Periodicidade", "Responsável"),
)


def document(table: str, *, tail: Iterable[str] = TAIL, parties: str = "\t") -> str:
    """The whole text around a table: paragraphs apart by blank lines."""
    who = "\n".join(parties.join(cells) for cells in PARTIES)
    return "\n\n".join([*HEAD, who, *BETWEEN, table.strip("\n"), *tail, ""])


def separated(separator: str) -> str:
    return document("\n".join(separator.join(cells) for cells in (TITLES, *(row.cells for row in ROWS))))


def wrapped(width: int) -> str:
    """Every cell broken at a width, the next cell going on where it ends."""
    return document("\n".join(["\t".join(TITLES), *wrapped_rows(width)]))


def wrapped_rows(width: int) -> list[str]:
    rows = ("\t".join("\n".join(_folds(cell, width)) for cell in row.cells) for row in ROWS)
    return "\n".join(rows).split("\n")


def _folds(cell: str, width: int) -> list[str]:
    return wrap(cell, width, break_on_hyphens=False, break_long_words=False) or [""]


def hyphenated(hyphen: str) -> str:
    """Long words cut between two lines, each with a hyphen of wrapping."""
    rows = ("\t".join("\n".join(_broken(cell, 30, hyphen)) for cell in row.cells) for row in ROWS)
    return document("\n".join(["\t".join(TITLES), *rows]))


def _broken(cell: str, width: int, hyphen: str) -> list[str]:
    lines, line = [], ""
    for word in cell.split():
        if len(line) + len(word) < width:
            line = f"{line} {word}".strip()
        elif len(word) > 8 and word.isalpha():
            lines.append(f"{line} {word[:4]}{hyphen}".strip())
            line = word[4:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def paged(*, each: int, titles: bool, cut: bool = False) -> str:
    """Pages of a few lines: form feed, running head, perhaps the titles again, page number at the foot."""
    lines = wrapped_rows(34) if cut else ["\t".join(row.cells) for row in ROWS]
    pages = [lines[at : at + each] for at in range(0, len(lines), each)]
    head = ["MINISTÉRIO DA GESTÃO E DA INOVAÇÃO EM SERVIÇOS PÚBLICOS", "Plano de Trabalho nº 03/2026", ""]
    again = ["\f", *head, *(["\t".join(TITLES)] if titles else [])]
    table = ["\t".join(TITLES)]
    for number, page in enumerate(pages, start=1):
        table += [*(again if number > 1 else []), *page, "", f"Página {number} de {len(pages)}", ""]
    return "\n".join(head) + "\n" + document("\n".join(table))


def cells_on_lines(between: str) -> str:
    """One cell under another, and no sign of a table."""
    titles = between.join(["Metas/etapas", *TITLES[1:]])
    rows = (between.join(filter(None, row.cells)) for row in ROWS)
    return document(between.join([titles, *rows]), parties="\n\n")


def columns(change: Callable[[SampleRow], Cells], titles: Cells) -> str:
    """Columns of another kind, or in another order."""
    return document("\n".join("\t".join(cells) for cells in [titles, *map(change, ROWS)]))


def with_axes(row: SampleRow) -> Cells:
    """A column for the axis before that of the number; combined goals have no number."""
    if row.is_title:
        return ("", *row.cells)
    is_combined = "." not in row.number
    return (row.number, "", *row.cells[1:]) if is_combined else (row.number[0], *row.cells)


def markdown(*, is_framed: bool) -> str:
    lines = [
        " | ".join(TITLES),
        "|".join(":---" for _ in TITLES),
        *(" | ".join(_markdown(row)) for row in ROWS),
    ]
    return document("\n".join(f"| {line} |" if is_framed else line for line in lines))


def _markdown(row: SampleRow) -> Cells:
    return [f"**{cell.replace('.', chr(92) + '.')}**" if cell else "" for cell in row.cells]


def drawn(corner: str, flat: str, upright: str) -> str:
    """A table drawn with rules between all rows, its cells broken at a width."""
    width = 26
    rule = corner + corner.join(flat * (width + 2) for _ in TITLES) + corner
    lines = [rule]
    for cells in (TITLES, *(row.cells for row in ROWS)):
        for pieces in _stacked(cells, [width] * len(cells)):
            lines.append(upright + upright.join(f" {piece:<{width}} " for piece in pieces) + upright)
        lines.append(rule)
    return document("\n".join(lines))


def in_columns(*, is_middle: bool, blank_between: bool = False, each: int = len(ROWS)) -> str:
    """As pdftotext -layout writes it: only the place of the words tells, each page with the titles again."""
    titles = "\n".join(_placed(cells) for cells in _TITLES_IN_TWO)
    pages = [ROWS[at : at + each] for at in range(0, len(ROWS), each)]
    foot = f"\n\n{' ' * 40}%d\n\f"
    texts = [f"{titles}\n" + "\n".join(_in_columns(page, is_middle, blank_between)) for page in pages]
    feet = [foot % number for number in range(1, len(pages))]
    return document(
        "".join(text + end for text, end in zip(texts, [*feet, ""], strict=True)), parties=" " * 8
    )


def _in_columns(rows: Iterable[SampleRow], is_middle: bool, blank_between: bool) -> list[str]:
    lines = []
    for row in rows:
        lines += [
            _placed(cells) for cells in _stacked(row.cells, [width - 2 for width in _WIDTHS], is_middle)
        ]
        lines += [""] * blank_between
    return lines


def _stacked(cells: Cells, widths: Sequence[int], is_middle: bool = False) -> list[Cells]:
    """The lines of a row whose cells are broken at a width, from the top or around the middle."""
    folds = [_folds(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, folds))
    tops = [(height - len(fold)) // 2 if is_middle else 0 for fold in folds]
    padded = [[""] * top + fold + [""] * height for top, fold in zip(tops, folds, strict=True)]
    return [[fold[at] for fold in padded] for at in range(height)]


def _placed(cells: Cells) -> str:
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def quoted(separator: str, width: int = 1_000) -> str:
    """As a spreadsheet saves it; cells longer than a width hold line ends."""
    rows = [
        ["\n".join(_folds(cell, width)) for cell in cells] for cells in (TITLES, *(row.cells for row in ROWS))
    ]
    table = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    return document(table, tail=[f'"{paragraph}"' for paragraph in TAIL], parties=separator)
