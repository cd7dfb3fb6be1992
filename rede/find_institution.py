"""Finds institutions by what somebody typed: acronym, name, CNPJ or IBGE code. A tool of acts.

Homonyms are all told, each with its UF: people choose, nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from db.ids import InstitutionId
from db.institutions import InstitutionName, names_of_institutions
from rede.desk import Desk
from scheduler.days.places import states

#: Institutions shown at the most, and characters past which it is a text, and no name.
MOST, LONGEST = 6, 120
#: From 0 to 100: what is less alike than this is another name. `obrigado` and Sobrado are 80 alike.
NEAR = 82
#: The least that `token_set_ratio` can be where the whole is NEAR.
_NEAR_SET = (NEAR - 40) / 0.6
#: Letters with which a part of a name is looked for.
SHORTEST = 3
#: What a name in the asker's own State is worth more.
OWN_STATE = 8

#: They tell no institution from another. A câmara is not the prefeitura, so it counts.
_STOP = frozenset({"prefeitura", "municipal", "municipio", "de", "do", "da", "dos", "das", "e"})
#: `d'Ávila` is one word.
_APOSTROPHES = str.maketrans("", "", "'`\u00b4\u2018\u2019")
_CNPJ = re.compile(r"[0-9A-Z]{12}\d{2}", re.ASCII)
_WITH_STATE = re.compile(r"(.*\w)\W+([a-z]{2})\W*", re.IGNORECASE | re.DOTALL)
_IBGE = re.compile(r"\d{7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """An institution that may be meant; the UF tells homonyms apart."""

    place: InstitutionName
    #: Its acronym, number or whole name was typed: where one alone is exact, nobody needs to be asked.
    exact: bool


async def find_institutions(
    desk: Desk, typed: str, *, among: Collection[InstitutionId] | None = None, own_uf: str = ""
) -> Sequence[Found]:
    """At most six, the likeliest first; none where nothing is near.

    `among` is whom the asker may see; None: everybody.
    """
    places = await names_of_institutions(desk.session)
    seen = None if among is None else frozenset(among)
    return likeliest(typed, [one for one in places if seen is None or one.id in seen], own_uf=own_uf)


def likeliest(typed: str, places: Sequence[InstitutionName], *, own_uf: str = "") -> Sequence[Found]:
    """The same, among institutions at hand."""
    if len(typed) > LONGEST:
        return ()
    return _numbered(typed, places) or _in_named_state(typed, places) or _alike(typed, places, own_uf)


def the_one(found: Sequence[Found]) -> InstitutionName | None:
    """Which is meant: the only one, or the only one that was typed exactly; None: people choose."""
    exact = [one for one in found if one.exact]
    sure = found if len(found) == 1 else exact
    return sure[0].place if len(sure) == 1 else None


def _numbered(typed: str, places: Sequence[InstitutionName]) -> Sequence[Found]:
    number = re.sub(r"[\s./-]", "", typed).upper()
    if _CNPJ.fullmatch(number):
        return [Found(one, exact=True) for one in places if one.cnpj == number][:MOST]
    if _IBGE.fullmatch(number):
        return [Found(one, exact=True) for one in places if one.municipality_code == number][:MOST]
    return ()


def _in_named_state(typed: str, places: Sequence[InstitutionName]) -> Sequence[Found]:
    """`Irecê/BA`, `são domingos go`: only there."""
    said = _WITH_STATE.fullmatch(typed)
    uf = said[2].upper() if said else ""
    if said is None or uf not in states():
        return ()
    return _alike(said[1], [one for one in places if one.uf == uf], "")


def _alike(typed: str, places: Sequence[InstitutionName], own_uf: str) -> Sequence[Found]:
    acronym, asked = _letters(typed), _words(typed)
    together, likeness = asked.replace(" ", ""), _likeness(asked, places)
    ranked = []
    for at, one in enumerate(places):
        is_acronym = bool(acronym) and _letters_of_acronym(one.acronym) == acronym
        is_name = bool(asked) and _words_of_name(one.name).replace(" ", "") == together
        if is_acronym or is_name or at in likeness:
            likely = likeness.get(at, 0.0) + (OWN_STATE if own_uf and one.uf == own_uf.upper() else 0)
            order = (not is_acronym, not is_name, -likely, one.name, one.uf, one.id)
            ranked.append((order, Found(one, exact=is_acronym or is_name)))
    return [found for _, found in sorted(ranked, key=lambda each: each[0])[:MOST]]


def _likeness(asked: str, places: Sequence[InstitutionName]) -> dict[int, float]:
    """How much alike, by place in `places`, those are that are near: by their words, and by all of it in order."""
    found: dict[int, float] = {}
    if not asked:
        return found
    names = [_words_of_name(one.name) for one in places]
    for name, by_words, at in process.extract(
        asked, names, scorer=fuzz.token_set_ratio, limit=None, score_cutoff=_NEAR_SET
    ):
        score = 0.6 * by_words + 0.4 * fuzz.token_sort_ratio(asked, name)
        # `bahia` is little of `União dos Municípios da Bahia`, but all of it is there.
        if score >= NEAR or (len(asked) >= SHORTEST and set(asked.split()) <= set(name.split())):
            found[at] = score
    return found


def _words(name: str) -> str:
    """Those that tell it from another: small letters, no accents."""
    bare = _plain(name.translate(_APOSTROPHES))
    return " ".join(word for word in re.findall(r"[a-z0-9]+", bare) if word not in _STOP)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _plain(text))


#: Names of institutions are kept, what people type is not.
_words_of_name = lru_cache(maxsize=16_384)(_words)
_letters_of_acronym = lru_cache(maxsize=16_384)(_letters)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
