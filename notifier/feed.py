"""The bytes of a feed → its posts, as they may be told: RSS 1.0, RSS 2.0, Atom, also badly written. Pure, and slow.

Feeds are other people's: `notifier/feed_document.py` bounds what feedparser is handed, and no address, no file.
"""

import io
import re
from calendar import timegm
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import struct_time
from typing import Protocol
from urllib.parse import urljoin

from notifier.feed_address import canonical_address
from notifier.feed_document import NO_LETTERS, Unread, feed_document
from notifier.feed_words import first_sentences, one_line, shortened
from scheduler.plan.cpf import has_cpf, without_cpf

__all__ = ["FeedPost", "ReadFeed", "Unread", "read_feed"]

LONGEST_TITLE, LONGEST_SUMMARY = 90, 280
_YEAR = re.compile(r"\b(?:19|20|21)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPost:
    #: Tells it from all others (`notifier/feed_address.py`).
    address: str
    #: Where people are sent.
    link: str
    #: At most 90 characters, never empty, without CPFs.
    title: str
    #: One or two sentences, or nothing; without CPFs.
    summary: str
    #: As the feed says: often nothing, sometimes days ahead.
    published: datetime | None


@dataclass(frozen=True, slots=True)
class ReadFeed:
    #: In the feed's order, each address once.
    posts: tuple[FeedPost, ...]
    title: str = ""
    #: Nobody can be told of these: they have no address of the web, or no words.
    left_out: int = 0


class _Entry(Protocol):
    """What feedparser makes of one post; anything may be missing."""

    def get(self, key: str) -> object: ...

    def __contains__(self, key: object) -> bool: ...


def read_feed(body: bytes, *, content_type: str, url: str) -> ReadFeed | Unread:
    """`url`: where it was found, for links that are relative. It may take a second: not for the event loop."""
    document = feed_document(body, content_type=content_type)
    if isinstance(document, Unread):
        return document
    posts: dict[str, FeedPost] = {}
    left_out = 0
    title, entries = _read(document, url)
    for entry in entries:
        post = _post(entry, url)
        if post is None:
            left_out += 1
        else:
            posts.setdefault(post.address, post)
    return ReadFeed(tuple(posts.values()), title, left_out)


def _read(document: str, url: str) -> tuple[str, Sequence[_Entry]]:
    """Its title, and what it holds."""
    # Late: it takes a tenth of a second, and most commands of ours read no feed.
    import feedparser

    said = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    # A stream: bytes would be taken for the name of a file.
    stream = io.BytesIO(document.encode())
    read = feedparser.parse(stream, response_headers=said, resolve_relative_uris=False, sanitize_html=False)
    return shortened(_line(read["feed"], "title"), LONGEST_TITLE), read["entries"]


def _post(entry: _Entry, url: str) -> FeedPost | None:
    said = _words(entry.get("link")).strip().replace(" ", "%20")
    link = urljoin(url, said) if said else ""
    address = canonical_address(link)
    title, summary = _line(entry, "title"), _summary(entry)
    # A number within an address could not be masked.
    if not address or address == canonical_address(url) or has_cpf(link) or not (title or summary):
        return None
    shown = shortened(title or summary, LONGEST_TITLE)
    return FeedPost(
        address=address,
        link=link,
        title=shown,
        summary="" if summary in ("", title, shown) else first_sentences(summary, LONGEST_SUMMARY),
        published=_published(entry),
    )


def _summary(entry: _Entry) -> str:
    said = _line(entry, "summary")
    content = entry.get("content")
    if said or not isinstance(content, list) or not content:
        return said
    return without_cpf(one_line(_words(content[0].get("value"))))


def _line(entry: _Entry, key: str) -> str:
    return without_cpf(one_line(_words(entry.get(key))))


def _words(value: object) -> str:
    """Half letters may be written as numbers: they are none."""
    return NO_LETTERS.sub("", value) if isinstance(value, str) else ""


def _published(entry: _Entry) -> datetime | None:
    for key in ("published", "updated"):
        # Asked of what is there: feedparser warns where one stands in for the other.
        parsed = entry.get(f"{key}_parsed") if f"{key}_parsed" in entry else None
        # Where no year is said, feedparser takes this one.
        if isinstance(parsed, struct_time) and _YEAR.search(_words(entry.get(key))):
            return _instant(parsed)
    return None


def _instant(parsed: struct_time) -> datetime | None:
    """None: it is in no year that has four figures."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None
