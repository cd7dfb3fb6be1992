"""One canonical address for each post: what differs only in spelling is the same post."""

import pytest

from notifier.feed_address import canonical_address, host_of

PLAIN = "https://www.example.org/noticias/forum?id=1&pagina=2"
SAME = {
    "http": "http://www.example.org/noticias/forum?id=1&pagina=2",
    "capitals in the host": "https://WWW.Example.ORG/noticias/forum?id=1&pagina=2",
    "the usual port": "https://www.example.org:443/noticias/forum?id=1&pagina=2",
    "a place within": "https://www.example.org/noticias/forum?id=1&pagina=2#comentarios",
    "clicks are counted": "https://www.example.org/noticias/forum?utm_source=rss&id=1&pagina=2&fbclid=9",
    "a slash at the end": "https://www.example.org/noticias/forum/?id=1&pagina=2",
    "codes that are not needed": "https://www.example.org/not%69cias/forum?id=1&pagina=2",
    "a final dot": "https://www.example.org./noticias/forum?id=1&pagina=2",
    "spaces around": "  https://www.example.org/noticias/forum?id=1&pagina=2\n",
}
OTHERS = {
    "another host": "https://example.org/noticias/forum?id=1&pagina=2",
    "another port": "https://www.example.org:8443/noticias/forum?id=1&pagina=2",
    "capitals in the path": "https://www.example.org/Noticias/forum?id=1&pagina=2",
    "another order": "https://www.example.org/noticias/forum?pagina=2&id=1",
}
NONE = {
    "a script": "javascript:alert(1)",
    "mail": "mailto:ana@example.org",
    "a password": "https://ana:segredo@example.org/",
    "no host": "https:///noticias",
    "brackets": "https://[::1/",
    "a host that is too long": f"https://{'a' * 70}.org/",
    "a space within": "https://example.org/a b",
    "a tag": "https://example.org/<b>",
    "too long": "https://example.org/" + "a" * 2000,
    "nothing": "",
}


@pytest.mark.parametrize("spelt", SAME.values(), ids=SAME.keys())
def test_the_same_post_however_it_is_spelt(spelt: str) -> None:
    assert canonical_address(spelt) == PLAIN


@pytest.mark.parametrize("spelt", OTHERS.values(), ids=OTHERS.keys())
def test_another_post(spelt: str) -> None:
    assert canonical_address(spelt) not in ("", PLAIN)


@pytest.mark.parametrize("spelt", NONE.values(), ids=NONE.keys())
def test_what_nobody_can_be_sent_to_has_none(spelt: str) -> None:
    assert canonical_address(spelt) == ""


def test_letters_beyond_ascii_have_one_spelling() -> None:
    one = canonical_address("https://são.example.org/notícia")
    assert one == canonical_address("https://xn--so-sia.example.org/not%c3%adcia")
    assert host_of(one) == "xn--so-sia.example.org"
