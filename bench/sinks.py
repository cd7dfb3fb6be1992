"""The least a server can do: always the same answer, keeping nothing. Its figure is the raw limit.

`python -m bench.sinks http` (or `smtp`) prints its port and runs until it is killed; `--delay 20` makes each reply
wait so many milliseconds, as a distant server's would; `smtp --keep FILE` writes the last mail it took there.
"""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path

_ANSWER = (
    b'{"ok":true,"result":{"message_id":1,"from":{"id":123456789,"is_bot":true,"first_name":"Sink"},"chat":'
    b'{"id":710000001,"type":"private","first_name":"Maria"},"date":1800000000,"text":"Prazo: 10/12/2026"}}'
)
_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(_ANSWER),
    _ANSWER,
)
#: What Postfix offers without TLS.
_EHLO = b"250-sink\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n"


class Sink(asyncio.Protocol):
    """What came together is answered together: the delay is that of a distant server, not of a slow one."""

    def __init__(self, delay: float) -> None:
        """`delay` in seconds."""
        self._delay = delay
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._reply(self.greeting())

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        self._reply(b"".join(self.answers()))

    def greeting(self) -> bytes:
        return b""

    def answers(self) -> list[bytes]:
        """To everything whole in `_waiting`, which is taken out of it."""
        raise NotImplementedError

    def _reply(self, answer: bytes) -> None:
        if not answer:
            return
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._transport.write, answer)
        else:
            self._transport.write(answer)


class HttpSink(Sink):
    """One answer for each whole request (head, then Content-Length bytes)."""

    def answers(self) -> list[bytes]:
        found = []
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            whole = end + 4 + _content_length(self._waiting[:end])
            if len(self._waiting) < whole:
                break
            self._waiting = self._waiting[whole:]
            found.append(_HTTP)
        return found


class SmtpSink(Sink):
    """Takes every mail and forgets it."""

    def __init__(self, delay: float, keep: Path | None = None) -> None:
        super().__init__(delay)
        self._keep = keep
        self._in_mail = False

    def greeting(self) -> bytes:
        return b"220 sink ESMTP\r\n"

    def answers(self) -> list[bytes]:
        found = []
        while (end := self._waiting.find(b"\r\n.\r\n" if self._in_mail else b"\r\n")) >= 0:
            taken = self._waiting[:end]
            self._waiting = self._waiting[end + (5 if self._in_mail else 2) :]
            found.append(self._taken(taken) if self._in_mail else self._answer(taken.upper()))
        return found

    def _taken(self, mail: bytes) -> bytes:
        self._in_mail = False
        if self._keep is not None:
            self._keep.write_bytes(mail)
        return b"250 2.0.0 Ok: queued as 4X7QzB1Hs0z9vJX\r\n"

    def _answer(self, command: bytes) -> bytes:
        self._in_mail = command == b"DATA"
        if self._in_mail:
            return b"354 End data with <CR><LF>.<CR><LF>\r\n"
        if command == b"QUIT":
            asyncio.get_running_loop().call_later(self._delay, self._transport.close)
            return b"221 2.0.0 Bye\r\n"
        return _EHLO if command.startswith(b"EHLO") else b"250 2.1.0 Ok\r\n"


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def _serve(protocol: Callable[[], Sink]) -> None:
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.sinks", description=__doc__)
    parser.add_argument("kind", choices=("http", "smtp"))
    parser.add_argument("--delay", type=float, default=0, help="milliseconds before each reply")
    parser.add_argument("--keep", type=Path, help="where the last mail is written")
    given = parser.parse_args()
    delay = given.delay / 1000
    asyncio.run(_serve(lambda: HttpSink(delay) if given.kind == "http" else SmtpSink(delay, given.keep)))


if __name__ == "__main__":
    main()
