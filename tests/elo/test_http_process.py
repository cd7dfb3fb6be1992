"""`elo run` with pages, as an operator runs it: it answers, and it ends when asked."""

import asyncio
import socket
from pathlib import Path

import httpx

from tests.elo.conftest import Elo
from tests.journeys.service import running, stopped


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def test_the_service_answers_until_it_is_asked_to_end(started: Elo, folder: Path) -> None:
    port = free_port()
    (folder / "config.toml").write_text(
        f'[telegram]\ntoken = "81:abc"\nbase_url = "http://127.0.0.1:9"\n[http]\nlisten = "127.0.0.1:{port}"\n'
    )
    async with running(folder, fresh=True) as process, httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/saude")).text == "ok"
        assert (await client.get(f"http://127.0.0.1:{port}/sair/1.abc")).status_code == 404
        # A connection that is kept open holds up nobody.
        async with asyncio.timeout(8):
            assert await stopped(process) == 0
    log = (folder / "run.log").read_text()
    assert "http.answered" in log
    assert "1.abc" not in log
    assert "Traceback" not in log
