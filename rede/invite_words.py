"""An invite as people carry it: a token in a link, or eight characters to type. A tool of acts; reads and writes
words only."""

import re
import secrets

#: No vowels, so that no word comes about, and nothing that looks like another: 0 and O, 1, I and L.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
#: 18 random bytes are 24 characters that a Telegram deep link accepts.
TOKEN_BYTES = 18
#: What people and phones put between the halves of a code.
BETWEEN = re.compile(r"[\s.\u00ad\u200b\u2010-\u2015\u2212_-]+")
LINK = re.compile(r"[?&]start=([\w-]{16,64})", re.ASCII)
#: Twenty-four letters alone may be a word.
TOKEN = re.compile(r"(?=.*[\dA-Z_-])[\w-]{24}", re.ASCII)


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """Letters and digits both: nothing else that people type is taken for it."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if _is_code(code):
            return code


def shown(code: str) -> str:
    """`ABCD-2345`."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str | None:
    """A code as typed: in any case, with or without what stands between its halves. None: it is none."""
    plain = BETWEEN.sub("", text).upper()
    return plain if _is_code(plain) else None


def found_word(text: str) -> str | None:
    """The invite in what was typed without a command: a link, a token, a code. None: there is none."""
    link = LINK.search(text)
    if link is not None:
        return link[1]
    return text.strip() if TOKEN.fullmatch(text.strip()) or read_code(text) else None


def link_of(username: str, token: str) -> str:
    """Empty until the bot's name is known."""
    return f"https://t.me/{username.removeprefix('@')}?start={token}" if username else ""


def _is_code(plain: str) -> bool:
    known = len(plain) == CODE_LENGTH and set(plain) <= set(ALPHABET)
    return known and not plain.isdecimal() and not plain.isalpha()
