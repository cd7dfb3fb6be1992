"""The titles of the table of goals, typing errors and all → what each of its columns holds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from enum import Enum, auto
from functools import lru_cache

from scheduler.plan.keys import mark_alone, mark_in
from scheduler.plan.letters import folded
from scheduler.plan.text import Line


class Role(Enum):
    """What a column holds, in the order in which the words of its title decide."""

    SECOND_LAYER = auto()
    DEADLINE = auto()
    RESPONSIBLE = auto()
    TEXT = auto()
    KEY = auto()
    AXIS = auto()
    OTHER = auto()  #: of no use here: indicators, values, notes
    UNKNOWN = auto()


_WORDS = {
    Role.SECOND_LAYER: "aderente aderentes camada",
    Role.DEADLINE: "prazo prazos periodicidade frequencia inicio termino limite",
    Role.RESPONSIBLE: "responsavel responsaveis responsabilidade responsabilidades participe participes executor",
    Role.TEXT: "descricao acao acoes atividade atividades especificacao detalhamento discriminacao",
    Role.KEY: "meta metas etapa etapas item itens numero codigo ordem",
    Role.AXIS: "eixo eixos",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split()}
_NUMBER_SIGNS = re.compile(r"\s*(?:n\s?[.ºo°]*|#|cod\.?|id)\s*$", re.IGNORECASE)
_OF_NO_USE = re.compile(
    r"indicador|produto|unidade|quantid|valor|observ|nota|status|situac|andament|evidenc|result|cust"
)
#: Words that titles are made of besides the ones that say what a column holds.
_JOINING = frozenset(
    {
        *("a", "o", "as", "os", "e", "ou", "de", "da", "do", "das", "dos"),
        *("em", "n", "no", "s", "por", "pela", "pelo", "para"),
        *("atuacao", "tematico", "segunda", "execucao", "previsto", "data"),
        *("fase", "fases", "tarefa", "tarefas", "especifica", "especificas", "fisico"),
    }
)
_LONGEST_TITLE = 80
NEEDED = (Role.TEXT, Role.DEADLINE, Role.RESPONSIBLE)


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column holds, a column for the number of the goal always among them."""

    roles: tuple[Role, ...]
    #: The export writes the number and the words of a goal in one cell.
    is_key_in_text: bool

    @property
    def key(self) -> int:
        """The column of numbers; of `Meta` and `Etapa` before the words, the second numbers the goal."""
        numbers = self.places(Role.KEY)
        return max((at for at in numbers if at < self.places(Role.TEXT)[0]), default=numbers[0])

    @property
    def needed(self) -> int:
        """How many cells a row has to have."""
        return 1 + max(at for at, role in enumerate(self.roles) if role in NEEDED)

    def places(self, role: Role) -> list[int]:
        return [at for at, one in enumerate(self.roles) if one is role]


def columns_in(line: Line) -> Columns | None:
    """The columns, where the line is a row of titles that names at least a deadline and who is responsible."""
    if len(line.cells) < 3 or any(map(_is_no_title, line.cells)):
        return None
    return _columns(list(_roles(line)))


def titles_in(text: str) -> list[Role]:
    """The roles of a line made of nothing but words of titles; empty for any other line."""
    plain = folded(text)
    if not plain or len(plain) > _LONGEST_TITLE or any(letter.isdigit() for letter in plain):
        return []
    words = re.findall(r"[a-z]+", plain)
    roles = [_role_of_word(word) for word in words]
    if any(role is None and not _joins(word) for role, word in zip(roles, words, strict=True)):
        return []
    return list(dict.fromkeys(role for role in roles if role is not None))


def goes_on_with_titles(text: str) -> bool:
    """Whether a line may stand among those of wrapped titles: `Eixos de`, `atuação`, `Metas/etapas`."""
    words = re.findall(r"\w+", folded(text))
    return bool(words) and all(_role_of_word(word) is not None or _joins(word) for word in words)


def joined_titles(cells: Sequence[str]) -> Columns | None:
    """The columns of titles that were written on several lines, in their order."""
    roles: list[Role] = []
    for role in map(_role, cells):
        if roles and {roles[-1], role} == {Role.AXIS, Role.KEY}:
            roles[-1] = Role.KEY
        elif role not in (Role.OTHER, Role.UNKNOWN, *roles[-1:]):
            roles.append(role)
    return _columns(roles)


def titles_in_a_row(text: str) -> Columns | None:
    """The columns of titles with nothing between them but single spaces; a sentence about them is none."""
    roles = titles_in(text)
    if len(roles) < 4 or Role.TEXT not in roles or re.search(r"[,.;:]| e ", folded(text)):
        return None
    return _columns([role for role in roles if role is not Role.AXIS or Role.KEY not in roles])


def missing_title(line: Line) -> Role | None:
    """The one column that is missing from what would else be a row of titles."""
    if len(line.cells) < 3 or any(map(_is_no_title, line.cells)):
        return None
    roles = set(_roles(line)) - {Role.OTHER, Role.UNKNOWN}
    missing = {Role.DEADLINE, Role.RESPONSIBLE} - roles
    return missing.pop() if len(missing) == 1 and len(roles) >= 3 else None


def _columns(roles: list[Role]) -> Columns | None:
    """With no title for the words, a column of numbers or an unknown one has them; with none for the number, the
    words begin by it. Without a deadline, or a responsible, it is no table of goals."""
    if Role.DEADLINE not in roles or Role.RESPONSIBLE not in roles:
        return None
    if Role.TEXT not in roles and (words := _words_place(roles)) is not None:
        roles = [Role.TEXT if at == words else role for at, role in enumerate(roles)]
    if Role.TEXT in roles and Role.KEY in roles:
        return Columns(tuple(roles), is_key_in_text=False)
    place = next((at for at, role in enumerate(roles) if role in (Role.TEXT, Role.KEY)), None)
    if place is None:
        return None
    return Columns((*roles[:place], Role.KEY, Role.TEXT, *roles[place + 1 :]), is_key_in_text=True)


def _words_place(roles: list[Role]) -> int | None:
    """The second column of numbers, or the last unknown one before the deadline and the responsible."""
    numbers = [at for at, role in enumerate(roles) if role is Role.KEY]
    if len(numbers) > 1:
        return numbers[-1]
    end = min(roles.index(Role.DEADLINE), roles.index(Role.RESPONSIBLE))
    unknown = [at for at, role in enumerate(roles[:end]) if role is Role.UNKNOWN]
    axes = [] if numbers else [at for at, role in enumerate(roles[:end]) if role is Role.AXIS]
    return next(iter([*unknown[::-1], *axes]), None)


def _roles(line: Line) -> Iterator[Role]:
    """A title that spans columns is the title of each of them."""
    role = Role.OTHER
    for at, cell in enumerate(line.cells):
        if cell.strip() or at not in line.spanned:
            role = _role(cell)
        yield role


def _is_no_title(cell: str) -> bool:
    if len(cell) > _LONGEST_TITLE:
        return True
    return bool(cell.strip()) and (mark_in(cell) or mark_alone(cell)) is not None


def _role(cell: str) -> Role:
    """By the weightiest of its words, if most of them are words of titles."""
    words = re.findall(r"[a-z]+", folded(cell))
    found = [role for word in words if (role := _role_of_word(word)) is not None]
    if not found or 2 * len(found) < len([word for word in words if word not in _JOINING]):
        if _NUMBER_SIGNS.match(cell):
            return Role.KEY
        return Role.OTHER if not words or _OF_NO_USE.match(words[0]) else Role.UNKNOWN
    return min(found, key=lambda role: role.value)


@lru_cache(maxsize=20_000)
def _joins(word: str) -> bool:
    """Whether a word only joins others in a title; a long one may have a letter wrong."""
    return word in _JOINING or (len(word) > 5 and bool(get_close_matches(word, _JOINING, 1, 0.85)))


@lru_cache(maxsize=20_000)
def _role_of_word(word: str) -> Role | None:
    """Of a word with at most a letter or two wrong; found by the letters left when some are taken out."""
    if len(word) < 4 or len(word) > 20 or word in _JOINING:
        return None
    for shorter in (word, *_without_a_letter(word)):
        title = _NEARLY.get(shorter)
        if title and SequenceMatcher(None, word, title, autojunk=False).ratio() >= 0.8:
            return _ROLES[title]
    return None


def _without_a_letter(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _nearly(titles: Iterable[str]) -> dict[str, str]:
    """Each title by itself, without any one letter, and without any two if it is a long one."""
    found: dict[str, str] = {}
    for title in titles:
        once = set(_without_a_letter(title))
        twice = {shorter for one in once for shorter in _without_a_letter(one)} if len(title) > 8 else set()
        for written in (title, *sorted(once | twice)):
            found.setdefault(written, title)
    return {**found, **{title: title for title in titles}}


_NEARLY = _nearly(_ROLES)
