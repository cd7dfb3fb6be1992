"""A link as a QR code: a picture for mails, a drawing for pages, both of the same squares."""

import segno

from notifier import qr

LINK = "https://t.me/EloRedeBot?start=bXm0-qW_7yTpLk29ZsVc4dRf"


def test_the_picture_is_a_small_png_with_its_quiet_zone() -> None:
    width, height = segno.make(LINK, error="m", micro=False).symbol_size(scale=qr.SCALE)
    picture = qr.png(LINK)
    assert picture.startswith(b"\x89PNG\r\n")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (width, height)
    assert len(picture) < 2_000


def test_the_drawing_stands_in_a_page_black_on_white_whatever_is_around_it() -> None:
    drawing = qr.svg(LINK)
    assert drawing.startswith("<svg")
    assert 'fill="#fff"' in drawing
    assert "http" not in drawing


def test_two_links_are_two_codes() -> None:
    assert qr.png(LINK) != qr.png(LINK + "x")
