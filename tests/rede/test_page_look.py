"""What is seen of a partner's page: whether it answers, and whether it names the Rede."""

import pytest

from notifier.fetch import Fault, Fetched, NotFetched
from rede.page_look import LONGEST_TITLE, SeenPage, Unseen, look_at

URL = "https://www.upb.example.org/rede"
FILLING = "<p>A prefeitura informa o calendário de reuniões e as ações de cada secretaria do município.</p>"


def look(
    page: str | bytes, *, content_type: str = "text/html; charset=utf-8", is_whole: bool = True
) -> SeenPage:
    body = page if isinstance(page, bytes) else page.encode()
    return look_at(URL, Fetched(URL, URL, 200, {"content-type": content_type}, body, is_whole))


NAMED = {
    "in words": "<h2>Rede de Parcerias</h2>",
    "in capitals": "<p>PARTICIPAMOS DA REDE DE PARCERIAS!</p>",
    "across tags": "<p>Rede <b>de</b><br><i>Parce</i><i>rias</i></p>",
    "across lines": "<p>Rede&nbsp;de\n   Parcerias</p>",
    "with hidden letters": "<p>Rede de Par&shy;ce\u200brias</p>",
    "with accents astray": "<p>Réde de Parcérias, Re\u0301de</p>",
    "in the title": "<title>Rede de Parcerias - UPB</title>",
    "in a picture's words": '<img src="b.png" alt="Banner da Rede de Parcerias">',
    "in a picture's title": "<img src=b.png title='Rede de Parcerias'>",
    "on a control": '<a href="#" aria-label="Abrir a página da Rede de Parcerias"></a>',
    "in a picture's file": '<img src="/imagens/banner_rede-de-parcerias.png">',
    "in a picture loaded later": "<img data-src=/i/Rede%20de%20Parcerias.webp>",
    "in a link": '<a href="https://www.gov.br/transferegov/pt-br/rede-de-parcerias"><img src="b.png"></a>',
    "without scripts": "<noscript>Rede de Parcerias</noscript>",
    "on a page that never ends its tags": "<div><p>Rede de Parcerias",
}


@pytest.mark.parametrize("page", NAMED.values(), ids=NAMED.keys())
def test_the_rede_is_named(page: str) -> None:
    seen = look(page)
    assert (seen.answered, seen.names_rede, seen.why) == (True, True, "")


NOT_NAMED = {
    "another net": "<p>Rede de Pesca. Parcerias da cidade.</p>",
    "within another word": "<p>Pintamos a parede de parcerias.</p>",
    "in a comment": "<!-- Rede de Parcerias -->",
    "in a script": "<script>var a = '<p>Rede de Parcerias</p>'</script>",
    "in a style": "<style>.a::after { content: 'Rede de Parcerias' }</style>",
    "in a template": "<template><p>Rede de Parcerias</p></template>",
    "in a script that never ends": "<script>Rede de Parcerias",
    "in a link elsewhere": '<a href="https://busca.example.org/rede-de-parcerias">ver</a>',
    "in a link that looks like it": '<a href="https://gov.br.example.org/rede-de-parcerias">ver</a>',
    "in a broken link": '<a href="https://[gov.br/rede-de-parcerias">ver</a>',
    "in a picture's bytes": '<img src="data:image/svg+xml,rede-de-parcerias">',
}


@pytest.mark.parametrize("page", NOT_NAMED.values(), ids=NOT_NAMED.keys())
def test_the_rede_is_not_named(page: str) -> None:
    seen = look(FILLING + page)
    assert (seen.answered, seen.names_rede, seen.why) == (True, False, "")


IN_CHARSETS = {
    "header": ("<p>ação</p><title>São João</title>".encode("cp1252"), "text/html; charset=ISO-8859-1"),
    "declared": ('<meta charset="iso-8859-1"><title>São João</title>'.encode("cp1252"), "text/html"),
    "declared, old": (
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><title>S\xe3o Jo\xe3o</title>',
        "text/html",
    ),
    "a mark": ("<title>São João</title>".encode("utf-16"), "text/html; charset=utf-8"),
    "nothing, UTF-8": ("<title>São João</title>".encode(), "text/html"),
    "nothing, cut within a letter": ("<title>São João</title>ç".encode()[:-1], "text/html"),
    "nothing, Windows": ("<title>São João</title>".encode("cp1252"), "text/html"),
    "an unknown one": ("<title>São João</title>".encode(), "text/html; charset=klingon"),
    "none of the web": ("<title>São João</title>".encode(), "text/html; charset=punycode"),
}


@pytest.mark.parametrize(("body", "content_type"), IN_CHARSETS.values(), ids=IN_CHARSETS.keys())
def test_letters_are_read_in_the_pages_charset(body: bytes, content_type: str) -> None:
    assert look(body, content_type=content_type).title == "São João"


TITLES = {
    "lines and entities": ("<title>\n UPB &amp;\tBahia </title>", "UPB & Bahia"),
    "the first only": ("<title>UPB</title><svg><title>Ícone</title></svg>", "UPB"),
    "none": ("<p>UPB</p>", ""),
    "no turning of the writing": ("<title>UPB\u202egpj.exe</title>", "UPB gpj.exe"),
    "too long": (f"<title>{'a' * 500}</title>", "a" * (LONGEST_TITLE - 1) + "…"),
    "a number too large": (f"<title>&#{'9' * 5000};</title>", "\ufffd"),
}


@pytest.mark.parametrize(("page", "title"), TITLES.values(), ids=TITLES.keys())
def test_the_title_fits_on_one_line(page: str, title: str) -> None:
    assert look(page).title == title


UNSEEN = {
    "an error": (404, "text/html", FILLING, True, False, Unseen.STATUS),
    "a picture": (200, "image/png", "\x89PNG", True, True, Unseen.NOT_A_PAGE),
    "a document": (200, "application/pdf", "%PDF-1.7 Rede de Parcerias", True, True, Unseen.NOT_A_PAGE),
    "bytes": (200, "", "<\0\0", True, True, Unseen.NOT_A_PAGE),
    "the beginning": (200, "text/html", FILLING, False, True, Unseen.CUT),
    "a page that a script makes": (200, "text/html", '<div id="app"></div>', True, True, Unseen.NO_WORDS),
    "nothing": (200, "text/html", "", True, True, Unseen.NO_WORDS),
    "a page that does not say so": (200, "", FILLING, True, True, ""),
    "plain words": (200, "text/plain", FILLING.replace("<p>", ""), True, True, ""),
}


@pytest.mark.parametrize(
    ("status", "content_type", "page", "is_whole", "answered", "why"), UNSEEN.values(), ids=UNSEEN.keys()
)
def test_what_could_not_be_seen_says_why(
    status: int, content_type: str, page: str, is_whole: bool, answered: bool, why: str
) -> None:
    seen = look_at(URL, Fetched(URL, URL, status, {"content-type": content_type}, page.encode(), is_whole))
    assert (seen.answered, seen.status, seen.names_rede, seen.why) == (answered, status, False, why)


def test_plain_words_may_name_the_rede_too() -> None:
    assert look("Fazemos parte da Rede de Parcerias.", content_type="text/plain").names_rede


def test_a_page_named_in_its_beginning_needs_no_end() -> None:
    assert look("<p>Rede de Parcerias", is_whole=False).why == ""


@pytest.mark.parametrize("fault", Fault)
def test_a_page_that_was_not_fetched_says_why(fault: Fault) -> None:
    seen = look_at(URL, NotFetched(fault, URL + "/novo"))
    assert (seen.url, seen.final_url, seen.answered, seen.status) == (URL, URL + "/novo", False, 0)
    assert (seen.names_rede, seen.title, seen.why) == (False, "", fault)


HOSTILE = {
    "tags that never end": "<a " * 300_000,
    "quotes that never end": "<a b='" * 150_000,
    "comments that never end": "<!--" * 250_000,
    "one long attribute": "<img " + "b" * 1_000_000 + ">",
    "one long row of accents": "a" + "\u0301\u0316\u05b0\u0591" * 100_000,
    "scripts within scripts": "<script" * 150_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.timeout(10)
def test_no_page_makes_reading_slow(page: str) -> None:
    assert not look(page).names_rede


def test_the_reasons_do_not_mix() -> None:
    assert not {one.value for one in Fault} & {one.value for one in Unseen}
