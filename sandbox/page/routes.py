"""The page's addresses. All can be read and done without JavaScript; with it the page keeps itself fresh."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.clock import ClockRunsForwards, SandboxClock
from sandbox.exchange import Exchange
from sandbox.formatting.entities import LONGEST_TEXT
from sandbox.impossible import MayNotWrite, UnsendableText
from sandbox.mail.mailbox import Mail, Mailbox
from sandbox.messages import Message
from sandbox.page import talks, views
from sandbox.page.calendar_words import from_field
from sandbox.page.requests import Form, Look, Slip, read_form
from sandbox.page.views import Scene
from sandbox.phone import Phone
from sandbox.requests.json_values import as_integer

HERE = Path(__file__).parent
_STATIC = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_FRAGMENTS = ("people", "heading", "log", "chips", "voice", "clock", "mail")
_LONGEST_NAME = 60
_STEPS = {"1h": timedelta(hours=1), "1d": timedelta(days=1), "7d": timedelta(days=7)}
#: A mail's own HTML is a stranger's page: no script, nothing fetched, its own styles only.
_STRANGER = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

Act = Callable[[Form], Awaitable[Look]]


class Page:
    def __init__(self, exchange: Exchange, mailbox: Mailbox, clock: SandboxClock) -> None:
        self._exchange = exchange
        self._mailbox = mailbox
        self._clock = clock
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/", self.front_door, methods=["GET"]),
            Route("/page", self.show, methods=["GET"]),
            Route("/page/state", self.state, methods=["GET"]),
            Route("/page/static/{name}", self.static, methods=["GET"]),
            Route("/page/people", self._does(self.add_person), methods=["POST"]),
            Route("/page/messages", self._does(self.write), methods=["POST"]),
            Route("/page/presses", self._does(self.press), methods=["POST"]),
            Route("/page/clock", self._does(self.move_clock), methods=["POST"]),
            Route("/page/files/{chat}/{message}", self.file, methods=["GET"]),
            Route("/page/photos/{chat}/{message}", self.photo, methods=["GET"]),
            Route("/page/mails/{number}/html", self.mail_html, methods=["GET"]),
            Route("/page/mails/{number}/attachments/{place}", self.attachment, methods=["GET"]),
        ]

    async def front_door(self, request: Request) -> Response:
        return RedirectResponse("/page", status_code=303)

    async def show(self, request: Request) -> Response:
        scene = self._scene(Look.of(request))
        template = self._templates.get_template("page.html")
        return HTMLResponse(template.render(scene=scene, slip=Slip.of(request)))

    async def state(self, request: Request) -> Response:
        """The parts of the page that change, as HTML, for page.js to put in place."""
        scene = self._scene(Look.of(request))
        parts = {
            name: self._templates.get_template(f"{name}.html").render(scene=scene) for name in _FRAGMENTS
        }
        return JSONResponse({"chat": scene.talk.id if scene.talk else None, "parts": parts})

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            raise HTTPException(404)
        return Response((HERE / "static" / name).read_bytes(), media_type=_STATIC[name])

    async def add_person(self, form: Form) -> Look:
        name = " ".join(form.text("name").split())
        if not name or len(name) > _LONGEST_NAME:
            raise Slip("name", f"Escreva um nome de até {_LONGEST_NAME} letras.")
        return form.look.with_chat(self._exchange.phone(name).chat_id)

    async def write(self, form: Form) -> Look:
        phone = self._phone(form)
        try:
            await phone.says(form.text("text"))
        except UnsendableText as error:
            raise Slip("text", f"Escreva uma mensagem de até {LONGEST_TEXT} letras.") from error
        except MayNotWrite as error:
            raise Slip(
                "text", "Esta pessoa não pode escrever aqui: está restrita, ou o tópico está fechado."
            ) from error
        return form.look

    async def press(self, form: Form) -> Look:
        phone = self._phone(form)
        message = phone.chat.messages.get(as_integer(form.text("message")) or 0)
        row, _, column = form.text("place").partition(".")
        try:
            rows = message.keyboard.rows if message and message.keyboard else ()
            button = rows[abs(int(row))][abs(int(column))]
        except (IndexError, ValueError) as error:
            raise Slip("text", "Este botão não está mais na conversa.") from error
        if message:
            phone.press(message, button)
        return form.look

    async def move_clock(self, form: Form) -> Look:
        step = _STEPS.get(form.text("step"))
        try:
            if step:
                self._clock.advance(step)
            else:
                self._clock.set(from_field(form.text("instant")))
        except ClockRunsForwards as error:
            raise Slip("instant", "O relógio só anda para a frente: escolha um momento futuro.") from error
        except (ValueError, OverflowError) as error:
            raise Slip("instant", "Escolha uma data e uma hora válidas.") from error
        return form.look

    async def file(self, request: Request) -> Response:
        document = self._message(request).document
        if document is None:
            raise HTTPException(404)
        return _download(document.name, document.content)

    async def photo(self, request: Request) -> Response:
        """A JPEG that the sandbox itself has made: the only file of others that is shown and not saved."""
        photo = self._message(request).photo
        if photo is None:
            raise HTTPException(404)
        return Response(photo.largest.file.content, media_type=photo.largest.file.media_type)

    async def mail_html(self, request: Request) -> Response:
        return HTMLResponse(self._mail(request).html, headers={"Content-Security-Policy": _STRANGER})

    async def attachment(self, request: Request) -> Response:
        attachments, place = self._mail(request).attachments, _number(request, "place")
        if place >= len(attachments):
            raise HTTPException(404)
        return _download(attachments[place].name, attachments[place].content)

    def _message(self, request: Request) -> Message:
        chat = self._exchange.chats.get(as_integer(request.path_params["chat"]) or 0)
        message = chat.messages.get(_number(request, "message")) if chat else None
        if message is None:
            raise HTTPException(404)
        return message

    def _mail(self, request: Request) -> Mail:
        mail = self._mailbox.find(_number(request, "number"))
        if mail is None:
            raise HTTPException(404)
        return mail

    def _phone(self, form: Form) -> Phone:
        phone = talks.seat(self._exchange, form.look)
        if phone is None and form.look.chat in self._exchange.chats:
            raise Slip("text", "Não há ninguém neste grupo para escrever.")
        if phone is None:
            raise Slip("name", "Escolha uma pessoa antes de escrever.")
        return phone

    def _scene(self, look: Look) -> Scene:
        phones = self._exchange.phones
        chosen = look.chat if look.chat is not None else (phones[0].chat_id if phones else None)
        mail = self._mailbox.find(look.mail or 0)
        return Scene(
            look=look.with_chat(chosen),
            bot=self._exchange.bot,
            people=views.people(self._exchange, chosen),
            talk=talks.talk(self._exchange, look.with_chat(chosen)),
            letters=[views.letter(mail) for mail in reversed(self._mailbox.messages[-talks.MOST_SHOWN :])],
            opened=views.letter(mail, opened=True) if mail else None,
            clock=views.clock_face(self._clock),
        )

    def _does(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            form = await read_form(request)
            try:
                look, slip = await act(form), None
            except Slip as caught:
                look, slip = form.look, caught
            if form.by_script:
                return JSONResponse({"address": look.address, "slip": slip.to_json() if slip else None})
            tail = f"&{urlencode(slip.to_json())}" if slip else ""
            return RedirectResponse(f"{look.address}{tail}", status_code=303)

        return answer


def _number(request: Request, name: str) -> int:
    """Starlette's own `:int` stumbles over a number of thousands of digits."""
    number = as_integer(request.path_params[name])
    if number is None or number < 0:
        raise HTTPException(404)
    return number


def _download(name: str, content: bytes) -> Response:
    """Always as a file to save: what people send is not this page's to show."""
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )
