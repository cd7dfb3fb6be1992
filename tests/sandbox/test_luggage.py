"""People send photos, files and albums: from a script, and over the control address."""

import base64

import httpx
import pytest
import telegram

from sandbox.desk import Sandbox
from sandbox.media.luggage import Item, Unsendable
from sandbox.phone import Phone
from tests.sandbox.pictures import picture


async def updates(bot: telegram.Bot) -> list[telegram.Message]:
    return [update.message for update in await bot.get_updates() if update.message][1:]


async def test_a_photo_reaches_the_bot_and_can_be_downloaded(bot: telegram.Bot, maria: Phone) -> None:
    asked = await bot.send_message(maria.chat_id, "Foto?")
    await maria.sends_photo(picture(500, 400), "segue", reply_to=maria.messages[-1])
    (message,) = await updates(bot)
    assert (message.caption, [size.width for size in message.photo]) == ("segue", [90, 320, 500])
    assert message.reply_to_message
    assert message.reply_to_message.message_id == asked.message_id
    file = await message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()).startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("items", "kind"),
    [([picture(), picture(color="red")], "photo"), ([("a.pdf", b"a"), ("b.pdf", b"b")], "document")],
)
async def test_an_album_reaches_the_bot_as_messages_of_one_group(
    bot: telegram.Bot, maria: Phone, items: list[Item], kind: str
) -> None:
    sent = await maria.sends_album(items, "segue")
    first, second = await updates(bot)
    assert (first.caption, second.caption) == ("segue", None)
    assert first.media_group_id == second.media_group_id == sent[0].album
    assert all(getattr(message, kind) for message in (first, second))


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "2 to 10"),
        ([picture()], "2 to 10"),
        ([picture()] * 11, "2 to 10"),
        ([picture(), ("a.txt", b"a")], "do not go in one album"),
        ([picture(), b"nada"], "IMAGE_PROCESS_FAILED"),
        ([("a", b"a"), ("b", b"")], "file must be non-empty"),
    ],
)
async def test_an_album_the_app_would_not_send_is_not_sent(
    maria: Phone, items: list[Item], words: str
) -> None:
    with pytest.raises(Unsendable, match=words):
        await maria.sends_album(items)
    assert len(maria.messages) == 1


def packed(name: str, content: bytes, media_type: str = "") -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode(), "media_type": media_type}


async def test_a_journey_sends_a_document_in_json(
    web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone
) -> None:
    parcel = {"files": [packed("relato.pdf", b"%PDF", "application/pdf")], "caption": "segue", "reply_to": 1}
    answer = await web.post(f"/control/chats/{maria.chat_id}/sends", json=parcel)
    (message,) = await updates(bot)
    assert answer.json() == {"message_ids": [message.message_id]}
    assert message.document
    assert (message.document.mime_type, message.caption) == ("application/pdf", "segue")
    assert message.reply_to_message


async def test_a_journey_sends_an_album_as_a_form(
    web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone
) -> None:
    files = {"a": ("a.png", picture()), "b": ("b.png", picture(color="red"))}
    form = {"as": "photo", "caption": "segue"}
    await web.post(f"/control/chats/{maria.chat_id}/sends", data=form, files=files)
    messages = await updates(bot)
    assert [len(message.photo) for message in messages] == [1, 1]


async def test_somebody_sends_a_photo_in_a_group(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    group = sandbox.telegram.group("Turma")
    await maria.joins(group)
    parcel = {"files": [packed("a.png", picture())], "as": "photo", "person": maria.chat_id}
    (number,) = (await web.post(f"/control/chats/{group.id}/sends", json=parcel)).json()["message_ids"]
    assert group.messages[number].photo


@pytest.mark.parametrize(
    ("parcel", "status"),
    [
        ({}, 400),
        ({"files": []}, 400),
        ({"files": [3]}, 400),
        ({"files": [{"content": "?"}]}, 400),
        ({"files": [packed("a", b"")]}, 400),
        ({"files": [packed("a", b"x")], "as": "video"}, 400),
        ({"files": [packed("a", b"x")], "as": "photo"}, 400),
        ({"files": [packed("a", b"x")], "reply_to": 99}, 404),
    ],
)
async def test_an_odd_parcel_is_refused(
    web: httpx.AsyncClient, maria: Phone, parcel: dict[str, object], status: int
) -> None:
    answer = await web.post(f"/control/chats/{maria.chat_id}/sends", json=parcel)
    assert (answer.status_code, len(maria.messages)) == (status, 1)


async def test_a_broken_form_is_refused(web: httpx.AsyncClient, maria: Phone) -> None:
    answer = await web.post(
        f"/control/chats/{maria.chat_id}/sends",
        content=b"nonsense",
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 400
