"""E-mail addresses as every server takes them (RFC 5321, 4.1.2): one mailbox, in ASCII, without quotes."""

import re

ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
#: RFC 5321, 4.5.3.1.
LONGEST_LOCAL, LONGEST = 64, 254


class Unsendable(ValueError):
    """The parcel cannot become a message: its address or its words are broken."""


def ascii_address(address: str) -> str:
    """An international domain in its ASCII form. Raises `Unsendable`; the text tells no personal data."""
    local, at, domain = address.strip().rpartition("@")
    if not (local and at and domain):
        raise Unsendable("not one address")
    if not local.isascii():
        raise Unsendable("a mailbox name beyond ASCII")
    domain = _ascii_domain(domain)
    if not ATOM.fullmatch(local) or not DOMAIN.fullmatch(domain):
        raise Unsendable("not one address")
    if len(local) > LONGEST_LOCAL or len(local) + 1 + len(domain) > LONGEST:
        raise Unsendable("an address too long")
    return f"{local}@{domain}"


def domain_of(address: str) -> str:
    """By which a server is known, whatever way people wrote it; empty for what is no address."""
    try:
        return _ascii_domain(address.strip().rpartition("@")[2]).lower()
    except Unsendable:
        return ""


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError as error:
        raise Unsendable("a domain that no server can look up") from error
