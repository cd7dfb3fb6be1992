"""Where the service may go when a person hands it an address: public places, at the ports of the web.

A name is looked up here, once, and whoever connects goes to an address that was judged, not to the name again.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Container, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Resolve = Callable[[str], Awaitable[Sequence[Address]]]

WEB_PORTS = frozenset({80, 443, 8080, 8443})

#: Global on paper; in fact the old 6to4 relays (RFC 7526) and the inner service of a large cloud.
_NOT_FOR_US_4 = (IPv4Network("192.88.99.0/24"), IPv4Network("168.63.129.16/32"))
#: All that is given out to the world (RFC 4291, 2.4). NAT64, mapped and translated addresses lie outside.
_GIVEN_OUT_6 = IPv6Network("2000::/3")
#: Special uses (with Teredo), documentation twice, 6to4: what they carry may be an inner IPv4 address.
_NOT_FOR_US_6 = tuple(IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


def is_public(address: Address) -> bool:
    """Whether anybody could reach it, from anywhere, as we do."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in one for one in _NOT_FOR_US_4)
    # A zone would say which of our own wires to take.
    return (
        address in _GIVEN_OUT_6
        and address.scope_id is None
        and not any(address in one for one in _NOT_FOR_US_6)
    )


async def by_dns(host: str) -> Sequence[Address]:
    """As the system knows the name; an address in any spelling stands for itself. Raises OSError."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError("not a name") from error
    return [ip_address(str(place[0])) for *_, place in found]


async def by_nobody(host: str) -> Sequence[Address]:
    """For a sandbox: what people name there is invented, so nobody outside is even asked. Raises OSError."""
    raise OSError("nothing outside the sandbox is visited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where one may go. Tests and the sandbox allow their own machine, in so many words."""

    allowed: Callable[[Address], bool] = is_public
    ports: Container[int] = WEB_PORTS
    resolve: Resolve = by_dns

    async def addresses(self, host: str) -> Sequence[Address]:
        """Each of the host's addresses once, in order; none where a single one is not allowed. Raises OSError.

        A name that means inside and outside at once is one that somebody prepared.
        """
        found = list(dict.fromkeys(await self.resolve(host)))
        if not found:
            raise OSError("no address")
        return found if all(self.allowed(one) for one in found) else ()
