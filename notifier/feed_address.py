"""One address for each post, however it is spelt: it tells a new post from an old one, and is never visited."""

import re
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
#: Added to links by who counts clicks; the page is the same without.
_TRACKING = re.compile(
    r"(?:utm_\w*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|_g[al]|ref_?src|oly_\w+_id)",
    re.IGNORECASE,
)
_CODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")


def canonical_address(link: str) -> str:
    """`http` and `https`, case of the host, default port, fragment, click counters and a slash at the end do not
    count. Empty: it is no address of the web that people could be sent to."""
    parts = _split(link.strip())
    if parts is None:
        return ""
    host, port = parts
    split = urlsplit(link.strip())
    path = _plain(split.path)
    query = "&".join(one for one in split.query.split("&") if one and not _counts_clicks(one))
    address = f"https://{host}{port}{path.rstrip('/')}"
    return f"{address}?{_plain(query)}" if query else address


def host_of(address: str) -> str:
    """Of an address of the web, in small letters; empty where there is none."""
    parts = _split(address.strip())
    return parts[0] if parts else ""


def _split(link: str) -> tuple[str, str] | None:
    """Host and port, the latter with its colon, where it is not the usual one."""
    if len(link) > LONGEST or _NOT_IN_ADDRESSES.search(link):
        return None
    try:
        split = urlsplit(link)
        port = split.port
        host = _host(split)
    except ValueError:
        return None
    if split.scheme not in _PORTS or not host or "@" in split.netloc:
        return None
    return host, "" if port in (None, _PORTS[split.scheme]) else f":{port}"


def _host(split: SplitResult) -> str:
    """As DNS spells it. Raises ValueError."""
    host = (split.hostname or "").rstrip(".")
    return f"[{host}]" if ":" in host else host.encode("idna").decode("ascii").lower()


def _counts_clicks(parameter: str) -> bool:
    return _TRACKING.fullmatch(parameter.partition("=")[0]) is not None


def _plain(words: str) -> str:
    """Only letters that need a code are coded, and codes are in capitals (RFC 3986, 6.2.2)."""
    coded = "".join(
        one if one.isascii() else "".join(f"%{byte:02X}" for byte in one.encode()) for one in words
    )
    return _CODED.sub(_decoded, coded)


def _decoded(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if _UNRESERVED.fullmatch(letter) else found[0].upper()
