"""A CPF is never taken by chat: a valid one is masked, at equal length, before anything is stored.

Eleven digits may also be a phone, or a number of the SEI. They are left alone only where something says so: the
words before them, an address they are part of, or the question that the chat's open form asked.
"""

import re
from typing import Any

from validate_docbr import CPF

#: What people, telephones and PDFs put between the groups: blanks of any kind (lines, too), dots, dashes, slashes.
BETWEEN = (
    r"[\s.\u00ad\u00b7\u200b-\u200f\u2010-\u2015\u2022\u2024\u2027\u2043\u2060\u2212\u2219"
    r"\ufe52\ufe58\ufe63\ufeff\uff0d\uff0e\uff0f/_-]{0,3}"
)
#: Looks ahead, so that one number never hides another that begins inside it. Digits of any script.
SHAPE = re.compile(rf"(?<![\d*])(?=(\d{{3}}{BETWEEN}\d{{3}}{BETWEEN}\d{{3}}{BETWEEN}\d{{2}})(?![\d*]))")
#: A digit outside the Basic Multilingual Plane is two units of UTF-16, and two asterisks.
MASKED = re.compile(
    rf"(?<!\*)(?:\*{{3}}{BETWEEN}\*{{3}}{BETWEEN}\*{{3}}{BETWEEN}\*{{2}}"
    rf"|\*{{6}}{BETWEEN}\*{{6}}{BETWEEN}\*{{6}}{BETWEEN}\*{{4}})(?!\*)"
)
#: Nothing else is written like this.
PLAIN = re.compile(r"\d{3}\.\d{3}\.\d{3}-\d{2}")
#: Characters before a number in which a word may say what it is; another number ends them.
NEAR = 40
SAYS_CPF = re.compile(r"c\.?\s?p\.?\s?fs?(?![^\W_])|cadastro de pessoas? f[ií]sicas?", re.IGNORECASE)
SAYS_PHONE = re.compile(
    r"\b(?:tels?|telefones?|fones?|cel|celular(?:es)?|whats(?:app)?|zap|contatos?)\b\D{0,30}$", re.IGNORECASE
)
SAYS_NUMBER = re.compile(r"\b(?:processos?|protocolos?|cnpj)\b\D{0,24}$", re.IGNORECASE)
#: Right before it only: "sei" is a verb, too.
SAYS_SEI = re.compile(r"\bsei\b[\s:,#-]*(?:n\.?\s?[º°o]?\.?|n[uú]mero)?[\s:#-]*$", re.IGNORECASE)
COUNTRY = re.compile(r"\+\s?\d{1,3}[\s.()-]*$")
ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/|.*(?:://|\bwww\.)", re.IGNORECASE)
BLANKS = " \n\t\u00a0"
#: What a form may ask for (`asked` of its fields) that has eleven digits and is no CPF.
ASKED_NUMBERS = frozenset({"phone", "sei", "protocol"})
#: Names that Telegram gives to things, and the phone of a contact.
NOT_WORDS = frozenset(
    {
        "id",
        "file_id",
        "file_unique_id",
        "media_group_id",
        "chat_instance",
        "inline_message_id",
        "phone_number",
    }
)


def mask_text(text: str, *, asks: str = "") -> str:
    """Digits of every valid CPF become `*`: entity offsets of the message stay true.

    `asks`: what the chat's open form asked for; a number is then taken for that, if it comes without any sign.
    """
    characters = list(text)
    for found in SHAPE.finditer(text):
        start, end = found.span(1)
        if _is_valid(found[1]) and not _is_something_else(text, start, found[1], asks in ASKED_NUMBERS):
            for at in range(start, end):
                characters[at] = _star(text[at])
    return "".join(characters)


def mask_update(value: Any, *, asks: str = "") -> Any:
    """The same for every string of an update (text, caption, file name, poll), however deep."""
    if isinstance(value, str):
        return mask_text(value, asks=asks)
    if isinstance(value, list):
        return [mask_update(item, asks=asks) for item in value]
    if isinstance(value, dict):
        return {
            key: item if key in NOT_WORDS and isinstance(item, str) else mask_update(item, asks=asks)
            for key, item in value.items()
        }
    return value


def has_masked_cpf(text: str) -> bool:
    return MASKED.search(text) is not None


def _is_valid(number: str) -> bool:
    return bool(CPF().validate("".join(str(int(one)) for one in number if one.isdecimal())))


def _is_something_else(text: str, start: int, number: str, asked: bool) -> bool:
    before = text[max(0, start - NEAR) : start]
    near = re.split(r"\d", before)[-1]
    if PLAIN.fullmatch(number) or SAYS_CPF.search(near):
        return False
    if asked and number.isdecimal():
        return True
    words = (SAYS_PHONE, SAYS_NUMBER, SAYS_SEI)
    if COUNTRY.search(before) or any(said.search(near) for said in words):
        return True
    # An address may be long: all of it, back to the last blank.
    last_blank = max(text.rfind(blank, 0, start) for blank in BLANKS)
    return ADDRESS.match(text[last_blank + 1 : start].lstrip("<(\"'")) is not None


def _star(character: str) -> str:
    if not character.isdecimal():
        return character
    return "*" * (2 if ord(character) > 0xFFFF else 1)
