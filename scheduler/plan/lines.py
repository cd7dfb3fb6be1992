"""The text of a plano de trabalho as numbered lines, from plain text or HTML. A CPF goes no further than this."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scheduler.plan.cpf import has_cpf, without_cpf
from scheduler.plan.grid import html_lines
from scheduler.plan.letters import cleaned
from scheduler.plan.text import Line, Problem, UnreadablePlan

MOST_LETTERS = 500_000  #: of text; the longest plan known has thirteen thousand
MOST_LINES = 20_000
_MOST_CELLS = 200  #: of a line; one with more is no row
_CPF_LENGTH = 20  #: letters, spaces among them
_QUOTE = re.compile(r"^(?:> ?)+")
_IS_HTML = re.compile(r"<(?:!doctype html|html|body|t[dr])[\s>]", re.IGNORECASE)


def read_lines(text: str) -> tuple[list[Line], list[Problem]]:
    """The lines of a document, and the problems met in finding them.

    A form feed ends a line without counting as one, as text editors see it. Raises UnreadablePlan when there is
    more than a plan can have.
    """
    if _IS_HTML.search(text):
        found, problems = html_lines(text)
    else:
        found, problems = _plain_lines(text), []
    lines: list[Line] = []
    for line in _limited(found):
        if has_cpf(line.text):
            problems.append(cpf_problem(line.number))
            line = replace(line, cells=_masked(line))
        if lines and not line.is_blank and has_cpf(_over_the_break(lines[-1], line)):
            problems.append(cpf_problem(lines[-1].number))
            lines[-1], line = _masked_over_the_break(lines[-1], line)
        lines.append(line)
    return lines, problems


def _masked(line: Line) -> tuple[str, ...]:
    """The cells without a CPF, even one that a tab cut in two."""
    masked, cells = without_cpf(line.text), []
    for cell in line.cells:
        cells.append(masked[: len(cell)])
        masked = masked[len(cell) + 1 :]
    return tuple(cells)


def _over_the_break(line: Line, following: Line) -> str:
    """The end of a line and the beginning of the next, in case a number was wrapped."""
    return f"{line.cells[-1][-_CPF_LENGTH:]}\n{following.cells[0][:_CPF_LENGTH]}"


def _masked_over_the_break(line: Line, following: Line) -> tuple[Line, Line]:
    end, _, start = without_cpf(_over_the_break(line, following)).rpartition("\n")
    last, first = line.cells[-1], following.cells[0]
    return (
        replace(line, cells=(*line.cells[:-1], last[: max(0, len(last) - _CPF_LENGTH)] + end)),
        replace(following, cells=(start + first[_CPF_LENGTH:], *following.cells[1:])),
    )


def cpf_problem(line: int) -> Problem:
    return Problem(line, "há um valor com forma de CPF; ele não foi guardado")


def _plain_lines(text: str) -> Iterator[Line]:
    unix = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_quoted = _is_quoted(unix)
    for number, line in enumerate(unix, start=1):
        written = _QUOTE.sub("", line) if is_quoted else line
        for place, piece in enumerate(re.split(r"[\f\v\u2028\u2029]", written)):
            cells = cleaned(piece).split("\t")
            yield Line(number, tuple(cells), starts_page=place > 0)


def _is_quoted(written: Sequence[str]) -> bool:
    """Whether the document is the answer to a letter: most of its lines begin by the mark of what another wrote."""
    lines = [line for line in written if line.strip()]
    return 2 * sum(line.startswith(">") for line in lines) > len(lines)


def _limited(lines: Iterable[Line]) -> Iterator[Line]:
    letters = 0
    for count, line in enumerate(lines, start=1):
        letters += len(line.text) + 1
        if letters > MOST_LETTERS or count > MOST_LINES:
            raise UnreadablePlan("o texto é longo demais para um plano de trabalho", line.number)
        yield line if len(line.cells) <= _MOST_CELLS else replace(line, cells=(" ".join(line.cells),))
