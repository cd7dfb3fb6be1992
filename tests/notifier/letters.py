"""Letters as the standard library writes them, which is slow: what ours are held against; and how to read one."""

import html
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

from db.slots import fill
from notifier.letterhead import SENDER_NAME, Letterhead
from notifier.outcome import Parcel
from tests.notifier.conftest import STAMPS

LETTERHEAD = Letterhead(
    sender="elo@rede.test", reply_to="secretaria@rede.test", bounces="volta@rede.test", stamp=STAMPS.stamp
)


def by_the_library(parcel: Parcel) -> EmailMessage:
    rich = {name: html.escape(value) for name, value in parcel.fills.items()}
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    message["From"] = Address(SENDER_NAME, addr_spec=LETTERHEAD.sender)
    message["To"] = Address(addr_spec=parcel.address)
    message["Reply-To"] = Address(addr_spec=LETTERHEAD.reply_to)
    message["Subject"] = fill(parcel.subject, parcel.fills).strip()
    message["Date"] = parcel.at
    message["Message-ID"] = (
        f"<elo.{parcel.delivery_id}.{STAMPS.stamp('message', parcel.delivery_id)}@rede.test>"
    )
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(fill(parcel.body, parcel.fills))
    if parcel.html:
        message.add_alternative(fill(parcel.html, rich), subtype="html")
    message["Content-Language"] = "pt-BR"
    return read(message.as_bytes())


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def headers(message: EmailMessage) -> Mapping[str, str]:
    """Without those that say how it is encoded."""
    encoding = ("content-type", "content-transfer-encoding")
    found = {name.lower(): str(value) for name, value in message.items() if name.lower() not in encoding}
    assert len(found) == len([name for name in message if name.lower() not in encoding])
    return found


def parts(message: EmailMessage) -> list[tuple[str, str]]:
    """Kind and words of each part, without the last ends of lines: the library adds one to some words only."""
    leaves = [one for one in message.walk() if not one.is_multipart()]
    return [(one.get_content_type(), one.get_content().replace("\r\n", "\n").rstrip("\n")) for one in leaves]
