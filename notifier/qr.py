"""A link as a QR code: a picture that goes with a mail, and a drawing within a page."""

from io import BytesIO

import segno
from markupsafe import Markup

MEDIA_TYPE = "image/png"
#: Pixels, and units of the page, for each square of the code.
SCALE = 6


def png(text: str) -> bytes:
    picture = BytesIO()
    _code(text).save(picture, kind="png", scale=SCALE)
    return picture.getvalue()


def svg(text: str) -> Markup:
    """Black on white, also where the page around it is dark."""
    return Markup(_code(text).svg_inline(scale=SCALE, light="white"))  # noqa: S704  segno draws squares only


def _code(text: str) -> segno.QRCode:
    """Error correction M bears a fold of the paper, or a finger's print."""
    return segno.make(text, error="m", micro=False)
