"""The main job played from plan to protocol, without a browser: each message is printed as it leaves.

Every scene waits for what it tells; what does not come, or comes unasked, fails the story.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from elo.demo.cast import ANA, DAVI, JOAO, LIA, MARIA, RUI, Role
from elo.demo.stage import CODE_SUBJECT, Stage, code_in
from sandbox.phone import Phone
from scheduler.clock import BRASILIA
from scheduler.wording import long_date

#: Real seconds to wait for a message: the sandbox enforces Telegram's one a second and chat.
PATIENCE = 20.0
#: Real seconds in which nothing may come where nothing should.
SILENCE = 1.5


class StoryFailed(Exception):
    """Something did not go as told."""


class Story:
    def __init__(self, stage: Stage, write: Callable[[str], None]) -> None:
        self._stage = stage
        self._write = write
        #: Number of the last mail read, by address.
        self._read: dict[str, int] = {}

    async def play(self) -> None:
        """Raises `StoryFailed` with what was expected and did not happen."""
        try:
            await self._scenes()
        except TimeoutError as error:
            raise StoryFailed(str(error)) from error

    async def _scenes(self) -> None:
        maria, ana = await self._people_arrive()
        await self._maria_asks(maria)
        await self._first_reminder(maria, ana)
        await self._not_acknowledged()
        await self._second_reminder(maria, ana)
        await self._report_in_one_line(maria, ana)
        await self._report_by_dialogue(maria, ana)
        await self._the_day(maria)

    async def _people_arrive(self) -> tuple[Phone, Phone]:
        self._scene("Duas pessoas abrem o convite; uma terceira não tem convite")
        phones = []
        for role in (MARIA, ANA):
            phone = self._phone(role)
            token = await self._stage.invite(role)
            async with self._said(phone, f"/start {token}"):
                await phone.waits_for("Falta um passo", timeout=PATIENCE)
            code = code_in(await self._mail(role, CODE_SUBJECT))
            async with self._said(phone, code):
                await phone.waits_for("ligada ao seu cadastro", timeout=PATIENCE)
            phones.append(phone)
        stranger = self._stage.sandbox.telegram.phone("Desconhecido (fictício)")
        async with self._said(stranger, "/start"):
            await stranger.waits_for("convite", timeout=PATIENCE)
        return phones[0], phones[1]

    async def _maria_asks(self, maria: Phone) -> None:
        self._scene("Maria pergunta o que está pendente")
        async with self._said(maria, "/prazos"):
            await maria.waits_for("Meta 1.2", timeout=PATIENCE)

    async def _first_reminder(self, maria: Phone, ana: Phone) -> None:
        # Ten days before 24/12 is a Sunday: the reminder leaves on the Friday before.
        await self._morning(12, "Faltam 12 dias: o décimo dia cai no domingo, o lembrete sai na sexta")
        await maria.waits_for("Meta 1.2", timeout=PATIENCE)
        self._hear(maria)
        await ana.waits_for("Meta C1", timeout=PATIENCE)
        self._hear(ana)
        await self._mail(JOAO, "meta 1.2")
        await self._mail(LIA, "meta 1.2")
        await self._mail(DAVI, "meta 1.2")

    async def _not_acknowledged(self) -> None:
        await self._morning(15, "Maria não deu ciência: depois de um dia útil, o mesmo aviso vai por e-mail")
        await self._mail(MARIA, "meta 1.2")

    async def _second_reminder(self, maria: Phone, ana: Phone) -> None:
        await self._morning(19, "Faltam 5 dias: Maria toca em Ciente")
        await maria.waits_for("Meta 1.2", timeout=PATIENCE)
        self._hear(maria)
        await maria.presses("Ciente")
        self._write(f"  {maria.name} toca em [Ciente]")
        await self._toast(maria)
        self._write(f"  Elo → {maria.name}: ({maria.toasts[-1]})")
        await ana.waits_for("Vence hoje", timeout=PATIENCE)
        self._hear(ana)

    async def _report_in_one_line(self, maria: Phone, ana: Phone) -> None:
        self._scene("Maria entrega a meta 1.2 em uma linha; a Secretaria-Executiva fica sabendo")
        async with self._said(
            maria, '/entregar 1.2 "Indicamos a responsável pelo Painel, por ofício de hoje"'
        ):
            await maria.waits_for("RP-2025-000001", timeout=PATIENCE)
        await ana.waits_for("RP-2025-000001", timeout=PATIENCE)
        self._hear(ana)
        await self._mail(RUI, "RP-2025-000001")

    async def _report_by_dialogue(self, maria: Phone, ana: Phone) -> None:
        self._scene("Maria entrega um curso da meta 2.2 respondendo às perguntas")
        async with self._said(maria, "/entregar"):
            await maria.waits_for("Qual meta", timeout=PATIENCE)
        async with self._said(maria, "2.2"):
            await maria.waits_for("Conte em uma mensagem", timeout=PATIENCE)
        async with self._said(maria, "Curso de Transferegov para 40 servidores, em Salvador, de 15 a 18/12"):
            await maria.waits_for("Quantas horas", timeout=PATIENCE)
        async with self._said(maria, "20"):
            await maria.waits_for("Posso registrar?", timeout=PATIENCE)
        await maria.presses("Enviar")
        self._write(f"  {maria.name} toca em [Enviar]")
        await maria.waits_for("20 de 60", timeout=PATIENCE)
        self._hear(maria)
        await ana.waits_for("RP-2025-000002", timeout=PATIENCE)
        self._hear(ana)

    async def _the_day(self, maria: Phone) -> None:
        self._read[JOAO.email] = len(self._stage.sandbox.mailbox.messages)
        await self._morning(
            24, "O dia do prazo: quem já entregou não é lembrado disso; quem não entregou, sim"
        )
        mail = await self._mail(JOAO, "plano de trabalho")
        await asyncio.sleep(SILENCE)
        unasked = maria.reads()
        if any("Indicar" in text and "1.2" in text for text in unasked):
            raise StoryFailed(f"Maria had handed in, and was told: {unasked}")
        if "26/12/2025" not in mail:
            raise StoryFailed("the mail of the day does not say the extended date")

    async def _toast(self, phone: Phone) -> None:
        """Waits for the words shown over a pressed button."""
        seen = self._stage.sandbox.telegram.seen
        async with asyncio.timeout(PATIENCE):
            while not any(phone.toasts):
                await seen.after(seen.version)

    # -- what the audience sees ------------------------------------------------------------------------

    def _scene(self, title: str) -> None:
        day = self._stage.sandbox.clock.now().astimezone(BRASILIA)
        self._write(f"\n[{long_date(day.date())}, {day:%Hh%M}] {title}")

    async def _morning(self, day: int, title: str) -> None:
        """Moves the clock to 9h05 of that day of December 2025."""
        self._stage.sandbox.clock.set(datetime(2025, 12, day, 9, 5, tzinfo=BRASILIA) + timedelta(seconds=1))
        self._scene(title)

    def _phone(self, role: Role) -> Phone:
        return self._stage.sandbox.telegram.phone(role.name)

    @asynccontextmanager
    async def _said(self, phone: Phone, text: str) -> AsyncIterator[None]:
        shown = text.split()[0] + " (código do convite)" if text.startswith("/start ") else text
        self._write(f"  {phone.name} → Elo: {shown}")
        await phone.says(text)
        yield
        self._hear(phone)

    def _hear(self, phone: Phone) -> None:
        for text in phone.reads():
            self._write(f"  Elo → {phone.name}, por Telegram:")
            self._quote(text)

    async def _mail(self, role: Role, subject: str) -> str:
        mail = await self._stage.sandbox.mailbox.wait_for(
            to=role.email, subject_contains=subject, after=self._read.get(role.email, 0), timeout=PATIENCE
        )
        self._read[role.email] = mail.number
        self._write(f"  Elo → {role.name}, por e-mail: {mail.subject}")
        self._quote(mail.text)
        return mail.text

    def _quote(self, text: str) -> None:
        for line in text.strip().splitlines():
            self._write(f"      {line}".rstrip())
