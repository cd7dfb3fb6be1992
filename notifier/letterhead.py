"""The headers of our letters (RFC 5322), and where their answers, refusals and farewells go.

Written line by line: the standard library spoils long identifiers by encoding them as words.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from db.deliveries import Lane
from db.ids import DeliveryId
from notifier.mail_address import Unsendable
from notifier.outcome import Parcel

SENDER_NAME = "Elo · Rede de Parcerias"
LIST_NAME = "Avisos da Rede de Parcerias"
#: Characters of a header's line.
LONGEST = 76
#: Bytes of words that one encoded word holds: with its frame and the header's name, 73 characters.
ENCODED_WORD = 39
#: The first letter about something, and the latest: what a thread needs (RFC 5322, 3.6.4).
MOST_REFERENCES = 10
#: The slot of broadcasts that leaves the list, and the address under which that is done.
LEAVE, LEAVE_PATH = "leave", "sair"
#: What numbers in message ids are proven for (`db/sealing.py`).
MESSAGE = "message"


def unstamped(purpose: str, number: int) -> str:
    """For who sends nothing that is answered: a number that anybody could make."""
    return "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes. Addresses are in ASCII."""

    sender: str
    reply_to: str = ""
    #: The mailbox of refusals; `name+anything@` comes there too. Empty: they come to the sender.
    bounces: str = ""
    #: `https://…`; empty when our pages cannot be reached from outside.
    public_url: str = ""
    #: Proof that a number is ours (`Sealer.stamp`).
    stamp: Callable[[str, int], str] = unstamped

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def of_all(self) -> bytes:
        """The headers that every letter has alike."""
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(SENDER_NAME, addr_spec=self.sender)
        if self.reply_to:
            message["Reply-To"] = Address(addr_spec=self.reply_to)
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = "pt-BR"
        message["MIME-Version"] = "1.0"
        return message.as_bytes().removesuffix(b"\r\n")

    def envelope_id(self, delivery: DeliveryId) -> str:
        return f"{delivery}.{self.stamp(MESSAGE, delivery)}"

    def return_path(self, envelope_id: str) -> str:
        """Where this letter's refusals go, and which one it was is told by the address."""
        if not self.bounces:
            return self.sender
        local, _, domain = self.bounces.rpartition("@")
        return f"{local}+{envelope_id}@{domain}"

    def of_one(self, parcel: Parcel, *, recipient: str, envelope_id: str) -> str:
        """The headers that each letter has for itself."""
        lines = [
            f"To: {recipient}",
            f"Date: {format_datetime(parcel.at)}",
            f"Message-ID: {self._message_id(envelope_id)}",
        ]
        if parcel.refers_to:
            lines += self._references(parcel)
        if parcel.lane is Lane.BROADCASTS:
            lines += self._list(parcel)
        return "\r\n".join(lines) + "\r\n"

    def _message_id(self, envelope_id: str) -> str:
        return f"<elo.{envelope_id}@{self.domain}>"

    def _references(self, parcel: Parcel) -> list[str]:
        first, *others = parcel.refers_to
        kept = [first, *others[-(MOST_REFERENCES - 1) :]]
        ids = [self._message_id(self.envelope_id(one)) for one in kept]
        return [f"In-Reply-To: {ids[-1]}", "References: " + "\r\n ".join(ids)]

    def _list(self, parcel: Parcel) -> list[str]:
        """How to leave the list: at once (RFC 8058) where we have a page, or by a letter (RFC 2369)."""
        lines = [f"List-Id: {LIST_NAME} <avisos.{self.domain}>"]
        token = parcel.fills.get(LEAVE, "")
        mailbox = self.bounces or self.reply_to
        ways = []
        if token and self.public_url:
            ways.append(f"<{self.public_url}/{LEAVE_PATH}/{quote(token)}>")
        if token and mailbox:
            ways.append(f"<mailto:{mailbox}?subject={LEAVE_PATH}%20{quote(token)}>")
        if ways:
            lines.append("List-Unsubscribe: " + ",\r\n ".join(ways))
        if token and self.public_url.startswith("https://"):
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        return lines


def subject_line(subject: str) -> str:
    """Beyond short ASCII, as encoded words (RFC 2047). Raises `Unsendable` when it is no single line."""
    if len(f"{subject}.".splitlines()) > 1:
        raise Unsendable("a subject of several lines")
    subject = subject.strip()
    if (
        subject.isascii()
        and subject.isprintable()
        and len(subject) <= LONGEST - len("Subject: ")
        and "=?" not in subject
    ):
        return f"Subject: {subject}\r\n"
    words = [f"=?utf-8?b?{b64encode(part).decode()}?=" for part in _parts(subject)]
    return "Subject: " + "\r\n ".join(words) + "\r\n"


def _parts(text: str) -> list[bytes]:
    """No character is cut: each encoded word stands alone."""
    found = [b""]
    for character in text:
        one = character.encode()
        if len(found[-1]) + len(one) > ENCODED_WORD:
            found.append(b"")
        found[-1] += one
    return found
