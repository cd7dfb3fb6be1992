"""Files over the control address: a person sends a photo, a document or an album."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import route
from sandbox.control.finding import find_chat, find_message, find_seat
from sandbox.exchange import Exchange
from sandbox.messages import Message
from sandbox.phone import Phone
from sandbox.refusals import ApiRefusal
from sandbox.requests.bodies import Upload
from sandbox.requests.json_values import Json, as_object
from sandbox.requests.orders import Wrong, list_in, read_order, refuse_unknown, text_in
from sandbox.requests.parameters import read_parameters

_FIELDS = ("as", "caption", "reply_to", "person", "topic")


@dataclass(frozen=True, slots=True)
class Parcel:
    fields: Mapping[str, Json]
    files: Sequence[Upload]

    @property
    def is_photo(self) -> bool:
        return self.fields.get("as") == "photo"

    @property
    def caption(self) -> str:
        return text_in(self.fields, "caption") or ""


class MediaControl:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @property
    def routes(self) -> list[Route]:
        return [route("POST", "chats/{id:str}/sends", self.sends)]

    async def sends(self, request: Request) -> Json:
        """{"files": [{"name", "content", "media_type"?}], "as"?, "caption"?, "reply_to"?, "person", "topic"?}

        The content is in Base64; `as` is photo or document, the latter unless said; several files make an
        album. A multipart form has the same fields, each file as a part of its own.
        """
        chat, parcel = find_chat(self._exchange, request), await _read(request)
        is_answer = parcel.fields.get("reply_to") is not None
        reply_to = find_message(chat, parcel.fields, "reply_to") if is_answer else None
        seat = find_seat(self._exchange, chat, parcel.fields)
        return {"message_ids": [message.message_id for message in await _send(seat, parcel, reply_to)]}


async def _send(phone: Phone, parcel: Parcel, reply_to: Message | None) -> list[Message]:
    caption, file = parcel.caption, parcel.files[0]
    if len(parcel.files) > 1:
        items = [file.content if parcel.is_photo else (file.name, file.content) for file in parcel.files]
        return await phone.sends_album(items, caption, reply_to=reply_to)
    if parcel.is_photo:
        return [await phone.sends_photo(file.content, caption, reply_to=reply_to)]
    kind = file.media_type
    return [await phone.sends(file.name, file.content, media_type=kind, caption=caption, reply_to=reply_to)]


async def _read(request: Request) -> Parcel:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        try:
            p = await read_parameters(request)
        except ApiRefusal as error:
            raise Wrong(error.description) from error
        refuse_unknown(p.values, _FIELDS)
        return _parcel(p.values, list(p.uploads.values()))
    body = await read_order(request, *_FIELDS, "files")
    return _parcel(body, [_file(item) for item in list_in(body, "files")])


def _parcel(fields: Mapping[str, Json], files: Sequence[Upload]) -> Parcel:
    if fields.get("as", "document") not in ("photo", "document"):
        raise Wrong("a file is sent as a photo or as a document")
    if not files:
        raise Wrong("there is no file to send")
    return Parcel(fields, files)


def _file(item: Json) -> Upload:
    body = as_object(item) or {}
    refuse_unknown(body, ("name", "content", "media_type"))
    name, content, media_type = (text_in(body, field) for field in ("name", "content", "media_type"))
    if content is None:
        raise Wrong("a file needs its content in Base64")
    try:
        decoded = base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise Wrong("the content of a file is no Base64") from error
    return Upload(name or "file", media_type or "", decoded)
