"""What a person types, as Telegram's app sends it."""

from sandbox.formatting.entities import LONGEST_CAPTION, LONGEST_TEXT, FormattedText
from sandbox.formatting.kept_text import kept_text
from sandbox.impossible import UnsendableText


def typed_text(text: str) -> FormattedText:
    """Raises UnsendableText."""
    body = kept_text(FormattedText(text))
    if not 1 <= len(body.text) <= LONGEST_TEXT:
        raise UnsendableText(f"a person's message has 1 to {LONGEST_TEXT} characters")
    return body


def typed_caption(text: str) -> FormattedText:
    """Raises UnsendableText."""
    body = kept_text(FormattedText(text), may_be_invisible=True)
    if len(body.text) > LONGEST_CAPTION:
        raise UnsendableText(f"a caption has up to {LONGEST_CAPTION} characters")
    return body
