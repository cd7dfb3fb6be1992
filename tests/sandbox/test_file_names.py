"""Names, types and ids of files, as Telegram writes them."""

import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.media.file_ids import FileKind, kind_of, new_file_id
from sandbox.media.file_names import cleaned_name, media_type_of
from sandbox.refusals import BadRequest


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("relatório final.pdf", "relatório final.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fotos\\a.png", "a.png"),
        ("a<b>:c?.txt", "a b  c.txt"),
        ("  .. nome .txt ", "nome.txt"),
        (".env", "env"),
        ("nota 📄.txt", "nota.txt"),
        ("a\tb.txt", "a b.txt"),
        ("", "file"),
        ("???", "file"),
        ("x" * 80 + "." + "y" * 30, "x" * 60 + "." + "y" * 20),
        ("dados.tar.gz", "dados.tar.gz"),
    ],
)
def test_a_name_is_cleaned_as_telegram_does(name: str, kept: str) -> None:
    assert cleaned_name(name) == kept


@given(st.text(max_size=120))
def test_any_name_becomes_one_that_is_safe_and_stays_so(name: str) -> None:
    kept = cleaned_name(name)
    assert 1 <= len(kept) <= 81
    assert not set(kept) & set('/\\<>:"|?*\r\n\0')
    assert cleaned_name(kept) == kept


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.PDF", "application/pdf"),
        ("a.csv", "text/csv"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.jpeg", "image/jpeg"),
        ("a.naoexiste", "application/octet-stream"),
        ("semponto", "application/octet-stream"),
    ],
)
def test_the_type_is_that_of_the_extension(name: str, media_type: str) -> None:
    assert media_type_of(name) == media_type


@pytest.mark.parametrize(
    ("kind", "head"), [(FileKind.PHOTO, "AgAC"), (FileKind.DOCUMENT, "BQAC"), (FileKind.THUMBNAIL, "AAMC")]
)
def test_an_id_tells_its_kind(kind: FileKind, head: str) -> None:
    file_id = new_file_id(kind)
    assert (file_id[:4], kind_of(file_id)) == (head, kind)


@pytest.mark.parametrize(
    ("file_id", "words"),
    [
        ("x", "Wrong string length"),
        ("nonsense", "can't unserialize it. Wrong last symbol"),
        ("não", "Wrong character in the string"),
        ("ab=", "Wrong padding length"),
        ("abcd====", "Wrong string padding"),
        ("ab", "Wrong padding in the string"),
        (base64.urlsafe_b64encode(b"\x05\x04").decode(), "can't unserialize it"),
        (base64.urlsafe_b64encode(b"\xff" * 40 + b"\x04").decode(), "can't unserialize it"),
    ],
)
def test_what_is_no_id_is_said_to_be_none(file_id: str, words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        kind_of(file_id)
    assert caught.value.description == f"Bad Request: wrong remote file identifier specified: {words}"


@given(st.text())
def test_any_text_is_an_id_or_none(text: str) -> None:
    with contextlib.suppress(BadRequest):
        assert kind_of(text) in FileKind
