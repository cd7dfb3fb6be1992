"""How the address in a text shall be shown: `link_preview_options`, and the switch bots used before.

As in telegram-bot-api, Client.cpp: `get_link_preview_options`. The sandbox shows no previews; it reads the wish.
"""

from sandbox.formatting.links import checked_link
from sandbox.refusals import BadRequest
from sandbox.requests.json_fields import flag_in, reading, text_in
from sandbox.requests.json_values import as_object
from sandbox.requests.parameters import Parameters


def refuse_wrong_preview(p: Parameters) -> None:
    """Raises BadRequest for options Telegram cannot read."""
    options = p.json("link_preview_options")
    if options is None:
        return
    body = as_object(options)
    if body is None:
        raise BadRequest("object expected as link preview options")
    with reading():
        flag_in(body, "is_disabled")
        url = text_in(body, "url")
        for name in ("prefer_small_media", "prefer_large_media", "show_above_text"):
            flag_in(body, name)
    if url and not checked_link(url):
        raise BadRequest("WEBPAGE_URL_INVALID")
