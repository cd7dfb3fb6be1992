"""Faults over the control address: plan them, look at them, forget them, set their luck."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox.control.address import route
from sandbox.faults.kinds import DELIVERY, DOWNLOAD, Fault, SmtpFault
from sandbox.faults.plan import Plan
from sandbox.faults.reading import read_fault, show_plan
from sandbox.methods import METHODS
from sandbox.requests.json_values import Json
from sandbox.requests.orders import Wrong, read_order, whole_in


class FaultControl:
    def __init__(self, telegram: Plan[Fault], smtp: Plan[SmtpFault]) -> None:
        self._telegram = telegram
        self._smtp = smtp

    @property
    def routes(self) -> list[Route]:
        return [
            route("POST", "faults", self.plan),
            route("GET", "faults", self.show),
            route("DELETE", "faults", self.forget),
            route("POST", "faults/seed", self.seed),
        ]

    async def plan(self, request: Request) -> Json:
        """The fields of Fault, or of SmtpFault when there is a `stage`."""
        match read_fault(await read_order(request)):
            case SmtpFault() as fault:
                self._smtp.add(fault)
            case fault:
                _check_method(fault.method)
                self._telegram.add(fault)
        return {"planned": True}

    async def show(self, request: Request) -> Json:
        return {"telegram": show_plan(self._telegram), "smtp": show_plan(self._smtp)}

    async def forget(self, request: Request) -> Json:
        self._telegram.clear()
        self._smtp.clear()
        return {"planned": False}

    async def seed(self, request: Request) -> Json:
        """{"seed": a whole number}: where the luck of all faults begins, now and after they are forgotten."""
        seed = whole_in(await read_order(request, "seed"), "seed")
        if seed is None:
            raise Wrong("a seed is a whole number")
        self._telegram.seed(seed)
        self._smtp.seed(seed)
        return {"seed": seed}


def _check_method(name: str | None) -> None:
    if name is not None and name.lower() not in {*METHODS, DOWNLOAD, DELIVERY}:
        raise Wrong(f"the sandbox has no method {name}")
