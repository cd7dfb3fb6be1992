"""Photos and documents put in the place of what was sent before."""

import json

import httpx
import pytest
import telegram
from telegram import InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from sandbox.refusals import NOT_MODIFIED
from tests.sandbox.call import refusal
from tests.sandbox.pictures import picture

ADDRESS = {"type": "photo", "media": "https://example.org/a.jpg"}


async def test_a_document_becomes_a_photo(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_document(maria.chat_id, b"x", filename="a.txt", caption="um")
    edited = await sent.edit_media(InputMediaPhoto(picture(), "dois", has_spoiler=True))
    assert isinstance(edited, telegram.Message)
    assert (edited.caption, edited.document, len(edited.photo), edited.has_media_spoiler) == (
        "dois",
        None,
        1,
        True,
    )
    assert [message.text for message in maria.edits] == ["dois"]


async def test_a_text_becomes_a_document_and_loses_its_words(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    await sent.edit_media(InputMediaDocument(b"%PDF", filename="edital.pdf"))
    shown = maria.messages[-1]
    assert shown.document
    assert (shown.text, shown.document.name) == ("", "edital.pdf")


async def test_the_same_file_again_changes_nothing(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_photo(maria.chat_id, picture(), caption="um")
    with pytest.raises(BadRequest, match=f"^{NOT_MODIFIED.capitalize()}$"):
        await sent.edit_media(InputMediaPhoto(sent.photo[-1], "um"))
    assert await sent.edit_media(InputMediaPhoto(sent.photo[-1], "dois"))


async def test_in_an_album_a_photo_stays_a_photo(bot: telegram.Bot, maria: Phone) -> None:
    first, _ = await bot.send_media_group(maria.chat_id, [InputMediaPhoto(picture())] * 2)
    with pytest.raises(BadRequest, match=r"^Can't change media type in the album$"):
        await first.edit_media(InputMediaDocument(b"x", filename="a.txt"))
    edited = await first.edit_media(InputMediaPhoto(picture(color="red")))
    assert isinstance(edited, telegram.Message)
    assert edited.media_group_id == first.media_group_id


async def test_a_caption_may_move_above_its_photo(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_photo(maria.chat_id, picture(), caption="um")
    await sent.edit_caption("um", show_caption_above_media=True)
    assert maria.messages[-1].caption_above


async def test_a_photo_has_no_text(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_photo(maria.chat_id, picture(), caption="um")
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await sent.edit_text("dois")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"media": ""}, 'parameter "media" is required'),
        ({"media": "{"}, "can't parse input media JSON object"),
        ({"media": []}, "can't parse InputMedia: expected an Object"),
        ({"media": {"type": "photo"}}, "can't parse InputMedia: media not found"),
        ({"media": {**ADDRESS, "type": "x"}}, 'can\'t parse InputMedia: type "x" is unsupported'),
        ({"media": {**ADDRESS, "caption": "a" * 1025}}, "message caption is too long"),
        ({"media": ADDRESS}, "failed to get HTTP URL content"),
        ({"media": ADDRESS, "message_id": 1}, "message can't be edited"),
        ({"media": ADDRESS, "message_id": 999}, "message to edit not found"),
        ({"media": "{", "reply_markup": {"keyboard": [["a"]]}}, "inline keyboard expected"),
    ],
)
async def test_an_edit_telegram_would_not_take_changes_nothing(
    web: httpx.AsyncClient,
    bot: telegram.Bot,
    sandbox: Sandbox,
    maria: Phone,
    values: dict[str, object],
    words: str,
) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    right = {"chat_id": maria.chat_id, "message_id": sent.message_id}
    given = await refusal(web, sandbox, "editMessageMedia", **{**right, **values})
    assert given == f"Bad Request: {words}"
    assert maria.messages[-1].text == "um"


async def test_an_edit_of_animations_is_not_in_the_sandbox(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    media = json.dumps({**ADDRESS, "type": "animation"})
    words = await refusal(web, sandbox, "editMessageMedia", chat_id=maria.chat_id, message_id=1, media=media)
    assert words.startswith('Not Implemented: the sandbox has no InputMedia of type "animation"')
