"""Words Telegram finds by itself in plain text: commands, mentions, hashtags, cashtags, card numbers.

As in tdlib, MessageEntity.cpp: `find_bot_commands`, `find_mentions`, `find_hashtags`, `find_cashtags`,
`find_bank_card_numbers`. Places are code points.
"""

import re
from collections.abc import Iterator
from unicodedata import category

#: Kind, beginning and end of what was found.
Found = tuple[str, int, int]

_COMMAND = re.compile(
    r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}(?![\w/<>])|(?![\w/<>@]))",
)
_MENTION = re.compile(r"(?<!\w)@([A-Za-z0-9_]{2,32})(?!\w)")
#: The only names of fewer than four letters.
_SHORT_NAMES = frozenset({"gif", "nft", "pic", "ufc", "vid"})
_NAME = re.compile("@([A-Za-z0-9_]*)")
_LONGEST_HASHTAG = 256
_CASHTAG = re.compile(r"\$(?:1INCH|[A-Z]+)")
_CARD = re.compile("[0-9][0-9 -]{12,}")
_CARD_DIGITS = range(13, 20)


def find_words(text: str) -> Iterator[Found]:
    if "@" in text:
        yield from _mentions(text)
    if "/" in text:
        yield from (("bot_command", *found.span()) for found in _COMMAND.finditer(text))
    if "#" in text:
        yield from _hashtags(text)
    if "$" in text:
        yield from _cashtags(text)
    yield from _cards(text)


def _mentions(text: str) -> Iterator[Found]:
    for found in _MENTION.finditer(text):
        if len(found[1]) >= 4 or found[1].lower() in _SHORT_NAMES:
            yield "mention", *found.span()


def _hashtags(text: str) -> Iterator[Found]:
    end = 0
    while (start := text.find("#", end)) >= 0:
        end = start + 1
        if start and _is_tag_letter(text[start - 1]):
            continue
        while end < len(text) and _is_tag_letter(text[end]):
            end += 1
        last = min(end, start + 1 + _LONGEST_HASHTAG)
        lettered = any(category(character)[0] == "L" for character in text[start + 1 : last])
        if last == end:
            last = end = _with_name(text, end, cut=True)
        if lettered and text[end : end + 1] != "#":
            yield "hashtag", start, last


def _cashtags(text: str) -> Iterator[Found]:
    for found in _CASHTAG.finditer(text):
        start, end = found.span()
        if end - start > 9 or (start and (text[start - 1] == "$" or _is_tag_letter(text[start - 1]))):
            continue
        end = _with_name(text, end, cut=False)
        if end == len(text) or not (text[end] == "$" or _is_tag_letter(text[end])):
            yield "cashtag", start, end


def _with_name(text: str, end: int, *, cut: bool) -> int:
    """Where a tag with a bot's or channel's name after it ends; a name too long is cut, or none."""
    found = _NAME.match(text, end)
    length = len(found[1]) if found else 0
    if length < 3 or (length > 32 and not cut):
        return end
    return end + 1 + min(length, 32)


def _cards(text: str) -> Iterator[Found]:
    for found in _CARD.finditer(text):
        start, before = found.start(), text[found.start() - 1 : found.start()]
        if before and (before in ".,+-_" or category(before)[0] == "L"):
            continue
        number = _first_number(found[0])
        end = start + len(number)
        after = text[end : end + 1]
        if after and (after in "-_" or category(after)[0] == "L"):
            continue
        digits = re.sub("[ -]", "", number)
        if len(digits) in _CARD_DIGITS and len(number) < 2 * len(digits) and _is_card(digits):
            yield "bank_card_number", start, end


def _first_number(written: str) -> str:
    """Sixteen digits or more without a gap are a number by themselves."""
    whole = re.match("[0-9]{16,19}(?= )", written)
    return whole[0] if whole else written.rstrip(" -")


def _is_card(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    if (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10:
        return False
    length, two, four = len(digits), int(digits[:2]), int(digits[:4])
    if digits[0] == "4":
        return length in (13, 16, 18, 19)
    if 51 <= two <= 55 or 2221 <= four <= 2720 or 2200 <= four <= 2204:
        return length == 16
    if two in (34, 37):
        return length == 15
    return two not in (62, 81) or length >= 16


def _is_tag_letter(character: str) -> bool:
    if character in "_\u00b7\u200c" or "\u0d80" <= character <= "\u0dff":
        return True
    kind = category(character)
    return kind[0] == "L" or kind == "Nd"
