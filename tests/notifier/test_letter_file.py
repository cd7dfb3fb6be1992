"""A file that goes with a letter, read as any mail reader does."""

from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.enclosures import Enclosed
from db.ids import WordingId
from db.slots import slot
from notifier.file_name import clean_name
from notifier.letter import LetterWriter
from notifier.outcome import Parcel
from tests.notifier.letters import LETTERHEAD, read
from tests.notifier.makers import make_parcel

WRITER = LetterWriter(LETTERHEAD)
CODE = Enclosed("convite.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
WITH_PICTURE = '<p>Aponte a câmera:</p><img src="cid:enclosure" alt="código">'
CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def letter(file: Enclosed, *, html: str = "<p>Olá</p>", **more: object) -> Parcel:
    parcel = make_parcel(address="ana@tj.test", body="Olá", html=html, enclosure=file)
    return replace(parcel, **more)  # type: ignore[arg-type]


def written(parcel: Parcel) -> EmailMessage:
    content = WRITER.write(parcel).content
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 76
    return read(content)


def attachments(parcel: Parcel) -> list[tuple[str | None, str, object]]:
    found = written(parcel).iter_attachments()
    return [(one.get_filename(), one.get_content_type(), one.get_payload(decode=True)) for one in found]


def test_a_file_goes_beside_the_words() -> None:
    parcel = letter(CODE)
    body = written(parcel).get_body(("html",))
    assert body is not None
    assert body.get_content().strip() == "<p>Olá</p>"
    assert attachments(parcel) == [(CODE.name, "image/png", CODE.content)]


def test_a_calendar_goes_before_it_and_words_alone_are_enough() -> None:
    parcel = letter(CODE, html="", calendar=CALENDAR)
    assert [name for name, _, _ in attachments(parcel)] == ["prazo.ics", CODE.name]
    assert [one.get_content_type() for one in written(parcel).walk()] == [
        "multipart/mixed",
        "text/plain",
        "text/calendar",
        "image/png",
    ]


def test_a_picture_that_the_html_names_is_shown_there_and_kept_beside() -> None:
    parcel = letter(CODE, html=WITH_PICTURE)
    message = written(parcel)
    (related,) = [one for one in message.walk() if one.get_content_type() == "multipart/related"]
    html, shown = related.iter_parts()
    assert html.get_content().strip() == WITH_PICTURE
    assert (shown["Content-ID"], shown.get_content_disposition()) == ("<enclosure>", "inline")
    assert shown.get_payload(decode=True) == CODE.content
    assert attachments(parcel) == [(CODE.name, "image/png", CODE.content)]


def test_a_sheet_is_not_shown_whatever_the_html_names() -> None:
    message = written(letter(Enclosed("a.csv", "text/csv", b"a;b\r\n"), html=WITH_PICTURE))
    assert "multipart/related" not in [one.get_content_type() for one in message.walk()]


def test_words_that_many_share_show_each_their_own_picture() -> None:
    html = WITH_PICTURE + slot("name")
    for number in range(2):
        code = replace(CODE, content=CODE.content + bytes([number]))
        parcel = letter(code, html=html, wording_id=WordingId(1), fills={"name": f"<Ana {number}>"})
        assert [content for _, _, content in attachments(parcel)] == [code.content]
        body = written(parcel).get_body(("html",))
        assert body is not None
        assert f"&lt;Ana {number}&gt;" in body.get_content()


@pytest.mark.parametrize(
    ("told", "kind", "charset"),
    [
        ("image/png", "image/png", None),
        ("text/csv", "text/csv", "utf-8"),
        ("text/csv; charset=latin-1", "text/csv", "utf-8"),
        ("application/vnd.ms-excel.sheet.macroEnabled.12", "application/octet-stream", None),
        ("message/rfc822", "application/octet-stream", None),
        ("multipart/mixed; boundary=x", "application/octet-stream", None),
        ("image/png\r\nBcc: x@y", "application/octet-stream", None),
        ("", "application/octet-stream", None),
    ],
    ids=str,
)
def test_a_kind_is_told_as_it_is_or_as_unknown(told: str, kind: str, charset: str | None) -> None:
    (part,) = written(letter(Enclosed("x", told, "ção".encode()))).iter_attachments()
    assert (part.get_content_type(), part.get_content_charset()) == (kind, charset)


def test_text_of_another_alphabet_is_not_told_as_ours() -> None:
    (part,) = written(letter(Enclosed("x.csv", "text/csv", "ção".encode("latin-1")))).iter_attachments()
    assert part.get_content_charset() is None


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("convite.png", "convite.png"),
        ("Relatório da Seção.xlsx", "Relatório da Seção.xlsx"),
        ("C:\\Users\\ana\\plano.pdf", "plano.pdf"),
        ("../../etc/passwd", "passwd"),
        ('a"b\r\nBcc: x.txt', "a_bBcc_ x.txt"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("  ..  ", "arquivo"),
        ("", "arquivo"),
        ("é" * 80 + ".csv", "é" * 56 + ".csv"),
        ("x." + "y" * 80, "x." + "y" * 58),
    ],
    ids=ascii,
)
def test_a_name_is_what_any_computer_takes(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned
    assert attachments(letter(replace(CODE, name=name)))[0][0] == cleaned


@given(st.text(max_size=90), st.binary(max_size=300))
def test_whatever_it_is_called_it_arrives_whole(name: str, content: bytes) -> None:
    assert attachments(letter(Enclosed(name, "image/png", content), html=WITH_PICTURE)) == [
        (clean_name(name), "image/png", content)
    ]
