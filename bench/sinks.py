"""The least a server can do: answer at once, always the same, keeping nothing. Its figure is the raw limit.

`python -m bench.sinks http` (or `smtp`) prints its port and runs until it is killed.
"""

import asyncio
import sys

_ANSWER = (
    b'{"ok":true,"result":{"message_id":1,"from":{"id":123456789,"is_bot":true,"first_name":"Sink"},"chat":'
    b'{"id":710000001,"type":"private","first_name":"Maria"},"date":1800000000,"text":"Prazo: 10/12/2026"}}'
)
_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(_ANSWER),
    _ANSWER,
)


class HttpSink(asyncio.Protocol):
    """One answer for each whole request (head, then Content-Length bytes)."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            whole = end + 4 + _content_length(self._waiting[:end])
            if len(self._waiting) < whole:
                return
            self._waiting = self._waiting[whole:]
            self._transport.write(_HTTP)


class SmtpSink(asyncio.Protocol):
    """Says yes to every command and forgets every mail."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._waiting = b""
        self._in_mail = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n.\r\n" if self._in_mail else b"\r\n")) >= 0:
            command = b"" if self._in_mail else self._waiting[:end].upper()
            self._waiting = self._waiting[end + (5 if self._in_mail else 2) :]
            self._in_mail = command == b"DATA"
            self._transport.write(b"354 go on\r\n" if self._in_mail else b"250 OK\r\n")


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def _serve(protocol: type[asyncio.Protocol]) -> None:
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve({"http": HttpSink, "smtp": SmtpSink}[sys.argv[1]]))
