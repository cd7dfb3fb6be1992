"""What is known of the bot's webhook: where it is, how it was set, and what went wrong with it last.

The order of the checks, and that a refused setWebhook has already taken the earlier webhook off, are Telegram's
(Client.cpp, `process_set_webhook_query` to `finish_set_webhook`). sandbox/webhook/courier.py does the sending.
"""

import re
import ssl
from dataclasses import dataclass, field

from sandbox.clock import SandboxClock, elapsed
from sandbox.patience import Patience
from sandbox.refusals import BadRequest, TooManyRequests
from sandbox.requests.json_values import Json, JsonObject
from sandbox.updates.kinds import BY_DEFAULT, in_order
from sandbox.updates.queue import UpdateQueue
from sandbox.webhook.address import (
    Address,
    BadAddress,
    IpAddress,
    check_public_rules,
    find_ip,
    is_ip,
    parse_address,
)

MOST_CONNECTIONS, DEFAULT_CONNECTIONS = 100, 40
LONGEST_SECRET = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
LARGEST_CERTIFICATE = 3 << 20
#: A webhook may be set once in so many seconds.
_SET_PAUSE = 1


@dataclass(frozen=True, slots=True)
class Wish:
    """One setWebhook, or deleteWebhook: then `url` is empty and nothing else counts but the last two."""

    url: str = ""
    certificate: bytes | None = None
    ip_address: str = ""
    max_connections: int = DEFAULT_CONNECTIONS
    secret_token: str = ""
    allowed: frozenset[str] | None = None
    drop_pending: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where updates go from now on."""

    address: Address
    ip: IpAddress
    max_connections: int
    secret_token: str
    #: None for plain HTTP.
    tls: ssl.SSLContext | None


@dataclass(slots=True)
class Webhook:
    updates: UpdateQueue
    clock: SandboxClock
    patience: Patience
    #: Telegram's own rules: HTTPS, four ports. Otherwise those of a server run with `--local`: any of both. Either
    #: way nothing is sent beyond this machine.
    public_rules: bool = False
    url: str = ""
    #: None while there is no webhook, or only the appearance of one.
    endpoint: Endpoint | None = None
    #: How many times somebody was about to set one: a poll under way ends with it.
    asked: int = 0
    _wish: Wish = field(default_factory=Wish)
    _error: tuple[int, str] | None = None
    _next_change: float = 0.0

    def change(self, wish: Wish) -> str:
        """Set it, or take it off; Telegram's description of what was done.

        Raises BadRequest; TooManyRequests when it is set more than once a second.
        """
        self._refuse_haste(wish)
        if self._is_as_wished(wish):
            self.updates.listen_for(wish.allowed)
            return "Webhook is already set" if wish.url else "Webhook is already deleted"
        was_set = bool(self.url)
        if wish.url:
            self.asked += 1
        self.take_off()
        if wish.drop_pending:
            self.updates.drop_all()
        if not wish.url:
            return "Webhook was deleted" if was_set else "Webhook is already deleted"
        self._set(wish)
        return "Webhook was set"

    def pretend(self, url: str) -> None:
        """Behave as if a webhook were set at `url` ("" takes it off); nothing is sent to it."""
        if url:
            self.asked += 1
        self.take_off()
        self.url = url

    def take_off(self) -> None:
        self.url, self.endpoint, self._wish, self._error = "", None, Wish(), None
        self.updates.stirred.beat()

    def complain(self, words: str) -> None:
        """Note what went wrong with the last try, for getWebhookInfo."""
        self._error = int(self.clock.now().timestamp()), words

    def to_json(self) -> JsonObject:
        body: dict[str, Json] = {
            "url": self.url,
            "has_custom_certificate": self._wish.certificate is not None,
            "pending_update_count": len(self.updates.pending),
        }
        if self._error:
            body["last_error_date"], body["last_error_message"] = self._error
        if self.endpoint:
            body["max_connections"] = self._wish.max_connections
            body["ip_address"] = str(self.endpoint.ip)
        if self.updates.allowed != BY_DEFAULT:
            body["allowed_updates"] = in_order(self.updates.allowed)
        return body

    def _refuse_haste(self, wish: Wish) -> None:
        now = elapsed()
        if not wish.url:
            return
        if now < self._next_change:
            raise TooManyRequests(1)
        self._next_change = now + self.patience.of(_SET_PAUSE)

    def _is_as_wished(self, wish: Wish) -> bool:
        """A certificate, or updates to drop, always make it anew."""
        if wish.drop_pending or self._wish.certificate is not None or wish.certificate is not None:
            return False
        if not wish.url:
            return not self.url
        old = self._wish
        return (wish.url, wish.max_connections, wish.ip_address, wish.secret_token) == (
            self.url,
            old.max_connections,
            old.ip_address,
            old.secret_token,
        )

    def _set(self, wish: Wish) -> None:
        address = _readable(wish)
        self.updates.listen_for(wish.allowed)
        try:
            if self.public_rules:
                check_public_rules(address)
            ip = find_ip(address, wish.ip_address, public=self.public_rules)
            tls = None if address.scheme == "http" else _trust(address, wish.certificate)
        except BadAddress as error:
            raise BadRequest(f"bad webhook: {error}") from error
        self.url, self._wish = wish.url, wish
        self.endpoint = Endpoint(address, ip, wish.max_connections, wish.secret_token, tls)
        self.updates.stirred.beat()


def _readable(wish: Wish) -> Address:
    try:
        address = parse_address(wish.url)
    except BadAddress as error:
        raise BadRequest("invalid webhook URL specified") from error
    if len(wish.secret_token.encode()) > LONGEST_SECRET:
        raise BadRequest("secret token is too long")
    if not _SECRET.fullmatch(wish.secret_token):
        raise BadRequest("secret token contains unallowed characters")
    if wish.certificate is not None and len(wish.certificate) > LARGEST_CERTIFICATE:
        raise BadRequest(f"certificate size is too big ({len(wish.certificate)} bytes)")
    return address


def _trust(address: Address, certificate: bytes | None) -> ssl.SSLContext:
    """Of a certificate of its own the bot is believed whatever host it names, if the host is an IP address.

    Telegram compares that address with the certificate's name, which Python cannot.
    """
    if certificate is None:
        return ssl.create_default_context()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tls.check_hostname = not is_ip(address.host)
    try:
        tls.load_verify_locations(cadata=certificate.decode("ascii"))
    except (ssl.SSLError, ValueError) as error:
        raise BadAddress("Failed to set custom certificate file") from error
    return tls
