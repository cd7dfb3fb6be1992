"""Which addresses a text may link to, and what Telegram makes of them (tdlib LinkManager.cpp)."""

import re
from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})
_HOST = re.compile(r"(?:[^\s./?#:@]+\.)+[^\s./?#:@]{2,}|localhost|\d{1,3}(?:\.\d{1,3}){3}")


def checked_link(url: str) -> str:
    """The address as Telegram keeps it (a scheme, a slash after a bare host), or "" if it is none."""
    url = url.strip()
    scheme, separator, _ = url.partition("://")
    if not separator:
        url, scheme = f"http://{url}", "http"
    if scheme.lower() not in _SCHEMES:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if scheme.lower() in ("tg", "ton"):
        return url if host else ""
    if not _HOST.fullmatch(host) or re.search(r"\s", url):
        return ""
    return url if parts.path or parts.query or parts.fragment else f"{url}/"


def mentioned_user(url: str) -> int | None:
    """The person of `tg://user?id=123`."""
    found = re.fullmatch(r"tg:(?://)?user/?\?id=(\d{1,18})", url.strip(), re.ASCII)
    return int(found[1]) if found and int(found[1]) > 0 else None
