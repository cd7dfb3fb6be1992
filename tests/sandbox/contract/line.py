"""One bot, one chat and one forum at some server, by raw HTTP: what is compared is what goes over the wire."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from sandbox.requests.json_values import Json, JsonObject, as_integer, as_list, as_object

#: Seconds between two messages to the real server: one a second to a person is what it allows.
PACE = 1.1


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: JsonObject

    @property
    def refusal(self) -> tuple[int, str]:
        """The code and the words of an answer that must be a no; the HTTP status must say the same."""
        assert (self.body["ok"], self.body["error_code"]) == (False, self.status), self.body
        return self.status, str(self.body["description"])

    @property
    def result(self) -> Json:
        assert (self.status, self.body["ok"]) == (200, True), self.body
        return self.body["result"]

    @property
    def message(self) -> JsonObject:
        found = as_object(self.result)
        assert found is not None
        return found

    @property
    def messages(self) -> list[JsonObject]:
        return [found for item in as_list(self.result) or () if (found := as_object(item)) is not None]

    @property
    def message_id(self) -> int:
        number = as_integer(self.message["message_id"])
        assert number
        return number


@dataclass(frozen=True, slots=True)
class Line:
    web: httpx.AsyncClient
    token: str
    chat: int
    forum: int | None
    #: Real seconds to wait before each call that sends.
    pace: float = 0.0

    async def call(self, method: str, **parameters: Json) -> Answer:
        """A call with the parameters as JSON."""
        return await self._answer(method, json=parameters)

    async def upload(self, method: str, files: Mapping[str, tuple[str, bytes]], **parameters: Json) -> Answer:
        """A call as a multipart form: nested values as JSON text, as clients send them."""
        form = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()
        }
        return await self._answer(method, data=form, files=files)

    async def says(self, text: str, **parameters: Json) -> Answer:
        """sendMessage to the chat."""
        return await self.call("sendMessage", **{"chat_id": self.chat, "text": text, **parameters})

    async def download(self, path: str) -> bytes:
        answer = await self.web.get(f"/file/bot{self.token}/{path}")
        assert answer.status_code == 200
        return answer.content

    async def _answer(self, method: str, **body: object) -> Answer:
        if self.pace and method.lower().startswith(("send", "copy", "forward", "edit")):
            await asyncio.sleep(self.pace)
        answer = await self.web.post(f"/bot{self.token}/{method}", **body)  # type: ignore[arg-type]
        found = as_object(answer.json())
        assert found is not None
        return Answer(answer.status_code, found)
