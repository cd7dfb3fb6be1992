"""Files sent by address: only this machine is asked, and Telegram's limits hold."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.connections import LoopbackServer, bind_loopback
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import refusal
from tests.sandbox.pictures import picture

_FILES = {
    "foto.png": (picture(400, 300), "image/png"),
    "nada.png": (b"nada", "image/png"),
    "edital 2.pdf": (b"%PDF-1.7", "application/pdf"),
    "página.html": (b"<p>oi</p>", "text/html; charset=utf-8"),
    "vazio.pdf": (b"", "application/pdf"),
    "grande.png": (bytes(5_000_001), "image/png"),
    "grande.pdf": (bytes(20_000_001), "application/pdf"),
    "quase.pdf": (bytes(20_000_000), "application/pdf"),
}


async def _serve(request: Request) -> Response:
    name = request.path_params["name"]
    if name == "longe.pdf":
        return RedirectResponse("http://203.0.113.1/a.pdf")
    if name not in _FILES:
        return Response(status_code=404)
    content, media_type = _FILES[name]
    return Response(content, media_type=media_type)


@pytest_asyncio.fixture
async def site() -> AsyncIterator[str]:
    """The address of a web server on loopback."""
    listener = bind_loopback(None)
    server = LoopbackServer(Starlette(routes=[Route("/{name}", _serve)]))
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.stop()


async def test_a_photo_is_fetched_and_developed(bot: telegram.Bot, maria: Phone, site: str) -> None:
    sent = await bot.send_photo(maria.chat_id, f"{site}/foto.png")
    assert [(size.width, size.height) for size in sent.photo] == [(90, 68), (320, 240), (400, 300)]


async def test_a_document_is_fetched_with_its_name(bot: telegram.Bot, maria: Phone, site: str) -> None:
    sent = await bot.send_document(maria.chat_id, f"{site}/edital%202.pdf", caption="segue")
    shown = maria.messages[-1].document
    assert sent.document
    assert shown
    assert (sent.document.file_name, shown.content) == ("edital 2.pdf", b"%PDF-1.7")


async def test_a_document_of_the_largest_size_is_fetched(bot: telegram.Bot, maria: Phone, site: str) -> None:
    sent = await bot.send_document(maria.chat_id, f"{site}/quase.pdf")
    assert sent.document
    assert sent.document.file_size == 20_000_000


@pytest.mark.parametrize(
    ("method", "name", "words"),
    [
        ("sendPhoto", "p%C3%A1gina.html", "wrong type of the web page content"),
        ("sendPhoto", "edital%202.pdf", "wrong type of the web page content"),
        ("sendPhoto", "nada.png", "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", "falta.png", "failed to get HTTP URL content"),
        ("sendPhoto", "grande.png", "failed to get HTTP URL content"),
        ("sendDocument", "p%C3%A1gina.html", "wrong type of the web page content"),
        ("sendDocument", "vazio.pdf", "failed to get HTTP URL content"),
        ("sendDocument", "grande.pdf", "failed to get HTTP URL content"),
        ("sendDocument", "longe.pdf", "failed to get HTTP URL content"),
    ],
)
async def test_some_of_it_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, site: str, method: str, name: str, words: str
) -> None:
    values = {method.removeprefix("send").lower(): f"{site}/{name}"}
    assert await refusal(web, sandbox, method, chat_id=maria.chat_id, **values) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.org/a.pdf", "failed to get HTTP URL content"),
        ("example.org/a.pdf", "failed to get HTTP URL content"),
        ("http://203.0.113.1/a.pdf", "failed to get HTTP URL content"),
        ("http://127.0.0.1.example.org/a.pdf", "failed to get HTTP URL content"),
        ("http://127.0.0.1:1/a.pdf", "failed to get HTTP URL content"),
        ("http://a@[::1]:1/a.pdf", "failed to get HTTP URL content"),
        ("ftp://127.0.0.1/a.pdf", "invalid file HTTP URL specified: Unsupported URL protocol"),
        ("http:///a.pdf", "invalid file HTTP URL specified: URL host is empty"),
        ("http://a.b:99999/", "invalid file HTTP URL specified: Wrong port number specified in the URL"),
        ("http://a.b:0/", "invalid file HTTP URL specified: Wrong port number specified in the URL"),
        ("http://a b.c/", "invalid file HTTP URL specified: Wrong URL host"),
        ("http://localhost/a", "wrong remote file identifier specified: Wrong character in the string"),
    ],
)
async def test_no_other_machine_is_asked(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, address: str, words: str
) -> None:
    given = await refusal(web, sandbox, "sendDocument", chat_id=maria.chat_id, document=address)
    assert given == f"Bad Request: {words}"
