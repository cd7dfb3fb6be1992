"""Which entities may lie in one another, and what Telegram makes of the others.

As in tdlib, MessageEntity.cpp: `fix_entities`, `merge_new_entities`, `get_input_message_entities`.
"""

from collections.abc import Iterable, Iterator, Sequence

from sandbox.formatting.entities import MOST_ENTITIES, Entity, in_order

#: Kinds that may be cut into pieces and put together again.
_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
#: Nothing else lies over these.
_VERBATIM = frozenset({"pre", "code", "date_time"})
_ENDLESS = 1 << 31


def nested(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """No two cross; quotes hold no quotes; code and links hold no links; nothing styles code."""
    whole, quotes, styles = _sorted_out(entities)
    kept_quotes = _apart(quotes)
    return _together(_not_across(_apart(whole), kept_quotes), kept_quotes, styles)


def with_found(entities: Iterable[Entity], found: Sequence[Entity]) -> tuple[Entity, ...]:
    """`entities`, already nested, and those of `found` (no two of which overlap) that fit between them."""
    if not found:
        return tuple(entities)
    whole, quotes, styles = _sorted_out(entities)
    fitting = [
        entity
        for entity in _not_across(found, quotes)
        if all(entity.end <= other.offset or other.end <= entity.offset for other in whole)
    ]
    return _together([*whole, *fitting], quotes, styles)


def first_hundred(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """What a hundred marks leave room for: first what cannot be cut, then styles; emoji are not counted."""
    if len(entities) <= MOST_ENTITIES:
        return entities
    styles = [entity for entity in entities if entity.type in _STYLES]
    emoji = [entity for entity in entities if entity.type == "custom_emoji"]
    others = [e for e in entities if e.type not in _STYLES and e.type != "custom_emoji"][:MOST_ENTITIES]
    return nested([*emoji, *others, *_cut(styles, ())[: MOST_ENTITIES - len(others)]])


def _sorted_out(entities: Iterable[Entity]) -> tuple[list[Entity], list[Entity], list[Entity]]:
    """Entities that stay whole, quotes, and styles; each in order."""
    whole: list[Entity] = []
    quotes: list[Entity] = []
    styles: list[Entity] = []
    for entity in in_order(entities):
        kind = styles if entity.type in _STYLES else quotes if entity.type in _QUOTES else whole
        kind.append(entity)
    return whole, quotes, styles


def _together(
    whole: Sequence[Entity], quotes: Sequence[Entity], styles: Sequence[Entity]
) -> tuple[Entity, ...]:
    kept = in_order([*whole, *quotes])
    return in_order([*kept, *_cut(styles, kept)]) if styles else kept


def _apart(entities: Iterable[Entity]) -> list[Entity]:
    """Those that begin where no earlier one lies."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _not_across(entities: Iterable[Entity], quotes: Sequence[Entity]) -> list[Entity]:
    """Those that do not lie across the edge of a quote."""
    return [entity for entity in entities if not _crosses(entity, quotes)]


def _crosses(entity: Entity, quotes: Sequence[Entity]) -> bool:
    quote = next((quote for quote in quotes if quote.end > entity.offset), None)
    return quote is not None and (quote.end < entity.end or entity.offset < quote.offset < entity.end)


def _cut(styles: Sequence[Entity], others: Sequence[Entity]) -> list[Entity]:
    """The styles, joined where they touch, cut at the edges of `others`, and gone from verbatim text."""
    runs = _Runs(styles)
    pieces: list[Entity] = []
    around: list[Entity] = []

    def reach(offset: int) -> None:
        while around and around[-1].end <= offset:
            inner = around.pop()
            inside = list(runs.until(inner.end))
            if inner.type not in _VERBATIM:
                pieces.extend(inside)
        pieces.extend(runs.until(offset))

    for other in others:
        reach(other.offset)
        around.append(other)
    reach(_ENDLESS)
    return list(in_order(pieces))


class _Runs:
    """Styles being laid over the text, from its beginning to its end."""

    def __init__(self, styles: Sequence[Entity]) -> None:
        self._coming = list(reversed(styles))
        #: By style: where its run, or what is left of it, begins and ends.
        self._open: dict[str, tuple[int, int]] = {}

    def until(self, offset: int) -> Iterator[Entity]:
        """The pieces up to `offset`; a run that goes on is cut there."""
        while self._coming and self._coming[-1].offset < offset:
            style = self._coming.pop()
            begin, end = self._open.get(style.type, (0, -1))
            if style.offset <= end:
                self._open[style.type] = begin, max(end, style.end)
            else:
                yield from self._flush(style.offset)
                self._open[style.type] = style.offset, style.end
        yield from self._flush(offset)

    def _flush(self, offset: int) -> Iterator[Entity]:
        for kind in _STYLES:
            begin, end = self._open.get(kind, (offset, offset))
            if begin >= offset:
                continue
            yield Entity(kind, begin, min(end, offset) - begin)
            if end <= offset:
                del self._open[kind]
            else:
                self._open[kind] = offset, end
