"""`python -m sandbox [--port N]`: the desk alone, for any bot and any mailer to try themselves against."""

import argparse
import asyncio
import contextlib
import signal

from sandbox.desk import Sandbox


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A Telegram, a mailbox and a clock on your desk."
    )
    parser.add_argument("--port", type=int, help="HTTP port (a free one unless given)")
    arguments = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_stay_open(arguments.port))
    return 0


async def _stay_open(port: int | None) -> None:
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told_to_stop.set)
    async with Sandbox(port=port) as sandbox:
        _show_addresses(sandbox)
        await told_to_stop.wait()


def _show_addresses(sandbox: Sandbox) -> None:
    for name, value in (
        ("page", sandbox.page_url),
        ("bot api", f"{sandbox.base_url}/bot"),
        ("files", f"{sandbox.base_url}/file/bot"),
        ("token", sandbox.token),
        ("smtp", f"{sandbox.smtp_host}:{sandbox.smtp_port}"),
        ("clock", sandbox.clock_url),
        ("control", sandbox.control_url),
    ):
        print(f"{name:8} {value}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
