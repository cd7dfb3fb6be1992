"""What a visitor asks the page for, and the slips told back next to the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from sandbox.requests.json_values import as_integer

_LARGEST_FORM = 100_000
_PARTS = frozenset({"html", "texto"})


@dataclass(frozen=True, slots=True)
class Look:
    """Which chat and which mail (and which part of it) are open, and who speaks in a group, in which topic."""

    chat: int | None = None
    mail: int | None = None
    part: str = ""
    voice: int | None = None
    topic: int | None = None

    @classmethod
    def of(cls, request: Request) -> Look:
        return cls.read(request.query_params)

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Look:
        part = fields.get("parte", "")
        return cls(
            as_integer(fields.get("chat", "")),
            as_integer(fields.get("mail", "")),
            part if part in _PARTS else "",
            as_integer(fields.get("voz", "")),
            as_integer(fields.get("topico", "")),
        )

    @property
    def address(self) -> str:
        fields = {
            "chat": self.chat,
            "voz": self.voice,
            "topico": self.topic,
            "mail": self.mail,
            "parte": self.part or None,
        }
        return "/page?" + urlencode({name: value for name, value in fields.items() if value is not None})

    def with_chat(self, chat: int | None) -> Look:
        """Another chat has other people and other topics."""
        return self if chat == self.chat else replace(self, chat=chat, voice=None, topic=None)

    def with_mail(self, mail: int | None, part: str = "") -> Look:
        return replace(self, mail=mail, part=part)


class Slip(Exception):
    """What the visitor wrote cannot be done; `field` is where to say so."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words

    @classmethod
    def of(cls, request: Request) -> Slip | None:
        words = request.query_params.get("slip", "")
        return cls(request.query_params.get("field", ""), words[:200]) if words else None

    def to_json(self) -> dict[str, str]:
        return {"field": self.field, "slip": self.words}


@dataclass(frozen=True, slots=True)
class Form:
    fields: Mapping[str, str]
    look: Look
    #: Sent by page.js, which wants JSON and not another page.
    by_script: bool

    def text(self, name: str) -> str:
        return self.fields.get(name, "")


async def read_form(request: Request) -> Form:
    """A form, however odd; what cannot be read counts as not filled in."""
    body = (await request.body())[:_LARGEST_FORM].decode(errors="replace")
    try:
        fields = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=50))
    except ValueError:
        fields = {}
    by_script = "application/json" in request.headers.get("accept", "")
    return Form(fields, Look.read(fields), by_script)
