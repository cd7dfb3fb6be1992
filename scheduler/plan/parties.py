"""Who owes a goal, by role: every partner's plan carries the partner's own name, in its own way."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from scheduler.plan.letters import folded
from scheduler.plan.text import Line


class Party(StrEnum):
    """Who owes a goal."""

    SEGES = "SEGES"
    PARTNER = "partner"


#: Names of the Secretariat, in plain letters: what is left of a cell without them is the partner's name.
_SEGES = re.compile(
    r"\b(?:ministerio da gestao(?: e(?: da)? inovacao(?: em servicos publicos)?)?"
    r"|secretaria de gestao e(?: da)? inovacao(?! *(?:/|d[aeo]s? (?!ministerio)|municipal|estadual))"
    r"|diretoria de transferencias e parcerias(?: da uniao)?"
    r"|secretaria[- ]executiva(?: da rede(?: de parcerias)?|(?! *(?:/|d[aeo]s?\b|municipal|estadual)))"
    r"|secretaria da rede(?: de parcerias)?|seges?|mgi|dtpar|governo federal"
    r"|uniao(?! (?:d[aeo]s?\b|brasileira|nacional)))\b"
)
_BOTH = re.compile(
    r"\bamb[ao]s\b|\btod[ao]s(?:$| (?:[ao]s )?part[ei]\w+)|\b[ao]s part[ei]\w+|\bparti?c\w*es\b|participe\(s\)"
    r"|\bpart\w{2,7}e ?1 (?:e|/|,) ?(?:part\w{2,7}e ?)?2|^(?:responsabilidade )?conjunta$"
)
_FILLER = re.compile(
    r"\b(?:por meio|por intermedio|atraves|em conjunto|com|rede(?: de parcerias)?|d[aeo]s?|n[ao]s?|[aoe]s?|ou)\b"
    r"|[^a-z]"
)
_OTHER_NAMES = re.compile(r"\b(?:parceir[ao]s?|part\w{2,7}e|convenente|proponente)\b")
_NUMBERED = re.compile(r"\bpart\w{2,7}e ?([12])\b(?! ?(?:e|,|/) ?[12])", re.IGNORECASE)
_HEADED = re.compile(
    r"\bpart\w{2,7}e ?([12])\s{0,4}[-–—:]\s{0,4}([^\t\n]{2,160}?)(?=\s{0,4}(?:[\t\n]|$|\bpart\w{2,7}e ?[12]))",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:[óo]rg[ãa]o|entidade|institui[çc][ãa]o|raz[ãa]o social)(?: ?/ ?\w{4,12})?\s?:\s{0,4}"
    r"([^\t\n:]{2,160}?)(?=\s{0,4}(?:[\t\n]|$|\b[óo]rg[ãa]o\b|\bcnpj\b))",
    re.IGNORECASE,
)
_ACRONYM = re.compile(
    r"(?:\(([A-Z][A-Za-z0-9/&-]{1,14})\)|[-–—/] ?([A-Z][A-Z0-9/&-]{1,14})|^([A-Z][A-Z0-9/&-]{1,14}))$"
)
_SIDES = re.compile(r"\s+e\s+|[,;]\s*(?=[A-ZÀ-Ý])")


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of the instrument, as the document introduces them."""

    numbered: dict[str, str]  #: who is `Partícipe 1`, and who `Partícipe 2`
    names: tuple[str, ...]  #: of the partner, as written

    def owing(self, cell: str) -> tuple[Party, ...]:
        """The roles named in a cell, in its order; empty when it names nobody.

        A party's number that the document does not explain is nobody.
        """
        plain = folded(_NUMBERED.sub(lambda found: self.numbered.get(found[1], ""), cell))
        if _BOTH.search(plain):
            return (Party.SEGES, Party.PARTNER)
        others = self._hidden(plain, "x")
        seges = _SEGES.search(others)
        left = _left_over(others)
        places = {Party.SEGES: seges.start() if seges else -1, Party.PARTNER: len(left) - len(left.lstrip())}
        is_named = any(len(word) > 1 for word in left.split())
        owing = [Party.SEGES] * (seges is not None) + [Party.PARTNER] * is_named
        return tuple(sorted(owing, key=lambda party: places[party]))

    def acronym(self, cells: Iterable[str]) -> str | None:
        """The partner's own: as introduced, else as the cells of the responsible have it, else as its name ends."""
        introduced = [found for name in self.numbered.values() if (found := _acronym(name))]
        used = Counter(found for cell in cells for side in _SIDES.split(cell) if (found := _acronym(side)))
        named = [found for name in self.names if (found := _acronym(name))]
        return next(iter([*introduced, *(name for name, _ in used.most_common(1)), *named]), None)

    def are_all_of(self, text: str) -> bool:
        """Whether the text is nothing but names of parties that the document introduced."""
        plain = folded(text)
        left = _OTHER_NAMES.sub(_blank, _BOTH.sub(_blank, self._hidden(plain, " ")))
        return not _left_over(left).strip() and bool(self.owing(text))

    def begins_in(self, text: str) -> bool:
        """Whether the text begins with the name of a party, whole or cut after its first word."""
        plain = folded(text)
        if _SEGES.match(plain) or _BOTH.match(plain):
            return True
        return any(plain.startswith(name.split(" ")[0]) for name in map(folded, self.names))

    def goes_on(self, cell: str, text: str) -> bool:
        """Whether the text continues the name of the partner with which the cell ends."""
        so_far, rest = folded(cell), re.compile(rf"(?<= ){re.escape(folded(text))}")
        cuts = (
            name[: found.start()].strip() for name in map(folded, self.names) for found in rest.finditer(name)
        )
        return any(map(so_far.endswith, cuts))

    def stranger_in(self, cell: str) -> str:
        """What a cell says besides names of parties, where the document introduced the partner; else nothing."""
        if not self.names or self.are_all_of(cell):
            return ""
        return " ".join(_left_over(_OTHER_NAMES.sub(_blank, self._hidden(folded(cell), " "))).split())

    def is_partner_in(self, text: str) -> bool:
        """Whether the text has a name of the partner in it."""
        plain = folded(text)
        return self._hidden(plain, "\t") != plain

    def _hidden(self, plain: str, mark: str) -> str:
        """The partner's own name may have the Secretariat's in it (`Secretaria de Gestão e Inovação do Estado`)."""
        for name in sorted(map(folded, self.names), key=len, reverse=True):
            plain = re.sub(rf"\b{re.escape(name)}(?!\w)", mark * len(name), plain)
        return plain


def read_parties(lines: Iterable[Line]) -> Parties:
    """Who the parties are, by the table of parties that opens a plan."""
    text = "\n".join(line.text for line in lines)
    numbered = {found[1]: found[2].strip() for found in reversed(list(_HEADED.finditer(text)))}
    labelled = [found[1].strip() for found in _LABELLED.finditer(text)]
    written = [name for name in [*numbered.values(), *labelled] if not _SEGES.search(folded(name))]
    return Parties(numbered, tuple(dict.fromkeys(name for one in written for name in _variants(one))))


def _variants(name: str) -> Iterator[str]:
    """`União (UPB)` is also written `União - UPB`, `União` and `UPB`."""
    acronym = _acronym(name)
    bare = re.sub(r"\s*[(\[–—-]\s*[^\s()]{2,15}\)?$", "", name) if acronym else name
    yield from (one for one in (name, bare) if len(one) > 1)
    if acronym and bare != name:
        yield from (f"{bare} - {acronym}", f"{bare} ({acronym})")
    if acronym:
        yield acronym


def _acronym(name: str) -> str | None:
    found = _ACRONYM.search(name.strip())
    written = next((group for group in found.groups() if group), None) if found else None
    parts = [part for part in (written or "").split("/") if not _SEGES.fullmatch(folded(part))]
    return "/".join(parts) or None


def _left_over(plain: str) -> str:
    """What is neither a name of the Secretariat nor a joining word, each letter in its place."""
    return _FILLER.sub(_blank, _SEGES.sub(_blank, plain))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
