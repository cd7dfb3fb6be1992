"""`python -m sandbox`: the desk alone, for any bot and any mailer to try."""

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Sequence
from pathlib import Path

from sandbox.desk import Sandbox
from sandbox.tokens import RealLookingToken


def main(words: Sequence[str] | None = None) -> int:
    """Raises SystemExit when it cannot begin."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A Telegram, a mailbox and a clock on your desk."
    )
    parser.add_argument("--port", type=_port, help="HTTP port (a free one unless given)")
    parser.add_argument("--token", help="a token the sandbox made (a new one unless given)")
    parser.add_argument(
        "--authority",
        type=Path,
        help="write there, as PEM, the authority that signed the mail server's certificate",
    )
    arguments = parser.parse_args(words)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_stay_open(arguments.port, arguments.token, arguments.authority))
    except RealLookingToken as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(f"{error.strerror}: {error.filename or f'port {arguments.port}'}")
    return 0


async def _stay_open(port: int | None, token: str | None, authority: Path | None) -> None:
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told_to_stop.set)
    async with Sandbox(port=port, token=token) as sandbox:
        if authority is not None:
            sandbox.authority.write(authority)
        for name, value in sandbox.addresses.items():
            print(f"{name.replace('_', ' '):10} {value}", flush=True)
        await told_to_stop.wait()


def _port(text: str) -> int:
    """Raises ArgumentTypeError."""
    if not text.isdecimal() or not int(text) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number up to 65535")
    return int(text)


if __name__ == "__main__":
    raise SystemExit(main())
