"""What Telegram keeps of a text: no control characters, no white space around it, entities that fit.

As in tdlib: `fix_formatted_text` (MessageEntity.cpp), `clean_input_string`, `is_empty_string` (misc.cpp).
"""

import re
from dataclasses import replace

from sandbox.formatting.entities import Entity, FormattedText, utf16_length
from sandbox.formatting.nesting import first_hundred, nested
from sandbox.refusals import BadRequest

#: Carriage returns, direction overrides, separators of lines and paragraphs, vertical lines over letters.
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROLS = {code: " " for code in range(32) if code not in (10, 13)}
#: All but the last of a run of direction marks.
_MARKS = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
#: Characters that show nothing: a text of them alone is empty.
_INVISIBLE = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufffc\ufeff\U000e0000-\U000e007f]*"
)
_FARTHEST = 1_000_000
_EMPTY = FormattedText("")


def cleaned(text: str) -> str:
    """Control characters become spaces; what would spoil the lines around the text vanishes."""
    return _MARKS.sub("\u200c", _DROPPED.sub("", text.translate(_CONTROLS)))


def kept_text(formatted: FormattedText, *, may_be_invisible: bool = False) -> FormattedText:
    """The cleaned and trimmed text, "" if nothing can be seen of it. Raises BadRequest for a misplaced entity.

    Telegram lets a caption through that is not blank, but cannot be seen.
    """
    entities = _checked(formatted.entities)
    text = formatted.text
    if entities:
        entities = _moved(text, nested(entities))
    text = cleaned(text)
    if not text.strip(" \n") or (not may_be_invisible and _INVISIBLE.fullmatch(text)):
        return _EMPTY
    return _trimmed(text, nested(entities) if entities else ())


def _checked(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    for entity in entities:
        if not 0 <= entity.offset <= _FARTHEST:
            raise BadRequest(f"receive an entity with incorrect offset {entity.offset}")
        if not 0 <= entity.length <= _FARTHEST:
            raise BadRequest(f"receive an entity with incorrect length {entity.length}")
    return tuple(entity for entity in entities if entity.length)


def _moved(text: str, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Entities of the text as it was sent, over the text when it is cleaned."""
    length = utf16_length(text)
    if length == len(text) and not _DROPPED.search(text) and all(e.end <= length for e in entities):
        return entities
    places = _places(text)
    _refuse_misplaced(text, entities, places)
    moved = (replace(e, offset=places[e.offset], length=places[e.end] - places[e.offset]) for e in entities)
    return tuple(entity for entity in moved if entity.length)


def _places(text: str) -> dict[int, int]:
    """Where each character begins and the text ends, in UTF-16: before cleaning, and after it."""
    places, before, after = {}, 0, 0
    for character in text:
        places[before] = after
        width = 1 + (character > "\uffff")
        before += width
        after += 0 if _DROPPED.match(character) else width
    places[before] = after
    return places


def _refuse_misplaced(text: str, entities: tuple[Entity, ...], places: dict[int, int]) -> None:
    """Raises BadRequest for the first entity, in the order of the text, that begins or ends nowhere."""
    length = utf16_length(text)
    edges = sorted({edge for e in entities for edge in (e.offset, e.end) if edge < length} - places.keys())
    if edges:
        byte = len(text.encode("utf-16-le")[: 2 * edges[0] + 2].decode("utf-16-le").encode())
        ending = [e for e in entities if e.end == edges[0]]
        if ending:
            raise BadRequest(
                f"entity beginning at UTF-16 offset {ending[-1].offset} ends in a middle of a UTF-16 symbol "
                f"at byte offset {byte}"
            )
        raise BadRequest(f"entity begins in a middle of a UTF-16 symbol at byte offset {byte}")
    late = next((e for e in entities if e.offset > length), None)
    if late:
        raise BadRequest(f"entity begins after the end of the text at UTF-16 offset {late.offset}")
    long = [e for e in entities if e.end > length]
    if long:
        raise BadRequest(
            f"entity beginning at UTF-16 offset {long[-1].offset} ends after the end of the text at UTF-16 "
            f"offset {long[-1].end}"
        )


def _trimmed(text: str, entities: tuple[Entity, ...]) -> FormattedText:
    """White space goes from both ends; at the beginning, only what lies before the first entity."""
    kept = text.rstrip(" \n")
    end = utf16_length(kept)
    cut = [replace(e, length=min(e.end, end) - e.offset) for e in entities if e.offset < end]
    blank = len(kept) - len(kept.lstrip(" \n"))
    start = min([blank, *(entity.offset for entity in cut)])
    moved = tuple(replace(entity, offset=entity.offset - start) for entity in cut)
    return FormattedText(kept[start:], first_hundred(moved))
