"""One raw call of the Bot API, to see exactly what goes over the wire."""

import httpx

from sandbox.desk import Sandbox


async def call(web: httpx.AsyncClient, sandbox: Sandbox, method: str, **parameters: object) -> httpx.Response:
    return await web.post(f"/bot{sandbox.token}/{method}", json=parameters)


async def refusal(web: httpx.AsyncClient, sandbox: Sandbox, method: str, **parameters: object) -> str:
    """The words of an answer that must be a no."""
    answer = await call(web, sandbox, method, **parameters)
    body = answer.json()
    assert (body["ok"], body["error_code"]) == (False, answer.status_code)
    return str(body["description"])
