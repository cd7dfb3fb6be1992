"""A parcel as an Internet message: text and HTML, 7-bit, with the same Message-ID on every attempt."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from notifier.outcome import Parcel

SENDER_NAME = "Elo · Rede de Parcerias"

#: Not every server takes eight bits.
POLICY = SMTP.clone(cte_type="7bit")


class Unsendable(ValueError):
    """The parcel cannot become a message: its address or its words are broken."""


@dataclass(frozen=True, slots=True)
class Letter:
    sender: str
    recipient: str
    content: bytes


def write_letter(parcel: Parcel, *, sender: str, reply_to: str = "") -> Letter:
    """Raises `Unsendable`; the text tells no personal data."""
    try:
        recipient = ascii_address(parcel.address)
        message = EmailMessage(policy=POLICY)
        message["From"] = Address(SENDER_NAME, addr_spec=sender)
        message["To"] = Address(addr_spec=recipient)
        message["Subject"] = parcel.subject
        message["Date"] = parcel.at
        message["Message-ID"] = message_id(parcel, sender)
        message["Auto-Submitted"] = "auto-generated"
        if reply_to:
            message["Reply-To"] = Address(addr_spec=reply_to)
        message.set_content(parcel.body)
        if parcel.html:
            message.add_alternative(parcel.html, subtype="html")
        # Last: making the parts moves what is said of the content into the first of them.
        message["Content-Language"] = "pt-BR"
        return Letter(sender, recipient, message.as_bytes())
    except Unsendable:
        raise
    # The standard library's parser fails on odd addresses with whatever comes to hand.
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise Unsendable(type(error).__name__) from error


def message_id(parcel: Parcel, sender: str) -> str:
    return f"<elo.{parcel.notice_id}.{parcel.delivery_id}@{sender.rpartition('@')[2]}>"


def ascii_address(address: str) -> str:
    """The address as every server takes it: an international domain in its ASCII form."""
    local, at, domain = address.strip().rpartition("@")
    if not (local and at and domain) or any(mark in address.strip() for mark in " <>\r\n\t,;\0"):
        raise Unsendable("not one address")
    if not local.isascii():
        raise Unsendable("a mailbox name beyond ASCII")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
