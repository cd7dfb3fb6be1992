"""A Bot API and an SMTP server on loopback that answer exactly what a test scripts, faults included."""

import asyncio
import json
import re
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Say:
    """An HTTP answer, after `delay` seconds."""

    status: int
    body: str
    delay: float = 0


@dataclass(frozen=True, slots=True)
class Hang:
    """The connection is closed, or kept silent for `seconds`, once the request was read."""

    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """These bytes, the body whole or byte by byte with `drip` seconds between; then the connection is closed."""

    content: bytes
    drip: float = 0


Reaction = Say | Hang | Raw


def error(code: int, text: str, **parameters: object) -> Say:
    content = {"ok": False, "error_code": code, "description": text}
    return Say(code, json.dumps(content | ({"parameters": parameters} if parameters else {})))


@dataclass(slots=True)
class ScriptedApi:
    #: Answers in turn; afterwards every request succeeds.
    script: list[Reaction] = field(default_factory=list)
    #: Answers for one chat, always.
    by_chat: dict[str, Reaction] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    in_flight: dict[str, int] = field(default_factory=dict)
    most_in_flight: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def texts(self, chat: str | None = None) -> list[str]:
        return [form["text"] for _, form in self.calls if "text" in form and chat in (None, form["chat_id"])]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int((re.search(rb"content-length: (\d+)", head, re.IGNORECASE) or [0, 0])[1])
                form = _form(head, await reader.readexactly(length))
                method = head.split(b" ", 2)[1].decode().rpartition("/")[2]
                self.calls.append((method, form))
                chat = form.get("chat_id", "")
                self.in_flight[chat] = self.in_flight.get(chat, 0) + 1
                self.most_in_flight = max(self.most_in_flight, self.in_flight[chat])
                answer = self.by_chat.get(chat) or (
                    self.script.pop(0) if self.script else _success(method, form)
                )
                await asyncio.sleep(_pause(answer))
                self.in_flight[chat] -= 1
                if not isinstance(answer, Say):
                    await _write_raw(writer, answer)
                    return
                body = answer.body.encode()
                writer.write(
                    f"HTTP/1.1 {answer.status} X\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def _form(head: bytes, body: bytes) -> dict[str, str]:
    """Its fields; of a file, its name."""
    kind = re.search(rb"content-type: multipart/[^\r\n]+", head, re.IGNORECASE)
    if kind is None:
        return {key: one[0] for key, one in parse_qs(body.decode()).items()}
    parts = message_from_bytes(kind[0] + b"\r\n\r\n" + body, policy=HTTP).iter_parts()
    named = [(one.get_param("name", header="content-disposition"), one) for one in parts]
    return {str(name): one.get_filename() or str(one.get_content()) for name, one in named}


def _pause(answer: Reaction) -> float:
    match answer:
        case Say():
            return answer.delay
        case Hang():
            return answer.seconds
        case Raw():
            return 0


async def _write_raw(writer: asyncio.StreamWriter, answer: Hang | Raw) -> None:
    if isinstance(answer, Hang):
        return
    head, blank, body = answer.content.partition(b"\r\n\r\n")
    pieces = [bytes([one]) for one in body] if answer.drip else [body]
    for piece in [head + blank, *pieces]:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(answer.drip)


def _success(method: str, form: dict[str, str]) -> Say:
    result: object = True
    if method in ("sendMessage", "sendPhoto", "sendDocument"):
        chat = {"id": int(form["chat_id"]), "type": "private"}
        result = {"message_id": 77, "date": 1, "chat": chat, "text": form.get("text", "")}
    if method == "getMe":
        result = {"id": 42, "is_bot": True, "first_name": "Elo", "username": "elo_bot"}
    return Say(200, json.dumps({"ok": True, "result": result}))


@asynccontextmanager
async def serving_api() -> AsyncIterator[ScriptedApi]:
    api = ScriptedApi()
    server = await asyncio.start_server(api.serve, "127.0.0.1", 0)
    api.port = server.sockets[0].getsockname()[1]
    yield api
    server.close()


LARGEST_BODY = 4_000_000
#: In a script: close the connection instead of answering; or keep it open and say nothing.
DROP, SILENCE = "", "…"
#: After an answer: it is said, and the connection closed; or our half of it, while the server still listens.
THEN_CLOSE, THEN_HALF = "\0", "\0\0"

REPLIES = {
    "CONNECT": "220 hello",
    "EHLO": "250-here\r\n250-AUTH PLAIN\r\n250 SIZE 1000000",
    "AUTH": "235 welcome",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go",
    "BODY": "250 2.0.0 queued as 1",
    "RSET": "250 ok",
    "QUIT": "221 bye",
    "STARTTLS": "220 go",
}


@dataclass(slots=True)
class ScriptedSmtp:
    """Answers in turn by stage (command, CONNECT or BODY); afterwards everything succeeds."""

    script: dict[str, list[str]] = field(default_factory=dict)
    #: Answers for a recipient, always.
    by_recipient: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    #: Seconds before each answer to a body; before those of other stages.
    scan: float = 0
    slow: dict[str, float] = field(default_factory=dict)
    connections: int = 0
    messages: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    port: int = 0

    def _reply(self, stage: str) -> str:
        waiting = self.script.get(stage)
        return waiting.pop(0) if waiting else REPLIES.get(stage, "250 ok")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        stage, recipient = "CONNECT", ""
        while True:
            reply = self._reply(stage)
            if stage == "RCPT":
                reply = self.by_recipient.get(recipient, reply)
            if reply == DROP:
                return
            if reply == SILENCE:
                await reader.read()
                return
            await asyncio.sleep(self.slow.get(stage, 0))
            writer.write(reply.rstrip(THEN_CLOSE).encode() + b"\r\n")
            if reply.endswith(THEN_HALF):
                writer.write_eof()
                await reader.read()
            if reply.endswith(THEN_CLOSE):
                return
            if stage == "STARTTLS" and self.tls is not None and reply.startswith("220"):
                await writer.start_tls(self.tls)
            if stage == "QUIT" or reply.startswith("421"):
                return
            if stage == "DATA" and reply.startswith("354"):
                body = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
                self.messages.append((recipient, re.sub(rb"(?m)^\.", b"", body)))
                await asyncio.sleep(self.scan)
                stage = "BODY"
                continue
            line = (await reader.readuntil(b"\r\n")).decode().strip()
            self.commands.append(line)
            stage = line.split(" ", 1)[0].upper()
            if stage == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]


@asynccontextmanager
async def serving_smtp(
    *, tls: ssl.SSLContext | None = None, implicit: bool = False
) -> AsyncIterator[ScriptedSmtp]:
    smtp = ScriptedSmtp(tls=tls)
    server = await asyncio.start_server(
        smtp.serve, "127.0.0.1", 0, ssl=tls if implicit else None, limit=LARGEST_BODY
    )
    smtp.port = server.sockets[0].getsockname()[1]
    yield smtp
    server.close()


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
