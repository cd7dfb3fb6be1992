"""HTML exports of the sample plan, each as some program would make it."""

import quopri
from collections.abc import Callable, Sequence
from html import escape

from tests.scheduler.plan_sample import BETWEEN, HEAD, PARTIES, ROWS, TAIL, TITLES, SampleRow

Cell = Callable[[str], str]


def page(table: str, *, head: str = "") -> str:
    """The whole page around a table of goals."""
    who = "\n".join(row(cells) for cells in PARTIES)
    before = (
        "\n".join(map(_paragraph, HEAD)) + f"\n<table>{who}</table>\n" + "\n".join(map(_paragraph, BETWEEN))
    )
    after = "\n".join(map(_paragraph, TAIL))
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{before}\n{table}\n{after}\n</body></html>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def row(cells: Sequence[str], cell: Cell = escape) -> str:
    return "<tr>" + "".join(f"<td>{cell(text)}</td>" for text in cells) + "</tr>"


def table(rows: Sequence[SampleRow] = ROWS, *, cell: Cell = escape, titles: bool = True) -> str:
    lines = [row(TITLES, cell).replace("td>", "th>")] if titles else []
    return "<table>" + "\n".join([*lines, *(row(one.cells, cell) for one in rows)]) + "</table>"


def plain() -> str:
    return page(table())


def on_one_line() -> str:
    return plain().replace("\n", "")


def of_word() -> str:
    """Styles, conditional comments, empty paragraphs, hard spaces, a row that only sets widths."""
    widths = (
        "<![if !vml]>\n<tr height=0><td width=90></td><td width=200></td><td></td><td></td></tr><![endif]>"
    )
    head = "<title>Descrição Prazo</title><style><!-- p.MsoNormal {margin:0cm} td {} --></style>"
    island = "<!--[if gte mso 9]><xml><w:Zoom>0</w:Zoom></xml><![endif]-->"
    return page(table(cell=_word_cell).replace("</table>", f"{widths}</table>"), head=head + island)


def _word_cell(text: str) -> str:
    style = "style='margin-bottom:0cm;text-align:center'"
    words = f"<b><span lang=PT-BR>{escape(text)}<o:p></o:p></span></b>" if text else "<o:p>&nbsp;</o:p>"
    return f"\n<p class=MsoNormal {style}>{words}</p>\n"


def of_sei() -> str:
    """A code for every accented letter, classes on paragraphs, a frame around all of it."""
    text = page(table(cell=lambda text: f'<p class="Tabela_Texto_Alinhado_Esquerda">{escape(text)}</p>'))
    coded = "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in text)
    return coded.replace("<body>", '<body><div unselectable="on">').replace("</body>", "</div></body>")


def of_libreoffice() -> str:
    """Capitals, fonts, cells broken over lines of the file at each space."""
    text = page(table(cell=_libreoffice_cell))
    return text.replace("<table>", "<TABLE WIDTH=643 CELLPADDING=7><COL WIDTH=90>").replace("td>", "TD>")


def _libreoffice_cell(text: str) -> str:
    return f'<P ALIGN=LEFT><FONT FACE="Arial, sans-serif">{escape(text)}</FONT></P>'.replace(" ", "\n")


def of_google_docs() -> str:
    text = table(cell=lambda text: f'<p class="c1"><span class="c2">{escape(text)}</span></p>')
    spans = text.replace("<td>", '<td class="c5" colspan="1" rowspan="1">')
    return page(spans, head='<meta content="text/html; charset=UTF-8"><style>.c1{}</style>')


def unclosed() -> str:
    """The end tags left out that HTML lets one leave out."""
    text = plain()
    for tag in ("</td>", "</tr>", "</th>", "</p>"):
        text = text.replace(tag, "")
    return text


def framed() -> str:
    """A page whose every part stands in a table for its looks, and that in another."""
    inside = plain().split("<body>")[1].split("</body>")[0]
    return f"<html><body><table><tr><td><table><tr><td>{inside}</td></tr></table></td></tr></table></body></html>"


def with_breaks() -> str:
    """Lines broken inside the cells, and a long word cut at its soft hyphen."""
    return page(table(cell=_broken_cell))


def _broken_cell(text: str) -> str:
    return escape(text).replace(" de ", "<br>de ").replace("instituiç", "insti&shy;<br/>tuiç")


def titles_of_axes_across() -> str:
    """The title of an axis is one cell across the table."""
    rows = [_across(one) if one.is_title else row(one.cells) for one in ROWS]
    return page(f"<table>{row(TITLES)}{''.join(rows)}</table>")


def _across(title: SampleRow) -> str:
    return f"<tr><td colspan='4'><b>{title.number} {title.text}</b></td></tr>"


def axes_down_the_side() -> str:
    """The axis is a cell that spans the rows of its goals."""
    combined = [one for one in ROWS if not one.is_title and "." not in one.number]
    axes = [_axis(title) for title in ROWS if title.is_title and title.number]
    rows = [
        row(("Eixo", "Meta", *TITLES[1:])),
        *axes,
        *(row((one.number, "", *one.cells[1:])) for one in combined),
    ]
    return page(f"<table>{''.join(rows)}</table>")


def _axis(title: SampleRow) -> str:
    goals = [one for one in ROWS if one.number.startswith(f"{title.number}.")]
    axis = f"<td rowspan={len(goals)}>{title.number} - {title.text}</td>"
    return "".join(row(one.cells) for one in goals).replace("<tr>", f"<tr>{axis}", 1)


def in_pages(*, each: int, titles: bool) -> str:
    """A table a page, as converters of PDF make them, with page numbers between."""
    parts = [ROWS[at : at + each] for at in range(0, len(ROWS), each)]
    pages = [table(part, titles=titles or at == 0) for at, part in enumerate(parts)]
    return page(
        "\n".join(f"{one}<p>Página {at} de {len(pages)}</p>" for at, one in enumerate(pages, start=1))
    )


def cut_in_rows() -> str:
    """Every row cut in two, as where a page ends in the middle of it, and the titles again."""
    rows = [_cut(one) for one in ROWS]
    tables = (f"<table>{row(TITLES)}{''.join(part)}</table>" for part in (rows[:7], rows[7:]))
    return page("\n".join(tables))


def _cut(one: SampleRow) -> str:
    if one.is_title:
        return row(one.cells)
    halves = [_halves(cell) for cell in one.cells[1:]]
    return row([one.number, *(first for first, _ in halves)]) + row(["", *(second for _, second in halves)])


def _halves(cell: str) -> tuple[str, str]:
    words = cell.split(" ")
    middle = (len(words) + 1) // 2 if len(words) > 3 else len(words)
    return " ".join(words[:middle]), " ".join(words[middle:])


def in_a_web_archive() -> bytes:
    """What Word calls a web page in a single file."""
    body = quopri.encodestring(plain().encode("cp1252")).decode("ascii")
    parts = [
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n',
        "Content-Type: image/png\n\nabc",
        'Content-Type: text/html; charset="windows-1252"\nContent-Transfer-Encoding: quoted-printable\n\n'
        + body,
    ]
    return ("\n--x\n".join(parts) + "\n--x--\n").encode("ascii")
