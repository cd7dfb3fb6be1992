"""Albums: several photos or several documents as one, all of them or none."""

import contextlib
import json

import httpx
import pytest
import telegram
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from sandbox.desk import Sandbox
from sandbox.media.file_ids import FileKind, new_file_id
from sandbox.methods.input_media import read_album, read_media
from sandbox.phone import Phone
from sandbox.refusals import BadRequest as BadMedia
from sandbox.refusals import NotInTheSandbox
from sandbox.requests.bodies import Upload
from sandbox.requests.parameters import Parameters
from tests.sandbox.call import call, refusal
from tests.sandbox.pictures import bomb, picture

PHOTO = {"type": "photo", "media": "attach://p"}
DOCUMENT = {"type": "document", "media": "attach://d"}


async def post(web: httpx.AsyncClient, sandbox: Sandbox, chat_id: int, media: object) -> httpx.Response:
    """With a picture in the part p, a text in d, rubbish in r, nothing in e."""
    parts = {"p": ("p.png", picture()), "d": ("d.txt", b"x"), "r": ("r.png", b"nada"), "e": ("e", b"")}
    form = {"chat_id": str(chat_id), "media": media if isinstance(media, str) else json.dumps(media)}
    return await web.post(f"/bot{sandbox.token}/sendMediaGroup", data=form, files=parts)


async def test_photos_arrive_as_one_album(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    photos = [InputMediaPhoto(picture(color=color)) for color in ("red", "green", "blue")]
    sent = await bot.send_media_group(maria.chat_id, photos, caption="<b>Oficina</b>", parse_mode="HTML")
    assert [message.caption for message in sent] == ["Oficina", None, None]
    (album,) = {message.media_group_id for message in sent}
    assert album
    assert album.isdecimal()
    assert [message.album for message in maria.messages[-3:]] == [album] * 3
    assert [entry.message_id for entry in sandbox.telegram.ledger.entries] == [m.message_id for m in sent]


async def test_documents_arrive_as_one_album_each_with_its_caption(bot: telegram.Bot, maria: Phone) -> None:
    files = [InputMediaDocument(b"x", filename=f"{n}.txt", caption=f"n. {n}") for n in range(2)]
    sent = await bot.send_media_group(maria.chat_id, files)
    assert [(m.caption, m.document.file_name) for m in sent if m.document] == [
        ("n. 0", "0.txt"),
        ("n. 1", "1.txt"),
    ]


async def test_one_item_alone_is_an_ordinary_message(bot: telegram.Bot, maria: Phone) -> None:
    (sent,) = await bot.send_media_group(maria.chat_id, [InputMediaPhoto(picture())])
    assert (len(sent.photo), sent.media_group_id) == (1, None)


async def test_an_album_may_be_sent_again_by_its_ids(bot: telegram.Bot, maria: Phone) -> None:
    first = await bot.send_media_group(maria.chat_id, [InputMediaPhoto(picture())] * 2)
    again = await bot.send_media_group(
        maria.chat_id, [InputMediaPhoto(message.photo[0], has_spoiler=True) for message in first]
    )
    assert [m.photo for m in again] == [m.photo for m in first]
    assert all(message.has_media_spoiler for message in again)


async def test_all_of_an_album_replies_to_the_same_message(bot: telegram.Bot, maria: Phone) -> None:
    asked = await maria.says("Fotos?")
    sent = await bot.send_media_group(
        maria.chat_id, [InputMediaPhoto(picture())] * 2, reply_to_message_id=asked.message_id
    )
    assert [m.reply_to_message.text for m in sent if m.reply_to_message] == ["Fotos?"] * 2


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ("", 'parameter "media" is required'),
        ("[", "can't parse media JSON object"),
        ("null", "there are no messages to send"),
        ({}, "expected an Array of InputMedia"),
        ([], "there are no messages to send"),
        ([PHOTO] * 11, "too many messages to send as an album"),
        ([PHOTO, DOCUMENT], "document can't be mixed with other media types"),
        ([3], "can't parse InputMedia: expected an Object"),
        ([{"media": "attach://p"}], "can't parse InputMedia: Can't find field \"type\""),
        ([{"type": "photo"}], "can't parse InputMedia: media not found"),
        ([{"type": "photo", "media": "attach://q"}], "can't parse InputMedia: media not found"),
        ([{**PHOTO, "type": "sticker"}], 'can\'t parse InputMedia: type "sticker" is unsupported'),
        ([{**PHOTO, "type": "voice_note"}], 'can\'t parse InputMedia: type "voice_note" is not allowed'),
        (
            [{**PHOTO, "type": "animation"}],
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        ([{**PHOTO, "caption": []}], 'can\'t parse InputMedia: Field "caption" must be of type String'),
        (
            [{**PHOTO, "has_spoiler": 1}],
            'can\'t parse InputMedia: Field "has_spoiler" must be of type Boolean',
        ),
        (
            [{**PHOTO, "parse_mode": "BBCode", "caption": "x"}],
            "can't parse InputMedia: Unsupported parse_mode",
        ),
        ([PHOTO, {**PHOTO, "caption": "a" * 1025}], "message caption is too long"),
        ([PHOTO, {"type": "photo", "media": "attach://e"}], "file must be non-empty"),
        (
            [PHOTO, {**PHOTO, "show_caption_above_media": True}],
            "parameter show_caption_above_media must be the same for all messages",
        ),
        (
            [PHOTO, {"type": "photo", "media": "attach://r"}],
            'failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"',
        ),
        (
            [{"type": "photo", "media": new_file_id(FileKind.PHOTO)}],
            'failed to send message #1 with the error message "Wrong file identifier/HTTP URL specified"',
        ),
        (
            [{"type": "photo", "media": "https://example.org/a.jpg"}],
            'failed to send message #1 with the error message "Failed to get HTTP URL content"',
        ),
        (
            [{"type": "photo", "media": new_file_id(FileKind.DOCUMENT)}],
            "can't use file of type Document as Photo",
        ),
    ],
)
async def test_an_album_is_refused_as_a_whole(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, media: object, words: str
) -> None:
    answer = await post(web, sandbox, maria.chat_id, media)
    assert (answer.status_code, answer.json()["description"]) == (400, f"Bad Request: {words}")
    assert (len(sandbox.telegram.ledger), len(maria.messages)) == (0, 1)


async def test_a_broken_caption_is_told_inside_the_item(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    answer = await post(web, sandbox, maria.chat_id, [{**PHOTO, "caption": "<x>", "parse_mode": "HTML"}])
    assert answer.json()["description"] == (
        "Bad Request: can't parse InputMedia: Can't parse entities: "
        'Unsupported start tag "x" at byte offset 0'
    )


@pytest.mark.parametrize("kind", ["video", "audio", "live_photo"])
async def test_a_kind_the_sandbox_lacks_is_said_to_be_lacking(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, kind: str
) -> None:
    answer = await post(web, sandbox, maria.chat_id, [{**PHOTO, "type": kind}])
    words = f'the sandbox has no InputMedia of type "{kind}", only photo and document'
    assert (answer.status_code, answer.json()["description"]) == (501, f"Not Implemented: {words}")


async def test_an_album_that_comes_too_soon_is_not_sent_at_all(
    web: httpx.AsyncClient, bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    for number in range(5):
        await bot.send_message(maria.chat_id, str(number))
    answer = await post(web, sandbox, maria.chat_id, [PHOTO, PHOTO])
    assert (answer.status_code, len(sandbox.telegram.ledger)) == (429, 5)


async def test_an_album_counts_for_each_of_its_messages_in_a_group(
    web: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    group = sandbox.telegram.group("Turma")
    for _ in range(2):
        assert (await post(web, sandbox, group.id, [DOCUMENT] * 10)).status_code == 200
    assert (await post(web, sandbox, group.id, [DOCUMENT])).status_code == 429


async def test_no_keyboard_goes_with_an_album(
    bot: telegram.Bot, web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    sent = await bot.send_photo(maria.chat_id, picture())
    media = [{"type": "photo", "media": sent.photo[0].file_id}] * 2
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    answer = await call(
        web, sandbox, "sendMediaGroup", chat_id=maria.chat_id, media=media, reply_markup=markup
    )
    assert all("reply_markup" not in message for message in answer.json()["result"])


async def test_the_chat_is_looked_at_before_the_files(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    media = [{"type": "photo", "media": "x"}] * 11
    words = await refusal(web, sandbox, "sendMediaGroup", chat_id=99, media=media)
    assert words == "Bad Request: chat not found"


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["photo", "attach://p"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*PHOTO, "caption", "parse_mode", "has_spoiler"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(value=_values)
def test_any_media_is_read_or_refused(value: object) -> None:
    p = Parameters({"media": json.dumps(value)}, {"p": Upload("p.png", "", b"x")})
    for read in (read_album, read_media):
        with contextlib.suppress(BadMedia, NotInTheSandbox):
            read(p)


async def test_bombs_in_an_album_do_no_harm(bot: telegram.Bot, maria: Phone) -> None:
    with pytest.raises(BadRequest, match=r'^Failed to send message #1 with the error message "photo_invalid'):
        await bot.send_media_group(maria.chat_id, [InputMediaPhoto(bomb(30_000, 30_000))] * 10)
