"""What Telegram finds by itself in plain text, and how it fits between the marks of the sender."""

from sandbox.formatting.addresses import find_addresses
from sandbox.formatting.entities import Entity, FormattedText, in_order, utf16_length
from sandbox.formatting.nesting import with_found
from sandbox.formatting.words import find_words


def with_found_entities(formatted: FormattedText) -> FormattedText:
    """Add what is found, except where the sender marked code, a link, or the edge of a quote."""
    return FormattedText(formatted.text, with_found(formatted.entities, _found(formatted.text)))


def _found(text: str) -> list[Entity]:
    """Of what overlaps, the first; of what begins together, the longest."""
    kept: list[Entity] = []
    place = length = 0
    for entity in in_order(Entity(kind, start, end - start) for kind, start, end in _all(text)):
        if entity.offset < place:
            continue
        length += utf16_length(text[place : entity.offset])
        width = utf16_length(text[entity.offset : entity.end])
        kept.append(Entity(entity.type, length, width))
        place, length = entity.end, length + width
    return kept


def _all(text: str) -> list[tuple[str, int, int]]:
    return [*find_words(text), *find_addresses(text)]
