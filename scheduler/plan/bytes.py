"""The bytes of an exported document → its text, whichever program and encoding it came from."""

import codecs
import email
import email.policy
import re

from scheduler.plan.text import UnreadablePlan

LARGEST_FILE = 10_000_000  #: bytes; pictures inside an HTML page weigh more than its words
_NO_TEXT = "o arquivo não é de texto; salve o plano como texto ou HTML"
_SIGNATURES = (
    *(b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
    *(b"{\\rtf", b"\x1f\x8b", b"BM", b"II*\0", b"MM\0*"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE
)
_MAIL = re.compile(rb"(?:MIME-Version|From|Content-Type|Subject|Date):", re.IGNORECASE)
#: The letters that the old Windows encoding has where Latin-1 has none, with their bytes.
_WINDOWS = {ord(bytes([byte]).decode("cp1252", "replace")): byte for byte in range(0x80, 0xA0)}
#: UTF-8 once read as the old Windows encoding, and saved so: `DescriÃ§Ã£o`.
_TWICE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0192\u2013-\u2122]")


def decode_document(content: bytes) -> str:
    """The text of a file: by its mark or its own declaration, UTF-8, or else the old Windows encoding.

    Raises UnreadablePlan for a file that is no text (PDF, DOCX, pictures), or too large for one.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadablePlan(f"o arquivo tem mais de {LARGEST_FILE // 1_000_000} MB", None)
    if content.startswith(_SIGNATURES):
        raise UnreadablePlan(_NO_TEXT, 1)
    if _MAIL.match(content):
        content = _page_of_mail(content) or content
    text = _decoded(content)
    return _unfolded(text) if _TWICE.search(text) else text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").removeprefix("\ufeff")
    if b"\0" in content:
        return content.decode(_wide_encoding(content), errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _with_old_letters(content, error)


def _wide_encoding(content: bytes) -> str:
    """UTF-16 without a mark: in Portuguese every other byte is zero."""
    sample = content[:4000]
    half = len(sample) // 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half and sample[first::2].count(0) > 0.8 * half and sample[1 - first :: 2].count(0) == 0:
            return encoding
    raise UnreadablePlan(_NO_TEXT, 1)


def _with_old_letters(content: bytes, error: UnicodeDecodeError) -> str:
    """A broken byte or two does not make a UTF-8 file an old one."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if sum(letter > "\x7f" for letter in text) >= 10 * broken:
        return text
    declared = _CHARSET.search(content[:4000])
    encoding = declared[1].decode("ascii").lower() if declared else "cp1252"
    if encoding in ("utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii") or not _is_known(encoding):
        encoding = "cp1252"  # as browsers do
    return content.decode(encoding, errors="replace")


def _is_known(encoding: str) -> bool:
    """Of letters: Python also has codecs that make no text of bytes."""
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False


def _page_of_mail(content: bytes) -> bytes | None:
    """The page in a web archive (MHTML), which Word calls a web page in a single file."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            return page if isinstance(page, bytes) else None
    return None


def _unfolded(text: str) -> str:
    try:
        return text.translate(_WINDOWS).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
