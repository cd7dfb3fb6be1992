"""The servers the contract is checked on: the sandbox always, the real one when the environment names a bot."""

import os
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from sandbox.desk import Sandbox
from sandbox.groups.members import RIGHTS
from tests.sandbox.contract.line import PACE, Line

_SERVERS = ["sandbox", *(["real"] if "CONTRACT_TOKEN" in os.environ else [])]


@pytest_asyncio.fixture(params=_SERVERS)
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    if request.param == "real":
        async with httpx.AsyncClient(base_url=_real_url(), timeout=90) as web:
            yield _real_line(web)
        return
    async with Sandbox() as desk:
        desk.telegram.rates.enforced = False
        person = desk.telegram.phone("Maria Souza")
        await person.says("/start")
        forum = desk.telegram.group("Fórum", forum=True, rights=RIGHTS)
        async with httpx.AsyncClient(base_url=desk.base_url, verify=False, timeout=10) as web:
            yield Line(web, desk.token, person.chat_id, forum.id)


def _real_url() -> str:
    return os.environ.get("CONTRACT_URL", "https://api.telegram.org")


def _real_line(web: httpx.AsyncClient) -> Line:
    forum = os.environ.get("CONTRACT_FORUM")
    return Line(
        web,
        os.environ["CONTRACT_TOKEN"],
        int(os.environ["CONTRACT_CHAT"]),
        int(forum) if forum else None,
        pace=PACE,
    )
