"""The Bot API's InputMedia: a photo or document with its caption, one of an album or in the place of another."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.exchange import Exchange
from sandbox.formatting.entities import FormattedText
from sandbox.media.file_ids import FileKind
from sandbox.methods.envelope import Content
from sandbox.methods.input_files import (
    NamedFile,
    attached_file,
    attached_thumbnail,
    refuse_unusable,
    to_document,
    to_photo,
)
from sandbox.methods.wording import parse_caption, refuse_long_caption
from sandbox.refusals import BadRequest, NotInTheSandbox
from sandbox.requests.json_fields import flag_in, needed_text, reading, text_in
from sandbox.requests.json_values import Json, JsonObject, as_list, as_object
from sandbox.requests.parameters import Parameters

_KINDS = {"photo": FileKind.PHOTO, "document": FileKind.DOCUMENT}
_UNKNOWN_HERE = frozenset({"live_photo", "video", "audio", "animation"})


@dataclass(frozen=True, slots=True)
class InputMedia:
    kind: FileKind
    file: NamedFile
    caption: FormattedText
    has_spoiler: bool = False
    caption_above: bool = False


def read_media(p: Parameters) -> InputMedia:
    """The parameter `media` of editMessageMedia (Client.cpp, get_input_media). Raises BadRequest."""
    _refuse_nothing(p)
    try:
        value = p.json("media")
    except BadRequest as error:
        raise BadRequest("can't parse input media JSON object") from error
    return _read(p, value, for_album=False)


def read_album(p: Parameters) -> list[InputMedia]:
    """The parameter `media` of sendMediaGroup (Client.cpp, get_input_message_contents). Raises BadRequest."""
    _refuse_nothing(p)
    value = p.json("media")
    items = [] if value is False and p.text("media").strip() == "null" else as_list(value)
    if items is None:
        raise BadRequest("expected an Array of InputMedia")
    return [_read(p, item, for_album=True) for item in items]


def refuse_before_upload(media: InputMedia) -> None:
    """Raises BadRequest, in Telegram's order: the file first, then the length of its caption."""
    refuse_unusable(media.file, media.kind)
    refuse_long_caption(media.caption)


def refuse_mixture(album: Sequence[InputMedia]) -> None:
    """Raises BadRequest (tdlib MessageContent.cpp, check_message_group_message_contents)."""
    if len(album) > 10:
        raise BadRequest("too many messages to send as an album")
    if not album:
        raise BadRequest("there are no messages to send")
    if len({media.caption_above for media in album}) > 1:
        raise BadRequest("parameter show_caption_above_media must be the same for all messages")
    if len({media.kind for media in album}) > 1:
        raise BadRequest("document can't be mixed with other media types")


async def uploaded(exchange: Exchange, media: InputMedia) -> Content:
    """Raises MediaRefused, TooLarge: what becomes clear only when Telegram has the file."""
    if media.kind is FileKind.DOCUMENT:
        return Content(media.caption, await to_document(exchange, media.file))
    photo = await to_photo(exchange, media.file)
    return Content(media.caption, photo, media.has_spoiler, media.caption_above)


def _refuse_nothing(p: Parameters) -> None:
    if not p.text("media"):
        raise BadRequest('parameter "media" is required')


def _read(p: Parameters, value: Json, *, for_album: bool) -> InputMedia:
    body = as_object(value)
    if body is None:
        raise _broken("expected an Object")
    with reading("InputMedia"):
        caption = _caption(body)
        caption_above, has_spoiler = flag_in(body, "show_caption_above_media"), flag_in(body, "has_spoiler")
        name, address = needed_text(body, "type"), text_in(body, "media")
        thumbnail = attached_thumbnail(p, text_in(body, "thumbnail") or text_in(body, "thumb"))
    file = attached_file(p, address, thumbnail=thumbnail)
    if file is None:
        raise _broken("media not found")
    kind = _kind(name, for_album=for_album)
    if kind is not FileKind.PHOTO:
        return InputMedia(kind, file, caption)
    return InputMedia(kind, file, caption, has_spoiler, caption_above)


def _caption(body: JsonObject) -> FormattedText:
    for name in ("caption", "parse_mode"):
        text_in(body, name)
    try:
        return parse_caption(Parameters(body, {}))
    except BadRequest as error:
        words = error.description.removeprefix(f"{error.title}: ")
        raise _broken(words[:1].upper() + words[1:]) from error


def _kind(name: str, *, for_album: bool) -> FileKind:
    if name in _KINDS:
        return _KINDS[name]
    if name == "animation" and for_album:
        raise _broken('type "animation" can\'t be used in sendMediaGroup')
    if name == "voice_note":
        raise _broken('type "voice_note" is not allowed')
    if name in _UNKNOWN_HERE:
        raise NotInTheSandbox(f'the sandbox has no InputMedia of type "{name}", only photo and document')
    raise _broken(f'type "{name}" is unsupported')


def _broken(words: str) -> BadRequest:
    return BadRequest(f"can't parse InputMedia: {words}")
