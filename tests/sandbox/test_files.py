"""Documents both ways: upload, reuse by id, download by a link that dies."""

from datetime import timedelta

import httpx
import pytest
import telegram
from telegram.error import BadRequest

from sandbox.desk import Sandbox
from sandbox.media.file_ids import FileKind, new_file_id
from sandbox.media.files import MOST_DOWNLOADED, MOST_UPLOADED
from sandbox.phone import Phone
from tests.sandbox.call import refusal
from tests.sandbox.pictures import picture

#: As good an id as any, but another bot's.
FOREIGN = new_file_id(FileKind.DOCUMENT)


async def test_a_document_arrives_with_name_caption_and_content(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_document(maria.chat_id, b"a,b\n1,2", filename="ação.csv", caption="<b>veja</b>")
    shown = maria.messages[-1]
    assert shown.document
    assert (shown.document.name, shown.document.content, shown.text) == (
        "ação.csv",
        b"a,b\n1,2",
        "<b>veja</b>",
    )
    assert sent.document
    assert sent.document.file_size == 7


async def test_a_document_may_be_sent_again_by_its_id(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_document(maria.chat_id, b"x", filename="a.txt")
    assert sent.document
    again = await bot.send_document(maria.chat_id, sent.document.file_id)
    assert again.document
    assert again.document.file_unique_id == sent.document.file_unique_id


async def test_the_bot_downloads_what_a_person_sent(bot: telegram.Bot, maria: Phone) -> None:
    await maria.sends("relato.pdf", b"%PDF", media_type="application/pdf", caption="segue")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message
    assert message.document
    assert (message.document.file_name, message.caption) == ("relato.pdf", "segue")
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"%PDF"


async def test_a_download_link_dies_after_an_hour(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    sent = await maria.sends("a.txt", b"x")
    assert sent.document
    file = await bot.get_file(sent.document.file_id)
    sandbox.clock.advance(timedelta(hours=1))
    async with httpx.AsyncClient(verify=False) as web:
        assert (await web.get(str(file.file_path))).status_code == 404


async def test_a_file_over_20_mb_cannot_be_downloaded(bot: telegram.Bot, maria: Phone) -> None:
    sent = await maria.sends("grande.bin", bytes(MOST_DOWNLOADED + 1))
    assert sent.document
    with pytest.raises(BadRequest, match=r"^File is too big$"):
        await bot.get_file(sent.document.file_id)


async def test_a_file_over_50_mb_cannot_be_uploaded(bot: telegram.Bot, maria: Phone) -> None:
    with pytest.raises(telegram.error.NetworkError, match="Request Entity Too Large"):
        await bot.send_document(maria.chat_id, bytes(MOST_UPLOADED + 1), filename="a.bin")


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("sendDocument", {}, "there is no document in the request"),
        ("sendDocument", {"document": "attach://nothing"}, "there is no document in the request"),
        ("sendDocument", {"document": FOREIGN}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": FOREIGN, "caption": "a" * 1025}, "message caption is too long"),
        ("sendDocument", {"caption": "a" * 1025}, "there is no document in the request"),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "nonsense"}, "invalid file_id"),
        ("getFile", {"file_id": FOREIGN}, "wrong file_id or the file is temporarily unavailable"),
    ],
)
async def test_files_that_are_not_there_are_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, method: str, values: dict[str, str], words: str
) -> None:
    given = await refusal(web, sandbox, method, chat_id=maria.chat_id, **values)
    assert given == f"Bad Request: {words}"


async def test_an_empty_file_is_refused(bot: telegram.Bot, maria: Phone) -> None:
    with pytest.raises(BadRequest, match=r"^File must be non-empty$"):
        await bot.send_document(maria.chat_id, b"", filename="a.txt")


async def test_a_caption_may_be_edited_but_a_document_has_no_text(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_document(maria.chat_id, b"x", filename="a.txt", caption="um")
    await sent.edit_caption("dois")
    assert maria.messages[-1].text == "dois"
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await sent.edit_text("três")


async def test_name_and_type_are_what_telegram_makes_of_them(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    answer = await web.post(
        f"/bot{sandbox.token}/sendDocument",
        data={"chat_id": str(maria.chat_id), "disable_content_type_detection": "true"},
        files={"document": ("../plano: 1.csv", b"a", "image/png")},
    )
    document = answer.json()["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("plano  1.csv", "text/csv")


async def test_a_document_shows_its_thumbnail_small_and_keeps_it(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_document(
        maria.chat_id, b"%PDF", filename="a.pdf", thumbnail=picture(640, 320, "JPEG")
    )
    again = await bot.send_document(maria.chat_id, sent.document.file_id if sent.document else "")
    assert again.document == sent.document
    assert again.document
    small = again.document.thumbnail
    assert small
    assert (small.width, small.height) == (320, 160)
    file = await small.get_file()
    assert str(file.file_path).rpartition("/file/")[2].split("/")[1] == "thumbnails"


@pytest.mark.parametrize("thumbnail", [b"nada", picture(3000, 10), bytes(204_800)])
async def test_a_thumbnail_that_is_none_is_left_out(
    bot: telegram.Bot, maria: Phone, thumbnail: bytes
) -> None:
    sent = await bot.send_document(maria.chat_id, b"%PDF", filename="a.pdf", thumbnail=thumbnail)
    assert sent.document
    assert sent.document.thumbnail is None


async def test_a_thumbnail_is_no_file_to_send(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_document(maria.chat_id, b"x", filename="a.pdf", thumbnail=picture())
    assert sent.document
    assert sent.document.thumbnail
    with pytest.raises(BadRequest, match=r"^Can't use file of type thumbnail as document$"):
        await bot.send_document(maria.chat_id, sent.document.thumbnail.file_id)


async def test_a_file_keeps_its_extension_when_it_is_downloaded(bot: telegram.Bot, maria: Phone) -> None:
    sent = await maria.sends("relato final.odt", b"x")
    assert sent.document
    file = await bot.get_file(sent.document.file_id)
    assert str(file.file_path).endswith("/documents/file_0.odt")
