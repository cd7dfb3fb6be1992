"""A made certificate authority: TLS for the mail server, whose keys live and die with the desk.

Nothing is made before the first handshake, or before somebody asks for the authority's certificate.
"""

import ssl
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

import trustme

#: What the mail server calls itself.
SERVER_NAME = "sandbox.example.org"
_NAMES = ("127.0.0.1", "localhost", SERVER_NAME)
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Certificate(StrEnum):
    """What the server shows at a handshake; only the good one will do for a careful client."""

    GOOD = "good"
    EXPIRED = "expired"
    #: Issued to another server.
    OTHER_NAME = "other_name"
    #: Issued by an authority that nobody was told of.
    STRANGER = "stranger"


class Authority:
    def __init__(self) -> None:
        self.server_context = cache(self._server_context)

    @property
    def pem(self) -> bytes:
        """The authority's own certificate: what a client has to trust."""
        return self._authority.cert_pem.bytes()

    def write(self, file: Path) -> None:
        """Raises OSError."""
        file.write_bytes(self.pem)

    def client_context(self) -> ssl.SSLContext:
        """Trusts this authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._authority.configure_trust(context)
        return context

    def _server_context(self, certificate: Certificate) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._issue(certificate).configure_cert(context)
        return context

    def _issue(self, certificate: Certificate) -> trustme.LeafCert:
        match certificate:
            case Certificate.GOOD:
                return self._authority.issue_cert(*_NAMES)
            case Certificate.EXPIRED:
                return self._authority.issue_cert(*_NAMES, not_after=_LONG_AGO)
            case Certificate.OTHER_NAME:
                return self._authority.issue_cert("other.example.org")
            case Certificate.STRANGER:
                return trustme.CA().issue_cert(*_NAMES)

    @cached_property
    def _authority(self) -> trustme.CA:
        return trustme.CA(organization_name="The sandbox's made authority")
