"""Methods that put words in a chat. Order of the checks: the request, the door, the length, the rate."""

from sandbox.exchange import Exchange
from sandbox.methods.doors import enter
from sandbox.methods.envelope import Content, read_envelope, send
from sandbox.methods.link_previews import preview_of
from sandbox.methods.wording import parse_text, refuse_long_text
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

#: Those of today, and the names some of them once had (Client.cpp, get_chat_action).
_ACTIONS = frozenset(
    [
        "cancel",
        "choose_sticker",
        "find_location",
        "pick_up_location",
        "record_audio",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_audio",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    ]
)


def send_message(exchange: Exchange, p: Parameters) -> Json:
    body = parse_text(p)
    envelope = read_envelope(exchange, p)
    refuse_long_text(body)
    content = Content(body, preview=preview_of(p, body))
    return exchange.describe(envelope.chat, send(exchange, envelope, content, method="sendMessage"))


def send_chat_action(exchange: Exchange, p: Parameters) -> Json:
    if p.text("action").lower() not in _ACTIONS:
        raise BadRequest("wrong parameter action in request")
    enter(exchange, p).refuse_if_unheard()
    return True
