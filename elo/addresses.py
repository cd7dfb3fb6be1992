"""Addresses that an operator writes: of a server, to listen on, and the one that people are told."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

LOOPBACK = re.compile(r"localhost|.+\.localhost|127(\.\d{1,3}){3}|::1|\[::1\]", re.IGNORECASE)
#: `host:port`; an IPv6 address stands in brackets.
LISTENED = re.compile(
    r"(\[(?P<six>[\dA-F:.]+)\]|(?P<host>[A-Z\d]([A-Z\d.-]*[A-Z\d])?)):(?P<port>\d{1,5})",
    re.IGNORECASE | re.ASCII,
)
#: What a link is made of and a header of a mail can hold: no login, no query, nothing to escape.
PUBLIC = re.compile(
    r"https?://(?P<host>\[[\dA-F:.]+\]|[A-Z\d.-]+)(:(?P<port>\d{1,5}))?(?P<path>(/[\w~-][\w.~-]*)*)",
    re.IGNORECASE | re.ASCII,
)
LARGEST_PORT = 65535


def is_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("must be a text in quotes")
    return value.strip()


def is_root(value: object) -> object:
    parts = urlsplit(str(is_text(value)))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address that starts with http:// or https://")
    return parts.geturl().rstrip("/")


def is_listened_on(value: object) -> object:
    text = str(is_text(value))
    found = LISTENED.fullmatch(text)
    if text and not (found and _is_port(found["port"]) and _is_host(found["six"] or found["host"])):
        raise ValueError("must be host:port of this machine, as 127.0.0.1:8080 or [::1]:8080")
    return text


def host_and_port(listened: str) -> tuple[str, int]:
    """The two halves of what `is_listened_on` let through."""
    host, _, port = listened.rpartition(":")
    return host.strip("[]"), int(port)


def is_public(value: object) -> object:
    text = str(is_text(value)).rstrip("/")
    found = PUBLIC.fullmatch(text)
    if text and not (found and _is_port(found["port"] or "443") and _is_host(found["host"].strip("[]"))):
        raise ValueError("must be an address that starts with https://, without login, query or spaces")
    if found and not text.lower().startswith("https") and not LOOPBACK.fullmatch(found["host"]):
        raise ValueError("must start with https://: only this machine itself may do without")
    return text


def path_of(public_url: str) -> str:
    """The path of what `is_public` let through; empty where there is none."""
    found = PUBLIC.fullmatch(public_url)
    return found["path"] if found else ""


def _is_port(text: str) -> bool:
    return 1 <= int(text) <= LARGEST_PORT


def _is_host(text: str) -> bool:
    """What looks like an address in numbers must be one."""
    if not re.fullmatch(r"[\d.]+|.*:.*", text):
        return True
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
