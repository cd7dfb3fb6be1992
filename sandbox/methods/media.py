"""Methods that send files: a photo, a document, an album. Order of the checks: the request, the door, the file."""

from dataclasses import replace

from sandbox.exchange import Exchange
from sandbox.media.file_ids import FileKind
from sandbox.messages import new_album
from sandbox.methods.envelope import Content, put, read_envelope, refuse_content, send
from sandbox.methods.input_files import named_file
from sandbox.methods.input_media import InputMedia, read_album, refuse_before_upload, refuse_mixture, uploaded
from sandbox.methods.wording import parse_caption
from sandbox.refusals import BadRequest, MediaRefused
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters


async def send_photo(exchange: Exchange, p: Parameters) -> Json:
    return await _send(exchange, p, FileKind.PHOTO, "sendPhoto")


async def send_document(exchange: Exchange, p: Parameters) -> Json:
    """Always as a document: unlike Telegram, the sandbox makes no animation of a GIF."""
    return await _send(exchange, p, FileKind.DOCUMENT, "sendDocument")


async def send_media_group(exchange: Exchange, p: Parameters) -> Json:
    """All of it or nothing; one item alone is an ordinary message. It takes no reply_markup."""
    album = read_album(p)
    envelope = replace(read_envelope(exchange, _without_keyboard(p)), keyboard=None)
    for media in album:
        refuse_before_upload(media)
    refuse_mixture(album)
    contents = [await _item(exchange, media, place) for place, media in enumerate(album, 1)]
    for content in contents:
        refuse_content(envelope.chat, content.media)
    exchange.rates.spend(envelope.chat.id, len(contents))
    group = new_album() if len(contents) > 1 else None
    messages = [
        put(exchange, envelope, content, method="sendMediaGroup", album=group) for content in contents
    ]
    return [exchange.describe(envelope.chat, message) for message in messages]


async def _send(exchange: Exchange, p: Parameters, kind: FileKind, method: str) -> Json:
    name = kind.lower()
    file = named_file(p, name)
    if file is None:
        raise BadRequest(f"there is no {name} in the request")
    is_photo = kind is FileKind.PHOTO
    media = InputMedia(
        kind,
        file,
        parse_caption(p),
        has_spoiler=is_photo and p.flag("has_spoiler"),
        caption_above=is_photo and p.flag("show_caption_above_media"),
    )
    envelope = read_envelope(exchange, p)
    refuse_before_upload(media)
    message = send(exchange, envelope, await uploaded(exchange, media), method=method)
    return exchange.describe(envelope.chat, message)


async def _item(exchange: Exchange, media: InputMedia, place: int) -> Content:
    """Telegram says which one its servers did not take (Client.cpp, on_message_send_failed)."""
    try:
        return await uploaded(exchange, media)
    except MediaRefused as error:
        raise BadRequest(f'failed to send message #{place} with the error message "{error.words}"') from error


def _without_keyboard(p: Parameters) -> Parameters:
    return Parameters({name: value for name, value in p.values.items() if name != "reply_markup"}, p.uploads)
