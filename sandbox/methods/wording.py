"""Texts, captions and their formatting, as every sending and editing method takes them.

As in telegram-bot-api, Client.cpp: `get_input_message_text`, `get_caption`, `get_formatted_text`.
"""

from collections.abc import Callable, Mapping

from sandbox.formatting.entities import LONGEST_CAPTION, LONGEST_TEXT, FormattedText
from sandbox.formatting.given_entities import read_entities
from sandbox.formatting.html_text import parse_html
from sandbox.formatting.kept_text import kept_text
from sandbox.formatting.markdown import parse_markdown
from sandbox.formatting.markdown_v2 import parse_markdown_v2
from sandbox.formatting.plain_text import with_found_entities
from sandbox.methods.link_previews import read_preview
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

#: Bytes of a text before it is parsed.
_MOST_BYTES = 1 << 15
_PARSERS: Mapping[str, Callable[[str], FormattedText]] = {
    "html": parse_html,
    "markdown": parse_markdown,
    "markdownv2": parse_markdown_v2,
}


def parse_text(p: Parameters) -> FormattedText:
    """However long it is. Raises BadRequest when there is none, or nothing is left after parsing."""
    read_preview(p)
    text = p.text("text")
    if not text:
        raise BadRequest("message text is empty")
    formatted = kept_text(parse_marked(text, p.text("parse_mode"), p.json_if_any("entities")))
    if not formatted.text:
        raise BadRequest("text must be non-empty")
    return with_found_entities(formatted)


def parse_caption(p: Parameters) -> FormattedText:
    """However long it is: Telegram measures it only when it has seen the file."""
    marked = parse_marked(p.text("caption"), p.text("parse_mode"), p.json_if_any("caption_entities"))
    return with_found_entities(kept_text(marked, may_be_invisible=True))


def parse_marked(text: str, mode: str, entities: Json) -> FormattedText:
    """A text as it was sent, marked as its parse mode or its entities say. Raises BadRequest."""
    if not text:
        return FormattedText("")
    if len(text.encode()) > _MOST_BYTES:
        raise BadRequest("text is too long")
    mode = mode.lower()
    if mode in ("", "none"):
        return FormattedText(text, read_entities(entities))
    if mode not in _PARSERS:
        raise BadRequest("unsupported parse_mode")
    return _PARSERS[mode](text)


def refuse_long_text(body: FormattedText) -> None:
    if len(body.text) > LONGEST_TEXT:
        raise BadRequest("message is too long")


def refuse_long_caption(caption: FormattedText) -> None:
    if len(caption.text) > LONGEST_CAPTION:
        raise BadRequest("message caption is too long")
