"""A mail server in the caller's loop, on loopback, that delivers to the mailbox: three doors, one account."""

import asyncio
import socket
from collections.abc import Mapping

from sandbox.clock import SandboxClock
from sandbox.faults.kinds import SmtpFault
from sandbox.faults.plan import Plan
from sandbox.mail.line import Line, Lines
from sandbox.mail.mailbox import Mailbox
from sandbox.mail.office import Door, Office, SmtpSwitches
from sandbox.mail.steps import Steps


class SmtpServer:
    def __init__(self, mailbox: Mailbox, clock: SandboxClock) -> None:
        self.office = Office()
        self._steps = Steps(mailbox, clock, self.office)
        self._lines = Lines()
        self._servers: list[asyncio.Server] = []

    @property
    def faults(self) -> Plan[SmtpFault]:
        return self.office.faults

    @property
    def switches(self) -> SmtpSwitches:
        return self.office.switches

    async def start(self, listeners: Mapping[Door, socket.socket]) -> None:
        for door, listener in listeners.items():
            self._servers.append(await self._open(door, listener))

    async def stop(self) -> None:
        for server in self._servers:
            server.close()
        for line in list(self._lines.open):
            await line.hang_up()
        # aiosmtpd cancels its own task when the line is lost; let the loop run it out.
        await asyncio.sleep(0)

    async def _open(self, door: Door, listener: socket.socket) -> asyncio.Server:
        def answer() -> Line:
            return Line(self._steps, self.office, door=door, lines=self._lines)

        return await asyncio.get_running_loop().create_server(answer, sock=listener)
