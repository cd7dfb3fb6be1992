"""What `elo announce` is given: the text of a file, whom it is for, and what goes with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from elo.cli.announcement_words import in_words
from elo.cli.audiences import audience_failure, audience_named
from elo.cli.ending import Ending, Failure

if TYPE_CHECKING:
    from rede.broadcast import Broadcast, BroadcastOrder, LinkButton
    from rede.desk import Desk

#: Bytes of a file; what is longer is no message.
LARGEST_FILE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """As it was typed."""

    file: Path
    audience: str
    at: datetime | None
    urgent: str
    promotional: bool
    #: A picture or a document that goes with it.
    enclosure: Path | None
    #: `Inscreva-se=https://…`
    button: str
    #: The announcement that it puts right; its audience is whoever got that.
    correct: int | None


def order_of(given: Given) -> "BroadcastOrder":
    """The enclosure is not in it: it is kept with the announcement (`with_enclosure`)."""
    from db.ids import AnnouncementId
    from rede.audience import EVERYBODY
    from rede.broadcast import BroadcastOrder, BroadcastRefused, read_words

    if given.correct is not None and given.audience:
        raise Failure(Ending.USAGE, "a correction goes to whoever got the original: leave --audience out")
    to = EVERYBODY if given.correct is not None else audience_named(given.audience)
    try:
        title, text = read_words(written(given.file))
    except BroadcastRefused as refused:
        raise in_words(refused) from None
    return BroadcastOrder(
        title=title,
        text=text,
        audience=to,
        at=given.at,
        urgent=given.urgent,
        button=_button(given.button),
        promotional=given.promotional,
        correction_of=None if given.correct is None else AnnouncementId(given.correct),
    )


def _button(typed: str) -> "LinkButton | None":
    from rede.broadcast import LinkButton

    if not typed:
        return None
    label, equals, link = typed.partition("=")
    if not equals or not label.strip():
        raise Failure(Ending.USAGE, f"{typed} is no button", '--button "Inscreva-se=https://www.gov.br/…"')
    return LinkButton(label.strip(), link.strip())


@dataclass(frozen=True, slots=True)
class Enclosing:
    """A file that goes with it, read once."""

    name: str
    media_type: str
    content: bytes


def enclosing(path: Path | None) -> Enclosing | None:
    """
    Raises:
        Failure: it cannot be read, or no channel takes it.
    """
    if path is None:
        return None
    from bot.file_kind import media_type_of
    from db.enclosures import LARGEST

    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise Failure(Ending.USAGE, f"{path}: {error.strerror}") from error
    if not 0 < len(content) <= LARGEST:
        raise Failure(Ending.FAILED, f"{path} is empty, or has more than {LARGEST} bytes")
    if not (media_type := media_type_of(content)):
        raise Failure(Ending.FAILED, f"{path} is of a kind that is not sent: PDF, pictures, sheets, texts")
    return Enclosing(path.name, media_type, content)


async def with_enclosure(desk: "Desk", order: "BroadcastOrder", file: Enclosing | None) -> "BroadcastOrder":
    from db.enclosures import keep_enclosure

    if file is None:
        return order
    kept = await keep_enclosure(
        desk.session, name=file.name, media_type=file.media_type, content=file.content, now=desk.now
    )
    return replace(order, enclosure_id=kept)


async def prepared_of(desk: "Desk", order: "BroadcastOrder") -> "Broadcast":
    """
    Raises:
        Failure: it cannot be sent.
    """
    from rede.access import NotYours
    from rede.audience import AudienceRefused
    from rede.broadcast import BroadcastRefused, prepare
    from rede.links import LinkRefused

    try:
        return await prepare(desk, order)
    except AudienceRefused as refused:
        raise audience_failure(refused) from None
    except (BroadcastRefused, LinkRefused) as refused:
        raise in_words(refused) from None
    except NotYours:
        message = f"there is no announcement {order.correction_of} of the Secretariat's"
        raise Failure(Ending.FAILED, message, "elo announce --list") from None


def written(file: Path) -> str:
    """UTF-8, UTF-16 by its mark, or what Windows in Brazil writes."""
    import csv
    import sys

    from elo.cli.tables import decoded

    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with file.open("rb") as opened:
                content = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Failure(Ending.USAGE, f"{file}: {error.strerror}") from error
    if len(content) > LARGEST_FILE:
        raise Failure(Ending.FAILED, f"{file} has more than {LARGEST_FILE} bytes: it is no message")
    try:
        return decoded(content)
    except (csv.Error, UnicodeError) as error:
        raise Failure(Ending.FAILED, f"{file} is not a text", "save it as plain text (UTF-8)") from error
