"""Documents both ways: upload, reuse by id, download by a link that dies."""

from datetime import timedelta

import httpx
import pytest
import telegram
from telegram.error import BadRequest

from sandbox.desk import Sandbox
from sandbox.files import MOST_DOWNLOADED, MOST_UPLOADED
from sandbox.phone import Phone
from tests.sandbox.call import refusal


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
        ("sendDocument", {"document": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ("getFile", {"file_id": "nonsense"}, "wrong file_id or the file is temporarily unavailable"),
        ("sendDocument", {"caption": "a" * 1025}, "message caption is too long"),
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
