"""What a plano de trabalho is read from, numbered lines of cells, and what may be wrong with one."""

from dataclasses import dataclass


class UnreadablePlan(ValueError):
    """A document in which no goal can be read; `line` (from 1) is None when no single line is to blame."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"linha {line}: {reason}")
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, or was not kept: the line and why, in Portuguese; never the value."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document, cut into cells; `number` counts from 1 in the file.

    A line break kept inside a cell is a line feed.
    """

    number: int
    cells: tuple[str, ...]
    #: Which table it is a row of, where the export says so and its columns are certain; 0 for running text.
    table: int = 0
    #: Columns that only repeat, or prolong, a cell that spans them.
    spanned: frozenset[int] = frozenset()
    starts_page: bool = False

    @property
    def text(self) -> str:
        return "\t".join(self.cells)

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)

    @property
    def filled(self) -> list[int]:
        """The columns that say something of their own."""
        return [at for at, cell in enumerate(self.cells) if cell.strip() and at not in self.spanned]
