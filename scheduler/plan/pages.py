"""What a page prints around its words (its number, running heads and feet) taken out before the table is read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, takewhile

from scheduler.plan.headings import columns_in, titles_in
from scheduler.plan.keys import mark_in
from scheduler.plan.letters import folded, is_unfinished
from scheduler.plan.phrases import fills_a_cell
from scheduler.plan.text import Line

_MARGIN = 4  #: lines of a running head, or foot
_FARTHEST = 40  #: lines from where pages meet, blank ones among them
_PAGE_NUMBER = re.compile(
    r"\W*(?:pag(?:ina)?|folha|fls?|pg)\b[\W_]*\d{1,3}(?:\s*(?:de|/)\s*\d{1,3})?\W*$|\W*\d{1,3}\s*(?:de|/)\s*\d{1,3}\W*$"
    r"|.{0,160}\b(?:pg|pag)\. ?\d{1,3}$"
)
_LONE_NUMBER = re.compile(r"[\s–—-]*(\d{1,3})[\s–—-]*$")
_AXES_GO_ON = re.compile(r"\s*(?:e|,)\s*\d\b")  #: `1` and, on the very next line, `e 3`
#: What browsers print above and below a page, and SEI on its own.
_PRINTED = re.compile(
    r"\d{2}/\d{2}/\d{4},? \d{2}:\d{2}(?::\d{2})?\b.{0,120}$|https?://\S+(?:\s+\d{1,3}/\d{1,3})?$"
    r"|sei(?:/\w+)? ?[-–n].{0,80}$|.{0,80}\(\d{7,9}\)\s+sei \d{5}\.\d{6}/\d{4}-\d{2}.{0,20}$"
)
_OF_THE_HOUSE = re.compile(
    r"(?:plano|processo|minist|secretaria|diretoria|governo|acordo de|anexo|sei\b|pagina|pag\b)"
)


def without_running_lines(lines: list[Line]) -> list[Line]:
    """The lines that are the document's own. In tables that the export marks as such nothing runs."""
    if any(line.table for line in lines):
        return [line for line in lines if line.table or not _PAGE_NUMBER.match(folded(line.text))]
    has_points = any("." in mark.key for line in lines if (mark := mark_in(line.cells[0])))
    numbers = {at for at in range(len(lines)) if _is_page_number(lines, at, has_points=has_points)}
    running = numbers | _repeated(lines, numbers)
    return [line for at, line in enumerate(lines) if at not in running]


def _is_page_number(lines: list[Line], at: int, *, has_points: bool) -> bool:
    """Where goals have plain numbers, one on a line of its own is theirs unless a page begins there."""
    line = lines[at]
    if line.is_blank or len(line.text) > 200:
        return False
    plain = folded(line.text)
    if _PAGE_NUMBER.match(plain) or _PRINTED.match(plain):
        return True
    number = _LONE_NUMBER.match(plain)
    if number is None or (at > 0 and not (lines[at - 1].is_blank or line.starts_page)):
        return False
    following = [line for line in lines[at + 1 : at + 12] if not line.is_blank][:4]
    if any(_AXES_GO_ON.match(one.text) for one in lines[at + 1 : at + 2]):
        return False
    if line.starts_page or (following and (following[0].starts_page or titles_in(following[0].text))):
        return True
    return has_points and not _begins_an_axis(following, number[1])


def _begins_an_axis(following: list[Line], number: str) -> bool:
    """A number over a title over the goals of that axis is the axis's own."""
    marks = [mark_in(line.cells[0]) for line in following]
    mark = next((mark for mark in marks[1:] if mark is not None), None)
    return bool(marks) and marks[0] is None and mark is not None and mark.axis == number


def _repeated(lines: list[Line], numbers: set[int]) -> set[int]:
    """Lines that stand where pages meet, and nowhere else, again and again.

    What could as well be a wrapped cell has to come back on nearly every page; what looks formal, twice.
    """
    margins: dict[str, set[int]] = defaultdict(set)
    for mark in _marks(lines, numbers):
        for at in _margin(lines, mark, numbers):
            margins[_shape(lines[at].text)].add(at)
    everywhere = Counter(_shape(line.text) for line in lines)
    pages = 1 + max(sum(line.starts_page for line in lines), len(numbers))
    in_capitals = sum(line.text.isupper() for line in lines)
    is_shouted = 2 * in_capitals > sum(not line.is_blank for line in lines)
    running: set[int] = set()
    for shape, places in margins.items():
        texts = [lines[at].text for at in places]
        is_formal = (not is_shouted and all(map(str.isupper, texts))) or _OF_THE_HOUSE.match(shape)
        least = 2 if is_formal else max(3, pages - 1)
        if least <= len(places) == everywhere[shape] and _could_be_a_head(shape, texts[0].strip()):
            running |= places
    return running


def _marks(lines: list[Line], numbers: set[int]) -> list[int]:
    """Where pages meet: a page begins at each of these lines, the end of the document included."""
    titles = [at for at, line in enumerate(lines) if len(line.cells) > 2 and columns_in(line) is not None]
    starts = [at for at, line in enumerate(lines) if line.starts_page]
    return sorted({0, len(lines), *starts, *numbers, *titles[1:]})


def _margin(lines: list[Line], mark: int, numbers: set[int]) -> Iterator[int]:
    """The few lines before a place and after it that could be heads or feet."""
    for side in (range(mark - 1, -1, -1), range(mark, len(lines))):
        near = (at for at in side[:_FARTHEST] if not lines[at].is_blank and at not in numbers)
        yield from takewhile(lambda at: _could_run(lines[at]), islice(near, _MARGIN))


def _could_run(line: Line) -> bool:
    if len(line.cells) > 1 or len(line.text) > 200:
        return False
    return mark_in(line.cells[0]) is None and not titles_in(line.text) and columns_in(line) is None


def _could_be_a_head(shape: str, text: str) -> bool:
    return " " in shape and text[0].isupper() and not is_unfinished(text) and not fills_a_cell(text)


@lru_cache(maxsize=20_000)
def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", folded(text))
