"""The mail server over the control address: its switches, and the authority its clients have to trust."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.control.address import route
from sandbox.mail.authority import Certificate
from sandbox.mail.office import Office
from sandbox.requests.json_values import Json, as_integer
from sandbox.requests.orders import Wrong, read_order


class SmtpControl:
    def __init__(self, office: Office) -> None:
        self._office = office

    @property
    def routes(self) -> list[Route]:
        return [
            route("GET", "smtp", self.show),
            route("POST", "smtp", self.switch),
            route("GET", "authority", self.show_authority),
        ]

    async def show(self, request: Request) -> Json:
        account = self._office.account
        return {**asdict(self._office.switches), "login": account.login, "password": account.password}

    async def switch(self, request: Request) -> Json:
        """Any of certificate (good, expired, other_name, stranger), starttls, login_required (true or false),
        messages_per_connection (null: no end) and largest_mail (bytes)."""
        wishes = {name: _read(name, value) for name, value in (await read_order(request)).items()}
        for name, value in wishes.items():
            setattr(self._office.switches, name, value)
        return await self.show(request)

    async def show_authority(self, request: Request) -> Response:
        return Response(self._office.authority.pem, media_type="application/x-pem-file")


def _read(name: str, value: Json) -> Certificate | bool | int | None:
    """Raises Wrong: nothing is switched when one of the wishes is no good."""
    match name:
        case "certificate" if value in list(Certificate):
            return Certificate(str(value))
        case "certificate":
            raise Wrong(f"a certificate is one of {', '.join(Certificate)}")
        case "starttls" | "login_required" if isinstance(value, bool):
            return value
        case "starttls" | "login_required":
            raise Wrong(f"{name} is true or false")
        case "messages_per_connection" if value is None:
            return None
        case "messages_per_connection" | "largest_mail":
            return _count(name, value)
    raise Wrong(f"no such switch: {name}")


def _count(name: str, value: Json) -> int:
    number = as_integer(value)
    if number is None or number < 1:
        raise Wrong(f"{name} is a whole number from 1")
    return number
