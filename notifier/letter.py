"""A parcel as an Internet message: text, HTML, calendar and file in seven bits, with the same Message-ID each time.

Words that many letters share are encoded once; of each letter only what differs. Tests hold what is written
here against the standard library, which takes fifty times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from db.slots import OPEN
from notifier.letter_file import attached, inline, is_shown
from notifier.letterhead import Letterhead, subject_line
from notifier.mail_address import Unsendable, ascii_address
from notifier.outcome import Parcel
from notifier.quoted_printable import SLOT, Piece, encoded, filled, pieces_of

#: Wordings kept encoded: several broadcasts leave side by side at most.
KEPT = 16
#: The slot of a link that acknowledges, and what its number is proven for.
SEEN = "seen"
#: Boundaries between parts: `=_` is in no quoted-printable text (RFC 2045, 6.7) and no base64.
BETWEEN, AROUND, SHOWING = b"=_elo_parts", b"=_elo_all", b"=_elo_shown"
ENCODING = b"Content-Transfer-Encoding: quoted-printable\r\n"
PLAIN = b'Content-Type: text/plain; charset="utf-8"\r\n' + ENCODING + b"\r\n"
HTML = b'Content-Type: text/html; charset="utf-8"\r\n' + ENCODING + b"\r\n"
RELATED = b'Content-Type: multipart/related; boundary="' + SHOWING + b'"; type="text/html"\r\n\r\n'


@dataclass(frozen=True, slots=True)
class Letter:
    #: The return path of this letter alone, where refusals are told apart; else the sender.
    sender: str
    recipient: str
    #: Which letter it is, in reports of its delivery (RFC 3461, ENVID).
    envelope_id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Printed:
    """One wording, encoded: the subject while it has slots to fill, its header when it has none."""

    subject: str
    subject_line: bytes | None
    content: Sequence[Piece]
    #: Where a picture is shown, it stands between `content` and this.
    ending: bytes = b""


class LetterWriter:
    def __init__(self, letterhead: Letterhead) -> None:
        """Raises `Unsendable` for a letterhead with addresses that are none."""
        self._letterhead = letterhead
        for mailbox in (letterhead.sender, letterhead.reply_to, letterhead.bounces):
            if mailbox:
                ascii_address(mailbox)
        self._of_all = letterhead.of_all()
        self._shared, self._shared_file = lru_cache(KEPT)(_print), lru_cache(1)(attached)

    def write(self, parcel: Parcel) -> Letter:
        """Raises `Unsendable`; the text tells no personal data."""
        head = self._letterhead
        recipient = ascii_address(parcel.address)
        envelope_id = head.envelope_id(parcel.delivery_id)
        try:
            printed = _print if parcel.wording_id is None else self._shared
            shows = is_shown(parcel.html, parcel.enclosure)
            words = printed(parcel.subject, parcel.body, parcel.html, shows)
            own = head.of_one(parcel, recipient=recipient, envelope_id=envelope_id)
            content = b"".join(
                (
                    self._of_all,
                    own.encode("ascii"),
                    words.subject_line or subject_line(self._filled(words.subject, parcel)).encode(),
                    self._parts(words, parcel),
                )
            )
        except UnicodeError as error:
            raise Unsendable(type(error).__name__) from error
        return Letter(head.return_path(envelope_id), recipient, envelope_id, content)

    def _parts(self, words: _Printed, parcel: Parcel) -> bytes:
        parts = filled(words.content, lambda name: self._value(name, parcel))
        file, beside = parcel.enclosure, []
        if parcel.calendar:
            beside.append(_calendar_head(parcel.calendar) + encoded(self._filled(parcel.calendar, parcel)))
        if file is not None:
            parts += inline(file) + words.ending if words.ending else b""
            beside.append((attached if parcel.wording_id is None else self._shared_file)(file))
        return _joined(b"mixed", AROUND, parts, *beside) if beside else parts

    def _filled(self, text: str, parcel: Parcel) -> str:
        return SLOT.sub(lambda found: self._value(found[1], parcel), text) if OPEN in text else text

    def _value(self, name: str, parcel: Parcel) -> str:
        if name == SEEN:
            return f"{parcel.notice_id}.{self._letterhead.stamp(SEEN, parcel.notice_id)}"
        try:
            return parcel.fills[name]
        except KeyError as error:
            raise Unsendable(f"nothing fills the slot {name}") from error


def _calendar_head(calendar: str) -> bytes:
    """The method is that of the calendar, or programs ignore it."""
    # Late: commands that write no letter start half a second earlier.
    from notifier.ics import file_name_of, method_of

    kind = f'Content-Type: text/calendar; charset="utf-8"; method="{method_of(calendar)}"\r\n'
    disposition = f'Content-Disposition: attachment; filename="{file_name_of(calendar)}"\r\n'
    return (kind + disposition).encode("ascii") + ENCODING + b"\r\n"


def _print(subject: str, body: str, html: str, shows: bool) -> _Printed:
    """`shows`: a picture among the words of the HTML."""
    line = None if OPEN in subject else subject_line(subject).encode()
    text = [PLAIN, *pieces_of(body, rich=False)]
    if not html:
        return _Printed(subject, line, _merged(text))
    boundary = b"--" + BETWEEN
    opening = b'Content-Type: multipart/alternative; boundary="' + BETWEEN + b'"\r\n\r\n' + boundary + b"\r\n"
    start, end = b"\r\n" + boundary + b"\r\n", b"\r\n" + boundary + b"--\r\n"
    rich = [HTML, *pieces_of(html, rich=True)]
    if not shows:
        return _Printed(subject, line, _merged([opening, *text, start, *rich, end]))
    showing = b"--" + SHOWING
    whole = [opening, *text, start + RELATED + showing + b"\r\n", *rich, b"\r\n" + showing + b"\r\n"]
    return _Printed(subject, line, _merged(whole), b"\r\n" + showing + b"--\r\n" + end)


def _merged(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Neighbours that are always the same, as one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and isinstance(piece, bytes) and isinstance(found[-1], bytes):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _joined(kind: bytes, boundary: bytes, *parts: bytes) -> bytes:
    opening = b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\r\n\r\n'
    between = b"--" + boundary
    return opening + b"".join(between + b"\r\n" + part + b"\r\n" for part in parts) + between + b"--\r\n"
