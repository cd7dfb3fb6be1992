"""The address of a webhook: how Telegram reads one, where it may be, and never beyond this machine.

The grammar is td's own (HttpUrl.cpp, `parse_url`), the rules are those of WebhookActor.cpp and IPAddress.cpp.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from urllib.parse import quote

IpAddress = IPv4Address | IPv6Address

PORTS = frozenset({80, 88, 443, 8443})
_SCHEME = re.compile(r"(?P<scheme>[^:/?#@\[\]]*)://")
_PLACE = re.compile(
    r"((?P<userinfo>.*)@)?(?P<host>\[[0-9a-f:.]+\]|([a-z0-9.\-_!$,~*'();&+=]|%[0-9a-f]{2}|[^\x00-\x7f])+)"
    r"(:(?P<port>[0-9]*))?",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Telegram takes a longer one, and then cannot send to it.
_LONGEST_TARGET = 4000
_RESERVED = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
#: The name that needs no resolver, and the one that no resolver knows (RFC 6761).
_HERE, _NOWHERE = "localhost", "invalid"


class BadAddress(ValueError):
    """Telegram would not send updates there, or this desk does not; the words say why."""


@dataclass(frozen=True, slots=True)
class Address:
    scheme: str
    userinfo: str
    #: Lower-cased and in ASCII; an IPv6 address stands in brackets.
    host: str
    port: int
    #: Path and query, as they go on the first line of a request.
    target: str


def parse_address(url: str) -> Address:
    """Without a scheme it is HTTPS. Raises BadAddress."""
    found = _SCHEME.match(url)
    scheme = found["scheme"].lower() if found else "https"
    rest = url[found.end() :] if found else url
    end = re.search(r"[/?#]", rest)
    place = _PLACE.fullmatch(rest[: end.start()] if end else rest)
    if scheme not in _DEFAULT_PORTS or place is None:
        raise BadAddress(url)
    return Address(
        scheme=scheme,
        userinfo=place["userinfo"] or "",
        host=_host(place["host"].lower()),
        port=_port(place["port"], scheme),
        target=_target(rest[end.start() :] if end else ""),
    )


def check_public_rules(address: Address) -> None:
    """What holds unless Telegram's server runs with `--local`. Raises BadAddress."""
    if address.scheme == "http":
        raise BadAddress("An HTTPS URL must be provided for webhook")
    if address.port not in PORTS:
        raise BadAddress("Webhook can be set up only on ports 80, 88, 443 or 8443")


def find_ip(address: Address, given: str, *, public: bool) -> IpAddress:
    """The loopback address to connect to: `given`, or the host's. Nothing is ever resolved. Raises BadAddress."""
    ip = _as_ip(given or address.host)
    if ip is None and given:
        raise BadAddress("Invalid IP address specified")
    if ip is None:
        ip = _resolve(address.host)
    if not ip.is_loopback:
        if public:
            _refuse_reserved(ip)
        raise BadAddress(_beyond(str(ip)))
    if public and isinstance(ip, IPv6Address):
        raise BadAddress("IPv6-only addresses are not allowed")
    return ip


def is_ip(host: str) -> bool:
    return _as_ip(host) is not None


def _resolve(host: str) -> IpAddress:
    last = host.removesuffix(".").rpartition(".")[2]
    if last == _HERE:
        return IPv4Address("127.0.0.1")
    if last == _NOWHERE:
        raise BadAddress("Failed to resolve host: Name or service not known")
    raise BadAddress(_beyond(host))


def _refuse_reserved(ip: IpAddress) -> None:
    if isinstance(ip, IPv6Address):
        raise BadAddress("IPv6-only addresses are not allowed")
    if any(ip in block for block in _RESERVED):
        raise BadAddress(f"IP address {ip} is reserved")


def _beyond(where: str) -> str:
    return f"the sandbox sends updates to this machine only, and {where} is not a loopback address"


def _as_ip(host: str) -> IpAddress | None:
    try:
        ip = ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    return None if "%" in str(ip) else ip


def _port(digits: str | None, scheme: str) -> int:
    if digits is None:
        return _DEFAULT_PORTS[scheme]
    significant = digits.lstrip("0")
    if not 1 <= len(significant) <= 5 or int(significant) > 65535:
        raise BadAddress("wrong port")
    return int(significant)


def _host(name: str) -> str:
    if name == "." or (name.startswith("[") and _as_ip(name) is None):
        raise BadAddress(name)
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError as error:
        raise BadAddress(name) from error


def _target(rest: str) -> str:
    """Blanks and what is not ASCII become percent codes."""
    target = rest.rstrip()
    if not target.startswith("/"):
        target = f"/{target}"
    target = quote(target, safe="".join(map(chr, range(0x21, 0x7F))))
    if len(target) > _LONGEST_TARGET:
        raise BadAddress("too long")
    return target
