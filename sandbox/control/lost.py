"""What somebody is told who asks for an address that is not there, or in a way it does not take."""

from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from sandbox.control.address import refusal


class Lost:
    """Comes after the `routes` of a part of the desk, and takes every call that none of them took."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        address = scope["path"]
        near = [route for route in self._routes if route.matches(scope)[0] is Match.PARTIAL]
        taken = ", ".join(sorted({method for route in near for method in route.methods or ()}))
        if not taken:
            return refusal(404, f"there is no address {address}")
        answer = refusal(405, f"{address} takes {taken}, not {scope['method']}")
        answer.headers["allow"] = taken
        return answer
