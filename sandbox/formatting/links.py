"""Which addresses a text or a button may link to, and what Telegram makes of them.

As in tdlib: `check_link`, `get_link_user_id` (LinkManager.cpp) and `parse_url` (HttpUrl.cpp).
"""

import ipaddress
import re
from dataclasses import dataclass

from sandbox.formatting.entities import Entity
from sandbox.formatting.source import SPACES
from sandbox.refusals import BadRequest

_SCHEME = re.compile("[^:/?#@\\[\\]]*(?=://)")
_OWN_SCHEME = re.compile("(tg|tonsite|ton):(?://)?", re.IGNORECASE)
_AUTHORITY = re.compile("[^/?#]*")
_HOST = re.compile("(?:[a-z0-9._!$,~*'();&+=-]|%[a-f0-9]{2}|[^\x00-\x7f])*")
_IPV6_HOST = re.compile(r"\[[0-9a-f:.]*\]")
_USER = re.compile(r"tg:(?://)?user/?\?([^#]*)(?:#.*)?", re.IGNORECASE | re.DOTALL)
_HIGHEST_USER = (1 << 40) - 1


class WrongLink(ValueError):
    """Telegram links to no such address; the words say why."""


@dataclass(frozen=True, slots=True)
class _Address:
    protocol: str
    userinfo: str
    host: str
    port: int
    #: Path and query, with a slash before them.
    rest: str

    @property
    def is_ipv6(self) -> bool:
        return self.host.startswith("[")

    def __str__(self) -> str:
        userinfo = f"{self.userinfo}@" if self.userinfo else ""
        port = f":{self.port}" if self.port else ""
        return f"{self.protocol}://{userinfo}{self.host}{port}{self.rest}"


def checked_link(url: str) -> str:
    """The address as Telegram keeps it (a scheme, a slash after a bare host), or "" if it is none."""
    try:
        return _check(url, secure=False)
    except WrongLink:
        return ""


def required_link(url: str, called: str, *, secure: bool = False) -> str:
    """As `checked_link`; raises BadRequest, in which the link is named `called` ("entity")."""
    try:
        return _check(url, secure=secure)
    except WrongLink as error:
        raise BadRequest(f"{called} URL '{url}' is invalid: {error}") from error


def mentioned_user(url: str) -> int | None:
    """The person of `tg://user?id=123`."""
    found = _USER.fullmatch(url)
    pairs = (pair.partition("=") for pair in found[1].split("&")) if found else ()
    number = next((value for key, _, value in pairs if key.lower() == "id"), "")
    if not re.fullmatch("[0-9]{1,18}", number):
        return None
    return int(number) if 0 < int(number) <= _HIGHEST_USER else None


def linked(url: str, offset: int, length: int) -> Entity | None:
    """A mention of a person, or a link; None when the address is neither."""
    if (user := mentioned_user(url)) is not None:
        return Entity("text_mention", offset, length, user_id=user)
    link = checked_link(url)
    return Entity("text_link", offset, length, url=link) if link else None


def _check(url: str, *, secure: bool) -> str:
    own = _OWN_SCHEME.match(url)
    address = _read(url[own.end() :] if own else url)
    if secure and (own or address.protocol != "https"):
        raise WrongLink("Only HTTPS links are allowed")
    if own:
        return _own_link(own[1].lower(), url[own.end() :], address)
    if "." not in address.host and not address.is_ipv6:
        raise WrongLink("Wrong HTTP URL")
    return str(address)


def _own_link(scheme: str, link: str, address: _Address) -> str:
    odd = address.protocol == "https" or address.userinfo or address.port or address.is_ipv6
    if link.lower().startswith("http://") or odd:
        raise WrongLink("Wrong tg URL" if scheme == "tg" else "Wrong ton URL")
    if not re.fullmatch("[A-Za-z0-9_.-]+" if scheme == "tonsite" else "[A-Za-z0-9_-]+", address.host):
        raise WrongLink("Unallowed characters in URL host")
    return f"{scheme}://{address.host}{re.sub('^/[?]', '?', address.rest)}"


def _read(url: str) -> _Address:
    """[http[s]://][userinfo@]host[:port][path]; raises WrongLink."""
    scheme = _SCHEME.match(url)
    protocol = scheme[0].lower() if scheme else "http"
    if protocol not in ("http", "https"):
        raise WrongLink("Unsupported URL protocol")
    start = scheme.end() + len("://") if scheme else 0
    authority = (_AUTHORITY.match(url, start) or [""])[0]
    userinfo_host, port = _without_port(authority)
    userinfo, _, host = userinfo_host.rpartition("@")
    return _Address(protocol, userinfo, _checked_host(host), port, _rest(url[start + len(authority) :]))


def _without_port(authority: str) -> tuple[str, int]:
    colon = max(authority.rfind(mark) for mark in ":]@")
    if colon <= 0 or authority[colon] != ":":
        return authority, 0
    digits = authority[colon + 1 :]
    port = int(digits) if re.fullmatch("0*[0-9]{1,9}", digits) else 0
    if not 0 < port <= 65535:
        raise WrongLink("Wrong port number specified in the URL")
    return authority[:colon], port


def _checked_host(host: str) -> str:
    lower = "".join(c.lower() if c.isascii() else c for c in host)
    if lower.startswith("[") and lower.endswith("]"):
        return _checked_ipv6(lower)
    if not lower:
        raise WrongLink("URL host is empty")
    if lower == ".":
        raise WrongLink("Host is invalid")
    end = (_HOST.match(lower) or [""])[0]
    if end != lower:
        percent = lower[len(end)] == "%"
        raise WrongLink("Wrong percent-encoded symbol in URL host" if percent else "Wrong URL host")
    return lower


def _checked_ipv6(host: str) -> str:
    try:
        ipaddress.IPv6Address(host[1:-1])
    except ValueError as error:
        raise WrongLink("Wrong IPv6 address specified in the URL") from error
    if not _IPV6_HOST.fullmatch(host):
        raise WrongLink("Wrong IPv6 URL host")
    return host


def _rest(rest: str) -> str:
    rest = rest.rstrip(SPACES) or "/"
    slash = "" if rest.startswith("/") else "/"
    return slash + re.sub("[\x00-\x20]", lambda found: f"%{ord(found[0]):02X}", rest)
