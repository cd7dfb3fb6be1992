"""Feeds are read as they are found: three families, badly written, hostile. What cannot be read is a value."""

import time
from datetime import UTC, datetime

import pytest

from notifier.feed import LONGEST_SUMMARY, LONGEST_TITLE, FeedPost, ReadFeed, Unread, read_feed
from tests.notifier.feeds import ATOM, FILE, LAUGHS, RDF, RDF_PREFIXED, RSS, URL, post, rss

FEBRUARY = datetime(2026, 2, 3, 13, tzinfo=UTC)


def read(document: str | bytes, content_type: str = "") -> ReadFeed | Unread:
    body = document if isinstance(document, bytes) else document.encode()
    return read_feed(body, content_type=content_type, url=URL)


def posts(document: str | bytes) -> tuple[FeedPost, ...]:
    found = read(document)
    assert isinstance(found, ReadFeed)
    return found.posts


def only(document: str | bytes) -> FeedPost:
    (one,) = posts(document)
    return one


FAMILIES = {"RSS 1.0": RDF, "RSS 1.0 with prefixes": RDF_PREFIXED, "RSS 2.0": RSS, "Atom": ATOM}


@pytest.mark.parametrize("document", FAMILIES.values(), ids=FAMILIES.keys())
def test_each_family_says_the_same(document: str) -> None:
    one = only(document)
    assert (one.address, one.link) == ("https://forum.example.org/n/1", "https://forum.example.org/n/1")
    assert (one.title, one.summary) == ("Fórum aberto", "Primeira frase. Segunda frase.")
    assert one.published == FEBRUARY
    found = read(document)
    assert isinstance(found, ReadFeed)
    assert found.title == "Notícias da Rede"


ACTION = rss(post(title="Ação e gestão"))
WRITTEN = {
    "a mark before": b"\xef\xbb\xbf" + ACTION.encode(),
    "UTF-16": ACTION.encode("utf-16"),
    "Windows, and says nothing": ACTION.encode("cp1252"),
    "Windows, and says UTF-8": ACTION.replace('"1.0"?', '"1.0" encoding="utf-8"?').encode("cp1252"),
    "UTF-8, and says Latin": ACTION.replace('"1.0"?', '"1.0" encoding="iso-8859-1"?').encode(),
    "a charset nobody knows": ACTION.replace('"1.0"?', '"1.0" encoding="klingon"?').encode(),
    "lines and remarks before": b"\n\n <!-- gerado -->" + ACTION.encode(),
    "names of HTML": ACTION.replace("ç", "&ccedil;").replace("ã", "&atilde;").encode(),
    "codes": ACTION.replace("ç", "&#231;").replace("ã", "&#xE3;").encode(),
    "coded twice": ACTION.replace("ç", "&amp;ccedil;").replace("ã", "&amp;#227;").encode(),
    "control characters": ACTION.replace("Ação", "A\x08ção\x00").encode(),
    "tags in the title": ACTION.replace("Ação", "&lt;b onclick=x&gt;Ação&lt;/b&gt;").encode(),
    "a script in the title": ACTION.replace("Ação", "&lt;script&gt;alert(1)&lt;/script&gt;Ação").encode(),
    "marks of direction": ACTION.replace("Ação", "\u202eA\u200bção\u202c").encode(),
    "a tag that is not closed": ACTION.replace("<link>", "<br><link>").encode(),
    "a prefix that is not declared": ACTION.replace("<link>", "<dc:type>x</dc:type><link>").encode(),
    "a declaration of 1999": b'<!DOCTYPE rss PUBLIC "-//RSS 0.91//EN" "http://example.org/a.dtd">'
    + ACTION.encode(),
}


@pytest.mark.parametrize("document", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_feed_is_read_however_it_is_written(document: bytes) -> None:
    assert only(document).title == "Ação e gestão"


@pytest.mark.parametrize(
    "end", ["", "<item><title>Segu", "<item><title>Segunda</title><link>https://forum.exa"]
)
def test_of_a_feed_that_breaks_off_the_whole_posts_are_read(end: str) -> None:
    assert [one.title for one in posts(rss(post(title="Saúde & bem")).replace("</channel></rss>", end))] == [
        "Saúde & bem"
    ]


MANY = range(50_000)
ATTRIBUTES = " ".join(f"a{number}='x'" for number in MANY)
CATEGORIES = "".join(f"<category>{number}</category>" for number in MANY)
NO_FEED = {
    "a page": ("<!DOCTYPE html><html><body>Em manutenção</body></html>", Unread.NOT_A_FEED),
    "a page of 1998": ("<HTML><HEAD>", Unread.NOT_A_FEED),
    "a picture": ('<svg xmlns="http://www.w3.org/2000/svg"/>', Unread.NOT_A_FEED),
    "JSON": ('{"items": []}', Unread.NOT_A_FEED),
    "nothing": ("", Unread.NOT_A_FEED),
    "a remark without end": ("<!-- " * 100_000, Unread.NOT_A_FEED),
    "a billion laughs": (LAUGHS, Unread.ENTITIES),
    "a file of ours": (FILE, Unread.ENTITIES),
    "a list of entities elsewhere": (
        '<!DOCTYPE rss [<!ENTITY % e SYSTEM "http://a/"> %e;]><rss/>',
        Unread.ENTITIES,
    ),
    "depth": (rss("<a>" * 100_000 + "</a>" * 100_000), Unread.TOO_MUCH),
    "attributes": (rss(f"<item {ATTRIBUTES}/>"), Unread.TOO_MUCH),
    "categories": (rss(f"<item>{CATEGORIES}</item>"), Unread.TOO_MUCH),
}


@pytest.mark.parametrize(("document", "why"), NO_FEED.values(), ids=NO_FEED.keys())
def test_what_is_no_feed_is_told_apart(document: str, why: Unread) -> None:
    assert read(document, "application/rss+xml") is why


def test_no_entity_is_declared_within_either() -> None:
    inside = rss(
        '<!DOCTYPE a [<!ENTITY x "boo"><!ENTITY f SYSTEM "file:///etc/passwd">]>', post(title="a &x; &f;")
    )
    assert only(inside).title == "a &x; &f;"


def test_an_entity_that_nobody_declared_stays_as_it_is() -> None:
    outside = rss(post(title="a &f;"), before='<!DOCTYPE rss SYSTEM "file:///etc/passwd">')
    assert only(outside).title == "a &f;"


@pytest.mark.parametrize(
    "broken", ["&", "<", "<a '", '<a b="', "<![CDATA[", "<!--", "<?", "<item>", "&nbsp;"]
)
def test_no_rubbish_takes_long(broken: str) -> None:
    began = time.perf_counter()
    read(rss(post()) + broken * (400_000 // len(broken)))
    assert time.perf_counter() - began < 10


def test_of_ten_thousand_posts_the_first_and_the_last_are_read() -> None:
    found = [one.link.rpartition("/")[2] for one in posts(rss(*map(post, range(10_000))))]
    assert (found[0], found[-1], len(found)) == ("0", "9999", 400)


DATES = {
    "none": "",
    "no year": "Tue, 03 Feb 10:00:00",
    "an hour": "10:00",
    "a day": "03 Feb",
    "of Rome": "Tue, 03 Feb 0026 10:00:00 GMT",
    "words": "ontem à tarde",
}


@pytest.mark.parametrize("date", DATES.values(), ids=DATES.keys())
def test_a_date_that_says_no_year_is_none(date: str) -> None:
    assert only(rss(post(more=f"<pubDate>{date}</pubDate>"))).published is None


LINKS = {
    "relative": ("<link>/n/2?a=1&amp;b=2</link>", "https://forum.example.org/n/2?a=1&b=2"),
    "a bare &": ("<link>/n/2?a=1&b=2</link>", "https://forum.example.org/n/2?a=1&b=2"),
    "a space": ("<link> /n/a b </link>", "https://forum.example.org/n/a%20b"),
    "the permanent one": ("<guid>https://forum.example.org/n/2</guid>", "https://forum.example.org/n/2"),
}
NOWHERE = {
    "no link": "",
    "a number": "<guid isPermaLink='false'>https://forum.example.org/n/2</guid>",
    "a script": "<link>javascript:alert(1)</link>",
    "the feed itself": "<link>#topo</link>",
    "somebody's number": "<link>/pessoa/529.982.247-25</link>",
}


@pytest.mark.parametrize(("link", "leads"), LINKS.values(), ids=LINKS.keys())
def test_a_link_is_made_whole(link: str, leads: str) -> None:
    assert only(rss(f"<item><title>A</title>{link}</item>")).link == leads


@pytest.mark.parametrize("link", NOWHERE.values(), ids=NOWHERE.keys())
def test_a_post_that_leads_nowhere_is_left_out(link: str) -> None:
    assert read(rss(f"<item><title>A</title>{link}</item>")) == ReadFeed((), "Notícias da Rede", left_out=1)


def test_one_address_is_one_post() -> None:
    again = "<item><title>De novo</title><link>http://FORUM.example.org/n/1/?utm_source=x#fim</link></item>"
    assert only(rss(post(), again)).title == "Fórum aberto"


def test_a_cpf_is_masked_before_anything_is_kept() -> None:
    one = only(
        rss(post(title="De 529.982.247-25", more="<description>CPF 52998224725, de Maria.</description>"))
    )
    assert (one.title, one.summary) == ("De ***.***.***-**", "CPF ***********, de Maria.")


def test_what_is_told_is_short() -> None:
    one = only(rss(post(title="Palavra " * 30, more=f"<description>{'palavra ' * 500}</description>")))
    assert one.title == "Palavra " * 10 + "Palavra…"
    assert (len(one.title) <= LONGEST_TITLE, len(one.summary) <= LONGEST_SUMMARY) == (True, True)
    assert one.summary.endswith(" palavra…")


def test_a_post_without_title_is_called_by_its_first_words() -> None:
    one = only(rss(post(title="", more="<description>Chegou &lt;b&gt;👩\u200d🌾&lt;/b&gt;.</description>")))
    assert (one.title, one.summary) == ("Chegou 👩\u200d🌾.", "")


def test_what_blogs_add_is_left_out() -> None:
    filler = "Texto. O post Fórum aberto apareceu primeiro em Blog da Rede."
    assert only(rss(post(more=f"<description>{filler}</description>"))).summary == "Texto."


SLOW = {
    "an author's name": f"<author>{'a.' * 1_000_000}</author>",
    "words of one post": f"<tags>{','.join(map(str, range(200_000)))}</tags>",
}


@pytest.mark.parametrize("more", SLOW.values(), ids=SLOW.keys())
def test_what_a_parser_reads_for_hours_is_cut_short(more: str) -> None:
    assert only(rss(post(more=more))).title == "Fórum aberto"


ODD = {
    "half a letter": "<author>a&#xd800;b</author>",
    "no letter": "<author>a&#x110000;b&#9999999;</author>",
    "a year of five figures": "<pubDate>9999-12-31T23:59:59-23:59 2020</pubDate>",
}


@pytest.mark.parametrize("more", ODD.values(), ids=ODD.keys())
def test_one_odd_thing_does_not_lose_the_feed(more: str) -> None:
    one = only(rss(post(more=more)))
    assert (one.title, one.published) == ("Fórum aberto", None)
