"""How the address in a text shall be shown: `link_preview_options`, and the switch bots used before.

As in telegram-bot-api, Client.cpp: `get_link_preview_options`. The sandbox shows no previews; it tells the wish.
"""

from sandbox.formatting.entities import FormattedText
from sandbox.formatting.link_preview import LinkPreview
from sandbox.formatting.links import checked_link
from sandbox.refusals import BadRequest
from sandbox.requests.json_fields import flag_in, reading, text_in
from sandbox.requests.json_values import as_object
from sandbox.requests.parameters import Parameters

_ADDRESSES = frozenset({"url", "text_link"})


def read_preview(p: Parameters) -> LinkPreview:
    """Raises BadRequest for options Telegram cannot read."""
    options = p.json("link_preview_options")
    if options is None:
        return LinkPreview(is_disabled=p.flag("disable_web_page_preview"))
    body = as_object(options)
    if body is None:
        raise BadRequest("object expected as link preview options")
    with reading():
        preview = LinkPreview(
            is_disabled=flag_in(body, "is_disabled"),
            url=text_in(body, "url"),
            prefer_small_media=flag_in(body, "prefer_small_media"),
            prefer_large_media=flag_in(body, "prefer_large_media"),
            show_above_text=flag_in(body, "show_above_text"),
        )
    if preview.url and not checked_link(preview.url):
        raise BadRequest("WEBPAGE_URL_INVALID")
    return preview


def preview_of(p: Parameters, body: FormattedText) -> LinkPreview | None:
    """None where all is as usual, or no address is there to show. Raises BadRequest."""
    preview = read_preview(p)
    has_address = preview.url or any(entity.type in _ADDRESSES for entity in body.entities)
    return preview if has_address and preview != LinkPreview() else None
