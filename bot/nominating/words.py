"""Reading what people type after /indicar. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.plain import plain
from rede.multiplier_path import Step


class What(StrEnum):
    """What somebody is nominated for, as buttons and the form say it."""

    FOLLOWS = "1.1"
    PANEL = "1.2"
    MULTIPLIER = "multiplicador"


class Part(StrEnum):
    """What else the command does."""

    MULTIPLIERS = "multiplicadores"
    ACCESS = "painel"
    CPF = "cpf"


_WORDS: Mapping[str, What | Part] = {
    "1.1": What.FOLLOWS,
    "servidor": What.FOLLOWS,
    "servidora": What.FOLLOWS,
    "1.2": What.PANEL,
    "responsavel": What.PANEL,
    "multiplicador": What.MULTIPLIER,
    "multiplicadora": What.MULTIPLIER,
    "2.1": What.MULTIPLIER,
    "2.2": What.MULTIPLIER,
    "multiplicadores": Part.MULTIPLIERS,
    "painel": Part.ACCESS,
    "acesso": Part.ACCESS,
    "acessos": Part.ACCESS,
    "cpf": Part.CPF,
}
_FIRST = re.compile(r"(?:meta\s+)?([\w.]+)[\s,;:.]*", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>,;]+@[^\s<>,;]+")
_SUBSTITUTE = re.compile(r"[\s,;(]*\b(?:e\s+)?(?:tambem\s+|também\s+)?substitut[oa]\b.*$", re.IGNORECASE)
_AROUND = " \t\n,;:<>()\"“”'"
#: `"Joana Lima" curso 10/03`
_STEP = re.compile(
    rf"\s*(?P<name>.+?)[\"“”\s,;:]+(?P<step>{'|'.join(Step)})\b[\s,;:]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Who is nominated; empty where it was not said."""

    acronym: str
    name: str
    email: str
    phone: str
    substitute: bool


def read_what(arguments: str) -> tuple[What | Part | None, str]:
    """What is asked for, and the rest. `painel` with an address names who is to get in; a name with a step of the
    path is of a multiplicador."""
    found = _FIRST.match(arguments.strip())
    what = _WORDS.get(plain(found.group(1)).rstrip(".")) if found else None
    if what is Part.ACCESS and _EMAIL.search(arguments):
        what = What.PANEL
    if what is None and read_step(arguments):
        return What.MULTIPLIER, arguments.strip()
    return (what, arguments.strip()[found.end() :]) if found and what else (None, arguments.strip())


def read_person(words: str, acronyms: Collection[str]) -> PersonWords:
    """`UPB "Joana Lima" joana@upb.example.org 71 3333-4444 substituta`, in that order, each part optional."""
    acronym, rest = _take_acronym(words.strip(), acronyms)
    substitute = _SUBSTITUTE.search(rest)
    rest = rest[: substitute.start()] if substitute else rest
    email = _EMAIL.search(rest)
    if email is None:
        return PersonWords(acronym, rest.strip(_AROUND), "", "", substitute is not None)
    name, phone = rest[: email.start()].strip(_AROUND), rest[email.end() :].strip(_AROUND.replace("(", ""))
    return PersonWords(acronym, name, email[0].strip(_AROUND + "."), phone, substitute is not None)


def read_step(words: str) -> tuple[str, Step, str] | None:
    """Whose step, which, and what follows (its day); None: it is no step."""
    found = _STEP.fullmatch(words)
    if found is None or "@" in found["name"]:
        return None
    return found["name"].strip(_AROUND), Step(found["step"].lower()), found["rest"].strip()


def _take_acronym(text: str, acronyms: Collection[str]) -> tuple[str, str]:
    for acronym in sorted(acronyms, key=len, reverse=True):
        rest = text[len(acronym) :]
        if text.casefold().startswith(acronym.casefold()) and not rest[:1].isalnum():
            return acronym, rest.lstrip(" ,;:-")
    return "", text
