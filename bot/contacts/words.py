"""Reading what people type after /contatos: an act, a name, an address, a function, an institution."""

import re
from dataclasses import dataclass

from bot.plain import plain
from db.people import Function

_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")
_QUOTED = re.compile(r"[\"“”«']([^\"“”«»']+)[\"“”»']")
#: `(71) 3333-4444`, with its area or without.
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{6,}\d")
_AXIS = re.compile(r"area[_ ]tematica[:\s]+(?:do\s+)?(?:eixo\s+)?(\d(?:\s*e\s*\d)*)")
#: Words that begin what is asked for → the act.
ACTS = {
    "adicionar": "add",
    "incluir": "add",
    "indicar": "add",
    "trocar": "replace",
    "substituir": "replace",
    "encerrar": "end",
    "retirar": "end",
    "sair": "end",
}
#: How people call a function, in plain letters; the longest first.
FUNCTIONS = {
    "responsavel pelo painel": Function.RESPONSAVEL_PAINEL,
    "responsavel_painel": Function.RESPONSAVEL_PAINEL,
    "responsavel painel": Function.RESPONSAVEL_PAINEL,
    "servidor_designado": Function.SERVIDOR_DESIGNADO,
    "servidor designado": Function.SERVIDOR_DESIGNADO,
    "servidora designada": Function.SERVIDOR_DESIGNADO,
    "multiplicadora": Function.MULTIPLICADOR,
    "multiplicador": Function.MULTIPLICADOR,
    "coordenadora": Function.COORDENADOR,
    "coordenacao": Function.COORDENADOR,
    "coordenador": Function.COORDENADOR,
    "substituta": Function.SUBSTITUTO,
    "substituto": Function.SUBSTITUTO,
    "gabinete": Function.GABINETE,
    "painel": Function.RESPONSAVEL_PAINEL,
}


@dataclass(frozen=True, slots=True)
class ContactWords:
    """What one line said; empty where it said nothing. `act`: `add`, `replace`, `end`, or empty to look."""

    act: str
    #: Who is replaced, or stops: a name or an address.
    who: str = ""
    name: str = ""
    email: str = ""
    function: str = ""
    place: str = ""
    #: As it was typed.
    phone: str = ""


def read_contact(arguments: str) -> ContactWords:
    """`adicionar "Joana Lima" joana@… servidor_designado UPB`, `trocar joana@… "Bia" bia@…`, `encerrar joana@…`;
    what begins otherwise is an institution."""
    first, _, rest = arguments.strip().partition(" ")
    act = ACTS.get(plain(first).strip(",;:"), "")
    if not act:
        return ContactWords("", place=arguments.strip())
    if act == "add":
        return _named(act, rest, "")
    who, rest = _who(rest)
    return _named(act, rest, who)


def _who(text: str) -> tuple[str, str]:
    """The first name in quotes, or address; else all of it is a name."""
    marks = [found for found in (_QUOTED.search(text), _EMAIL.search(text)) if found]
    if not marks:
        return text.strip(), ""
    first = min(marks, key=lambda found: found.start())
    who = first[1] if first.re is _QUOTED else first[0]
    return who.strip(), f"{text[: first.start()]} {text[first.end() :]}"


def _named(act: str, text: str, who: str) -> ContactWords:
    email = _EMAIL.search(text)
    quoted = _QUOTED.search(text)
    before = text[: email.start()] if email else text
    name = quoted[1] if quoted else (before if email else "")
    rest = text[email.end() :] if email else ("" if not quoted else text[quoted.end() :])
    phone = _PHONE.search(rest)
    function, place = read_function_words(_PHONE.sub(" ", rest))
    return ContactWords(
        act,
        who,
        name.strip(" ,;"),
        email[0].strip(".") if email else "",
        function,
        place.strip(" ,;."),
        phone[0] if phone else "",
    )


def read_function_words(text: str) -> tuple[str, str]:
    """The code of the function that is named in it, and what else it says."""
    bare = plain(text)
    axis = _AXIS.search(bare)
    if axis:
        return f"{Function.AREA_TEMATICA}:{axis[1]}", text[: axis.start()] + text[axis.end() :]
    if len(bare) != len(text):
        # Letters of several signs: what is left over cannot be cut out of it.
        bare, text = plain(text), plain(text)
    for words, function in FUNCTIONS.items():
        at = bare.find(words)
        if at >= 0:
            return function, text[:at] + text[at + len(words) :]
    return "", text
