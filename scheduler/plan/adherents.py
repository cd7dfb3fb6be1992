"""The paragraph that says which goals an adhering institution owes: listed, by ranges, or by what it leaves out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.plan.letters import folded
from scheduler.plan.parties import Party
from scheduler.plan.text import Line, Problem

_ADHERENTS = re.compile(
    r"\baderentes?\b|\bader(?:ir|irem|ido|idos|irao)\b|\bades(?:ao|oes)\b|(?:segunda|2.) camada"
)
_GOALS = re.compile(r"\bmetas?\b|\betapas?\b|\bitens\b")
_DUTY = re.compile(
    r"\b(?:cab[ei]|execu|dever|cumpr|compet|incumb|aplica|obriga|responsab|assum|realiz|vincul|devid|observ"
    r"|exce[tc]|salvo|dispens|exclu)"
)
_DOTTED = r"(\d{1,2}(?:\.\d{1,2}){1,3})"
_LISTED = re.compile(rf"(?<![\d./]){_DOTTED}(?:\s*(?:[-–—]|\ba\b|\bate\b|\bao\b)\s*{_DOTTED})?(?!\d|[./]\d)")
#: Numbers of clauses and laws are no numbers of goals.
_REFERENCE = re.compile(
    r"\b(?:sub)?(?:clausula|art|artigo|lei|portaria|decreto|inciso|paragrafo|anexo)s?\b\.?"
    r"\s*(?:n[.oaº°]{0,3}\s*)?\d[\d./]*"
)
_COMBINED = re.compile(r"\bc(\d{1,2})\b(?:\s*(?:[-–—]|\ba\b|\bate\b)\s*c(\d{1,2})\b)?")
_INTEGERS = re.compile(
    r"\b(?:metas?|etapas?|itens)\b[^\d.;]{0,40}((?:\d{1,2}(?!\d|\.\d)(?:\s*(?:,|;|\be\b|\ba\b)\s*)?)+)"
)
_AXES = re.compile(
    r"\b(?:metas?|etapas?|itens|todas|a|as)(?: e etapas)? d[oa]s? eixos? (\d(?:(?:\s*,\s*|\s*\be\b\s*)+\d)*)"
)
_ALL = re.compile(r"\btodas\b|\btodos os itens\b|\bdemais\b|\bintegral")
_BESIDES = re.compile(r"\balem d")
_COMBINED_AXES = re.compile(r"\beixos? (?:combinad|integrad|transvers)")
_OF_THE_SECRETARIAT = re.compile(
    r"\b(?:responsabilidade|cargo|competencia|atribuicao)\b[^.;]{0,40}\b(?:seges|mgi|secretaria)\b"
)
_EXCEPT = re.compile(
    r"\b(?:exceto|excetuad\w+|(?:com|a) excecao|excecao feita|salvo|ressalvad\w+|menos|exclui(?:d|nd)\w+|afora)\b"
)
_NOT_OWED = re.compile(
    r"\bnao (?:se )?(?:lhes? )?(?:aplica|cab|compet|incumb|alcanc|abrang|sao devid|execut|estao? obrig|dever)\w*"
    r"|\bdispensad\w+|\bficam exclu\w+"
)
_SENTENCE = re.compile(r"(?<!\bart)(?<!\binc)(?<!\bn)\.\s+(?=[A-ZÀ-Ý])")
_BULLET = re.compile(r"\s*(?:[-–•*·]\s*)?(?:\d{1,2}+(?:\.\d{1,2}+){1,3}+[\s;,.e]*+)++$")

_ALL_UNDERSTOOD = (
    "o parágrafo dos aderentes não lista as metas: entenderam-se todas as numeradas que ele não exclui"
)


@dataclass(frozen=True, slots=True)
class Adherents:
    """Which goals the second layer owes, and what of the paragraph was not understood."""

    keys: frozenset[str]
    problems: tuple[Problem, ...]


def is_about_adherents(text: str) -> bool:
    """Whether a paragraph says what an adhering institution has to do."""
    plain = folded(text)
    return all(pattern.search(plain) is not None for pattern in (_ADHERENTS, _GOALS, _DUTY))


def read_adherents(lines: Sequence[Line], goals: Mapping[str, Sequence[Party]]) -> Adherents:
    """The goals of the second layer, from the lines outside the table; `goals` are all, with those who owe them."""
    owed: set[str] = set()
    problems: list[Problem] = []
    speaking = [(line, words) for line, words in _paragraphs(lines) if is_about_adherents(words)]
    for line, words in speaking:
        paragraph = _Paragraph(line, goals)
        paragraph.read(words)
        owed |= paragraph.owed()
        problems += paragraph.problems
    if speaking and not owed:
        problems.append(
            Problem(speaking[-1][0], "não se entende quais metas o parágrafo dos aderentes lhes dá")
        )
    return Adherents(frozenset(owed), tuple(dict.fromkeys(problems)))


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """What a colon announces, and a list goes on with, belongs to its paragraph, blank lines or not."""
    number, words, is_broken = 0, "", False
    for line in lines:
        if line.is_blank:
            is_broken = True
            continue
        if words and is_broken and not _goes_on(words.rstrip(), line.text.lstrip()):
            yield number, words
            words = ""
        number, words = (number if words else line.number), f"{words} {line.text}"
        is_broken = False
    if words:
        yield number, words


def _goes_on(words: str, text: str) -> bool:
    is_listing = words.endswith((":", ";", ",")) or _BULLET.match(text) is not None
    return is_listing or (text[0].islower() and not words.endswith((".", "!", "?")))


@dataclass(slots=True)
class _Paragraph:
    line: int
    goals: Mapping[str, Sequence[Party]]
    problems: list[Problem] = field(default_factory=list)
    _listed: set[str] = field(default_factory=set)
    _left_out: set[str] = field(default_factory=set)
    _has_scope: bool = False
    _means_all: bool = False
    _speaks_of_combined: bool = False

    def read(self, words: str) -> None:
        for sentence in (_REFERENCE.sub("", folded(one)) for one in _SENTENCE.split(words)):
            if self._has_scope and not _ADHERENTS.search(sentence):
                continue
            self._speaks_of_combined |= _COMBINED_AXES.search(sentence) is not None
            if _NOT_OWED.search(sentence):
                self._left_out |= self._exceptions(sentence)
            else:
                self._read_duty(sentence)

    def owed(self) -> set[str]:
        """A paragraph that says all, or only exceptions, means the numbered goals; a person has to confirm that."""
        listed = self._listed
        if self._means_all or (self._left_out and not self._has_scope):
            listed = listed | self._numbered()
            if self._means_all and self._speaks_of_combined:
                return listed - self._left_out
            self.problems.append(Problem(self.line, _ALL_UNDERSTOOD))
        return listed - self._left_out

    def _numbered(self) -> set[str]:
        return {key for key in self.goals if key[0].isdecimal()} or set(self.goals)

    def _read_duty(self, sentence: str) -> None:
        duty, left_out = sentence, ""
        if found := _EXCEPT.search(sentence):
            duty, left_out = sentence[: found.start()], sentence[found.end() :]
            if duty.rstrip().endswith("("):
                left_out, _, more = left_out.partition(")")
                duty += more
            if not self._keys(duty) and not _ALL.search(duty) and (verb := _DUTY.search(left_out)):
                duty, left_out = left_out[verb.start() :], left_out[: verb.start()]
        scope = self._keys(duty)
        self._listed |= scope
        self._means_all |= not scope and _ALL.search(duty) is not None
        self._has_scope |= bool(scope) or self._means_all
        self._left_out |= self._exceptions(left_out)

    def _keys(self, words: str) -> set[str]:
        """The goals that the words name, each by its number or by its axis."""
        found = {
            key for match in _LISTED.finditer(words) for key in self._range(match[1], match[2] or match[1])
        }
        found |= {
            key
            for match in _COMBINED.finditer(words)
            for key in self._combined(match[1], match[2] or match[1])
        }
        found |= self._integers(words)
        if not found or _ALL.search(words) or _BESIDES.search(words):
            axes = {axis for match in _AXES.finditer(words) for axis in re.findall(r"\d", match[1])}
            found |= {key for key in self.goals if key.partition(".")[0] in axes and "." in key}
        if _COMBINED_AXES.search(words):
            found |= {key for key in self.goals if key.startswith("C")}
        return found

    def _exceptions(self, words: str) -> set[str]:
        """They may be named by who owes them as well."""
        if not _OF_THE_SECRETARIAT.search(words):
            return self._keys(words)
        return self._keys(words) | {key for key, owing in self.goals.items() if Party.PARTNER not in owing}

    def _range(self, first: str, last: str) -> set[str]:
        """The goals from one number to another, with those under them; an end that is no goal is a problem."""
        low, high = _numbers(first), _numbers(last)
        found = {
            key for key in self.goals if key[0].isdecimal() and low <= _numbers(key)[: len(high)] <= high
        }
        for end in dict.fromkeys((low, high)):
            name = ".".join(map(str, end))
            if not any(_numbers(key)[: len(end)] == end for key in found):
                self.problems.append(
                    Problem(self.line, f"a meta {name} é dos aderentes, mas não está no cronograma")
                )
        return found

    def _combined(self, first: str, last: str) -> set[str]:
        return {f"C{number}" for number in range(int(first), int(last) + 1)} & set(self.goals)

    def _integers(self, words: str) -> set[str]:
        """Plain numbers are goals only where the plan numbers its goals so."""
        plain = {key for key in self.goals if key.isdecimal()}
        if not plain:
            return set()
        listed = " ".join(match[1] for match in _INTEGERS.finditer(words))
        ranges = re.findall(r"(\d+)(?:\s*a\s*(\d+))?", listed)
        return {
            str(one) for first, last in ranges for one in range(int(first), int(last or first) + 1)
        } & plain


def _numbers(key: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", key))
