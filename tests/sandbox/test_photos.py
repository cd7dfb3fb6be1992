"""Photos: what Telegram makes of a picture, and which it does not take."""

import asyncio
import io

import httpx
import pytest
import telegram
from PIL import Image
from telegram.error import BadRequest

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import refusal
from tests.sandbox.pictures import bomb, picture


def shape(photo: tuple[telegram.PhotoSize, ...]) -> list[tuple[int, int]]:
    return [(size.width, size.height) for size in photo]


async def test_a_photo_comes_back_as_jpegs_of_a_few_sizes(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_photo(maria.chat_id, picture(2000, 1000), caption="<b>Veja</b>", parse_mode="HTML")
    assert shape(sent.photo) == [(90, 45), (320, 160), (800, 400), (1280, 640)]
    assert (sent.caption, sent.caption_entities[0].type) == ("Veja", "bold")
    file = await sent.photo[-1].get_file()
    with Image.open(io.BytesIO(await file.download_as_bytearray())) as developed:
        assert (developed.format, developed.size) == ("JPEG", (1280, 640))
    assert str(file.file_path).rsplit("/", 1)[-1] == "file_0.jpg"


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((40, 30), [(40, 30)]),
        ((90, 90), [(90, 90)]),
        ((321, 200), [(90, 56), (320, 199), (321, 200)]),
        ((1000, 500), [(90, 45), (320, 160), (800, 400), (1000, 500)]),
    ],
)
async def test_no_size_is_larger_than_the_picture(
    bot: telegram.Bot, maria: Phone, size: tuple[int, int], sizes: list[tuple[int, int]]
) -> None:
    sent = await bot.send_photo(maria.chat_id, picture(*size))
    assert shape(sent.photo) == sizes


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
async def test_pictures_of_many_kinds_become_jpegs(bot: telegram.Bot, maria: Phone, kind: str) -> None:
    await bot.send_photo(maria.chat_id, picture(kind=kind))
    photo = maria.messages[-1].photo
    assert photo
    assert photo.largest.file.content.startswith(b"\xff\xd8")


async def test_a_photo_may_be_sent_again_by_the_id_of_any_of_its_sizes(
    bot: telegram.Bot, maria: Phone
) -> None:
    sent = await bot.send_photo(maria.chat_id, picture(400, 300))
    again = await bot.send_photo(maria.chat_id, sent.photo[0].file_id)
    assert again.photo == sent.photo


async def test_the_same_bytes_are_the_same_photo(bot: telegram.Bot, maria: Phone) -> None:
    first = await bot.send_photo(maria.chat_id, picture())
    second = await bot.send_photo(maria.chat_id, picture())
    assert first.photo[0].file_unique_id == second.photo[0].file_unique_id


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nada", "IMAGE_PROCESS_FAILED"),
        (picture()[:60], "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (bomb(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (bomb(65_000, 65_000), "PHOTO_INVALID_DIMENSIONS"),
        (bomb(12_000, 12_000), "PHOTO_INVALID_DIMENSIONS"),
        (
            bytes((10 << 20) + 1),
            "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
    ids=[
        "no picture",
        "half a picture",
        "empty",
        "a strip",
        "too long",
        "a bomb",
        "half a bomb",
        "too heavy",
    ],
)
async def test_some_pictures_are_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, content: bytes, words: str
) -> None:
    answer = await web.post(
        f"/bot{sandbox.token}/sendPhoto",
        data={"chat_id": str(maria.chat_id)},
        files={"photo": ("foto.png", content)},
    )
    assert (answer.status_code, answer.json()["description"]) == (400, f"Bad Request: {words}")
    assert len(sandbox.telegram.ledger) == 0


@pytest.mark.parametrize("size", [(9500, 500), (2000, 100)])
async def test_the_largest_shapes_just_pass(bot: telegram.Bot, maria: Phone, size: tuple[int, int]) -> None:
    assert (await bot.send_photo(maria.chat_id, picture(*size))).photo[-1].width == 1280


async def test_a_photo_keeps_its_veil_and_the_place_of_its_caption(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_photo(
        maria.chat_id, picture(), caption="x", has_spoiler=True, show_caption_above_media=True
    )
    assert (sent.has_media_spoiler, sent.show_caption_above_media) == (True, True)


async def test_a_photo_lies_on_white_where_one_could_see_through(bot: telegram.Bot, maria: Phone) -> None:
    held = io.BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(held, "PNG")
    await bot.send_photo(maria.chat_id, held.getvalue())
    photo = maria.messages[-1].photo
    assert photo
    with Image.open(io.BytesIO(photo.largest.file.content)) as shown:
        assert shown.getpixel((15, 15)) == (255, 255, 255)


async def test_others_are_answered_while_a_photo_is_developed(bot: telegram.Bot, maria: Phone) -> None:
    order = []
    async with asyncio.TaskGroup() as group:
        photo = group.create_task(bot.send_photo(maria.chat_id, picture(4900, 4900, "JPEG")))
        photo.add_done_callback(lambda _: order.append("photo"))
        for _ in range(3):
            await bot.get_me()
            order.append("getMe")
    assert order[-1] == "photo"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "there is no photo in the request"),
        ({"photo": "attach://nothing"}, "there is no photo in the request"),
        (
            {"photo": "attach://nothing", "caption": "<x>", "parse_mode": "HTML"},
            "there is no photo in the request",
        ),
        ({"photo": "x", "chat_id": ""}, "chat_id is empty"),
        ({"photo": "x"}, "wrong remote file identifier specified: Wrong string length"),
    ],
)
async def test_a_photo_that_is_not_there_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, values: dict[str, object], words: str
) -> None:
    given = await refusal(web, sandbox, "sendPhoto", **{"chat_id": maria.chat_id, **values})
    assert given == f"Bad Request: {words}"


async def test_a_photo_is_no_document_and_a_document_no_photo(bot: telegram.Bot, maria: Phone) -> None:
    photo = (await bot.send_photo(maria.chat_id, picture())).photo[0].file_id
    document = (await bot.send_document(maria.chat_id, b"x", filename="a.txt")).document
    assert document
    with pytest.raises(BadRequest, match=r"^Can't use file of type photo as document$"):
        await bot.send_document(maria.chat_id, photo)
    with pytest.raises(BadRequest, match=r"^Can't use file of type document as photo$"):
        await bot.send_photo(maria.chat_id, document.file_id)


async def test_a_photo_answers_in_the_ledger_with_its_bytes(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    sent = await bot.send_photo(maria.chat_id, picture(), caption="é")
    (entry,) = sandbox.telegram.ledger.to(maria.chat_id)
    assert (entry.method, entry.text, entry.size) == ("sendPhoto", "é", 2 + (sent.photo[-1].file_size or 0))
