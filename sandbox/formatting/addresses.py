"""Web and mail addresses Telegram finds by itself in plain text.

As in tdlib, MessageEntity.cpp: `find_tg_urls`, `find_urls`, `fix_url`, `is_email_address`. Places are code points.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sandbox.formatting.words import Found

#: White space and the punctuation of typography; of it only joiners and dashes may stand in an address.
_GAPS = " \u00a0\u1680\u3000\u2000-\u200b\u200e\u200f\u2016-\u206f"
_OWN = re.compile("(?:tg|ton)://[A-Za-z0-9_-]{1,253}", re.IGNORECASE)
_DOMAIN = re.compile(
    "[A-Za-z0-9._~\u00c0-\u167f\u1681-\u1fff\u200c\u200d\u2010-\u2015\u2070-\u2fff\u3001-\U0010ffff-]"
)
_USER = re.compile(f"[^\\n/\\[\\]{{}}()'`<>\"@«»{_GAPS}]")
_PROTOCOL = re.compile(f"[A-Za-z0-9+-]|[^\x00-\x7f{_GAPS}]")
_PORT = re.compile(":0*([1-9][0-9]{0,4})(?![0-9])")
_PATH = re.compile(f'[^\n<>"«»{_GAPS}]*')
#: What an address does not end with.
_LOOSE_ENDS = ".:;,('?!`"
_MAIL = re.compile(
    r"(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@"
    r"(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9][.]){1,6}[a-z]{2,8}",
    re.IGNORECASE | re.ASCII,
)
_SCHEME = re.compile("(?:https?|ftp|tonsite)://", re.IGNORECASE)
_BYTE = re.compile("[1-9]?[0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]")


def find_addresses(text: str) -> Iterator[Found]:
    for own in _OWN.finditer(text):
        yield "url", own.start(), _path_end(text, own.end())
    for start, end in _candidates(text):
        address = text[start:end]
        plain = address.removeprefix("mailto:")
        if _MAIL.fullmatch(plain):
            yield "email", end - len(plain), end
        elif length := _length_of_url(address):
            yield "url", start, start + length


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Whatever stands around a dot and could be an address; each is looked for after the one before."""
    floor = 0
    while 0 <= (dot := text.find(".", floor)) < len(text) - 1:
        if text[dot + 1] == " ":
            floor = dot + 2
            continue
        start, end = _around(text, dot, floor)
        if start is not None:
            if end > dot + 1:
                yield start, end
            while text[end : end + 1] == ".":
                end += 1
        else:
            end = text.rfind(".", floor, end) + 1
        floor = max(end, dot + 1)


def _around(text: str, dot: int, floor: int) -> tuple[int | None, int]:
    """Where the address around a dot begins and ends; no beginning when it is none."""
    start, end, at = _left(_DOMAIN, text, dot, floor), dot, -1
    while end < len(text) and (text[end] == "@" or _DOMAIN.match(text[end])):
        at = end if text[end] == "@" else at
        end += 1
    if at >= 0:
        start = _left(_USER, text, start, floor)
    if port := _PORT.match(text, end):
        end = port.end() if int(port[1]) <= 65535 else end
    end = _path_end(text, end)
    while end > dot + 1 and text[end - 1] == ".":
        end -= 1
    return _beginning(text, start, floor, named=at >= 0), end


def _beginning(text: str, start: int, floor: int, *, named: bool) -> int | None:
    """Where an address begins whose host, or user, begins at `start`; None when it cannot begin there."""
    if start > floor and text[start - 1] == "@":
        user = _left(_USER, text, start - 1, floor)
        if named or user == start - 1:
            return None
        start = user
    if start == floor:
        return start
    if start - floor >= 6 and text.endswith("://", floor, start):
        return _with_protocol(text, start, floor)
    before = text[start - 1]
    return None if before.isalnum() or before in "_/#@" else start


def _with_protocol(text: str, start: int, floor: int) -> int | None:
    protocol = text[_left(_PROTOCOL, text, start - 3, floor) : start - 3].lower()
    for known, others in (("http", ["shttp"]), ("https", []), ("ftp", ["tftp", "sftp"]), ("tonsite", [])):
        if protocol.endswith(known) and protocol not in others:
            return start - 3 - len(known)
    return None


def _path_end(text: str, start: int) -> int:
    if text[start : start + 1] not in ("/", "?", "#"):
        return start
    found = _PATH.match(text, start + 1)
    end = found.end() if found else start + 1
    end = start + 1 + len(text[start + 1 : end].rstrip(_LOOSE_ENDS))
    return end if text[start] == "/" or end > start + 1 else start


def _length_of_url(url: str) -> int:
    """How much of it is an address; 0 when it is none."""
    scheme = _SCHEME.match(url)
    rest = url[scheme.end() :] if scheme else url
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    domain = authority.partition("@")[2] if "@" in authority else authority
    domain = domain.rpartition(":")[0] if ":" in domain else domain
    if domain.lower() == "teiegram.org" or not _is_domain(domain, spelled_out=scheme is not None):
        return 0
    path = rest[len(authority) :]
    return len(url) - len(path) + len(_balanced(path).rstrip(_LOOSE_ENDS))


def _balanced(path: str) -> str:
    """Up to the first bracket that was not opened."""
    depth = dict.fromkeys(")]}", 0)
    for place, character in enumerate(path):
        if character in "([{":
            depth[")]}"["([{".index(character)]] += 1
        elif character in depth:
            depth[character] -= 1
            if depth[character] < 0:
                return path[:place]
    return path


def _is_domain(domain: str, *, spelled_out: bool) -> bool:
    parts = domain.split(".")
    if any(not part or len(part.encode()) >= 64 or part.endswith("-") for part in parts) or len(parts) == 1:
        return False
    if len(parts) == 4 and all(_BYTE.fullmatch(part) for part in parts):
        return True
    if re.fullmatch("[0-9.]*", domain) or len(parts[-1]) <= 1 or "_" in parts[-2]:
        return False
    last = parts[-1]
    if last.startswith("xn--"):
        return re.fullmatch("xn--[A-Za-z0-9]{2,}", last) is not None
    return not set("_-") & set(last) and (spelled_out or _is_top_level(last))


def _is_top_level(name: str) -> bool:
    lower = name.lower()
    if lower != name and lower[1:] == name[1:]:
        return False
    return lower in _top_level_domains()


@cache
def _top_level_domains() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("top_level_domains.txt").read_text("utf-8").split())


def _left(allowed: re.Pattern[str], text: str, place: int, floor: int) -> int:
    while place > floor and allowed.match(text[place - 1]):
        place -= 1
    return place
