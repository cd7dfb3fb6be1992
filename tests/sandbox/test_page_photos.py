"""Photos on the page: shown where they were sent, from the page's own address."""

import re

import httpx
import pytest
import telegram
from telegram import InputMediaPhoto

from sandbox.phone import Phone
from tests.sandbox.pictures import picture

ATTACK = '"><script>alert(1)</script>'


async def test_an_album_is_seen_and_each_photo_said_in_words(
    web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone
) -> None:
    photos = [InputMediaPhoto(picture(), "Oficina de <redes>"), InputMediaPhoto(picture(color="red"))]
    await bot.send_media_group(maria.chat_id, photos)
    page = (await web.get("/page")).text
    shown = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    assert [alt for _, alt in shown] == ["Oficina de &lt;redes&gt;", "Foto sem legenda"]
    for address, _ in shown:
        answer = await web.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.content.startswith(b"\xff\xd8")


async def test_a_caption_cannot_break_out_of_the_words_of_its_photo(
    web: httpx.AsyncClient, maria: Phone
) -> None:
    await maria.sends_photo(picture(), ATTACK)
    assert ATTACK not in (await web.get("/page")).text


async def test_a_photo_without_words_is_called_one_in_the_list(web: httpx.AsyncClient, maria: Phone) -> None:
    await maria.sends_photo(picture())
    assert "<small>Você: foto</small>" in (await web.get("/page")).text


async def test_a_picture_sent_as_a_document_is_saved_not_shown(web: httpx.AsyncClient, maria: Phone) -> None:
    sent = await maria.sends("foto.png", picture(), media_type="image/png")
    assert (await web.get(f"/page/photos/{maria.chat_id}/{sent.message_id}")).status_code == 404
    answer = await web.get(f"/page/files/{maria.chat_id}/{sent.message_id}")
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "address",
    [
        "/page/photos/1/1",
        "/page/files/1/1",
        "/page/files/1/-1",
        f"/page/photos/1/{'9' * 5000}",
        f"/page/mails/{'9' * 5000}/html",
        f"/page/mails/1/attachments/{'9' * 5000}",
    ],
)
async def test_what_is_not_there_is_not_found(web: httpx.AsyncClient, maria: Phone, address: str) -> None:
    assert (await web.get(address)).status_code == 404


async def test_the_place_of_a_photo_is_kept_before_it_comes(web: httpx.AsyncClient, maria: Phone) -> None:
    sent = await maria.sends_photo(picture())
    assert sent.photo
    width, height = sent.photo.largest.width, sent.photo.largest.height
    assert f'width="{width}" height="{height}"' in (await web.get("/page")).text
