"""The raw text of a plano de trabalho, from bytes or HTML, as numbered lines. CPFs are masked here."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "br", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol"}
_HIDDEN = {"style", "script", "head", "title"}
_CPF = re.compile(r"(?<![\d./-])(?:\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11})(?![\d/-]|\.\d)")


class UnreadablePlan(ValueError):
    """A document in which no goal can be read; `line` (from 1) is None when no single line is to blame."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"linha {line}: {reason}")
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document, tabs and doubled spaces kept; `number` counts from 1 in the file."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, or was not kept: the line and why, in Portuguese; never the value."""

    line: int
    reason: str


def decode_document(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 by its mark, UTF-8, or else the old Windows encoding.

    Raises UnreadablePlan for a file that is no text (PDF, DOCX, pictures).
    """
    if content.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")):
        raise UnreadablePlan("o arquivo não é de texto; salve o plano como texto ou HTML", 1)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise UnreadablePlan("o arquivo não é de texto; salve o plano como texto ou HTML", 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_lines(text: str) -> tuple[list[Line], list[Problem]]:
    """The lines of a document and the CPFs found in it, which are masked in the lines.

    A form feed ends a line without counting as one, as text editors see it.
    """
    pieces = _html_pieces(text) if re.search(r"<t[dr][\s>]", text, re.IGNORECASE) else _plain_pieces(text)
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, piece in pieces:
        cleaned = _cleaned(piece)
        masked = _CPF.sub(_mask, cleaned)
        if masked != cleaned:
            problems.append(Problem(number, "há um valor com forma de CPF; ele não foi guardado"))
        lines.append(Line(number, masked))
    return lines, problems


def folded(text: str) -> str:
    """Without accents, in lower case, single spaces: for comparing, never for showing."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.casefold().split())


def _plain_pieces(text: str) -> Iterator[tuple[int, str]]:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(unix.split("\n"), start=1):
        for piece in re.split(r"[\f\v\u2028\u2029]", line):
            yield number, piece


def _cleaned(piece: str) -> str:
    """Bold markers and invisible characters go; every other kind of space becomes a plain one."""
    shown = re.sub(r"\*\*|[\u00ad\u200b\u200c\u200d\ufeff]", "", piece)
    return re.sub(r"[^\S\t]", " ", shown).rstrip()


def _mask(found: re.Match[str]) -> str:
    value = found[0]
    if value.isdecimal() and not _is_cpf(value):  # a telephone or a protocol has eleven digits as well
        return value
    return re.sub(r"\d", "*", value)


def _is_cpf(digits: str) -> bool:
    values = [int(digit) for digit in digits]
    for length in (9, 10):
        total = sum(value * (length + 1 - place) for place, value in enumerate(values[:length]))
        if total * 10 % 11 % 10 != values[length]:
            return False
    return len(set(digits)) > 1


class _Rows(HTMLParser):
    """Each table row becomes one line of tab-separated cells; any other block, a line of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[int, str]] = []
        self._cells: list[str] | None = None
        self._text: list[str] = []
        self._line = 1
        self._hidden = 0
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "tr":
            self._end_line()
            self._cells, self._line = [], self.getpos()[0]
        elif tag in _BLOCKS and self._cells is None:
            self._end_line()
        elif tag in {"td", "th"} and self._cells is not None:
            self._end_cell()
            self._is_in_cell = True
        elif tag in _BLOCKS:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in _BLOCKS and (self._cells is None or tag in {"tr", "table"}):
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if not self._text and self._cells is None:
            self._line = self.getpos()[0]
        self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()

    def _taken(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text = []
        return text

    def _end_cell(self) -> None:
        """Pages may leave out `</td>`: the next cell, or the end of the row, ends it as well."""
        if self._cells is not None and self._is_in_cell:
            self._cells.append(self._taken())
        self._is_in_cell = False

    def _end_line(self) -> None:
        self._end_cell()
        text = self._taken()
        if self._cells is not None:
            cells = [*self._cells, text] if text else self._cells
            self.pieces.append((self._line, "\t".join(cells)))
            self._cells = None
        elif text:
            self.pieces.extend([(self._line, text), (self._line, "")])


def _html_pieces(text: str) -> list[tuple[int, str]]:
    rows = _Rows()
    rows.feed(text)
    rows.close()
    return rows.pieces
