"""`python -m sandbox [--port N] [--authority FILE]`: the desk alone, for any bot and any mailer to try."""

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

from sandbox.desk import Sandbox


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A Telegram, a mailbox and a clock on your desk."
    )
    parser.add_argument("--port", type=int, help="HTTP port (a free one unless given)")
    parser.add_argument(
        "--authority",
        type=Path,
        help="write there, as PEM, the authority that signed the mail server's certificate",
    )
    arguments = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_stay_open(arguments.port, arguments.authority))
    return 0


async def _stay_open(port: int | None, authority: Path | None) -> None:
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told_to_stop.set)
    async with Sandbox(port=port) as sandbox:
        if authority is not None:
            sandbox.authority.write(authority)
        _show_addresses(sandbox)
        await told_to_stop.wait()


def _show_addresses(sandbox: Sandbox) -> None:
    for name, value in (
        ("page", sandbox.page_url),
        ("bot api", f"{sandbox.base_url}/bot"),
        ("files", f"{sandbox.base_url}/file/bot"),
        ("token", sandbox.token),
        ("smtp", f"{sandbox.smtp_host}:{sandbox.smtp_port}"),
        ("submission", f"{sandbox.smtp_host}:{sandbox.submission_port}"),
        ("smtps", f"{sandbox.smtp_host}:{sandbox.smtps_port}"),
        ("login", sandbox.smtp_login),
        ("password", sandbox.smtp_password),
        ("authority", f"{sandbox.control_url}/authority"),
        ("clock", sandbox.clock_url),
        ("control", sandbox.control_url),
    ):
        print(f"{name:10} {value}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
