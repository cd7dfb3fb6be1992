"""Sets the demonstration up: a sandbox, a fresh database with the cast, and the real service on both."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from db import Database, schema
from db.institutions import Layer
from db.people import people_by_email
from elo import wiring
from elo.demo.cast import ENDS, HOUSES, PEOPLE, STARTS, Role
from elo.followed_clock import FollowedClock
from elo.lifetime import Part, live
from elo.secret_key import make_secret_key, read_secret_key
from elo.settings import Settings
from notifier.fetch import Fetcher
from rede.desk import Desk, Office, open_desk
from rede.import_plan import PlanOrder, import_plan, read_goals
from rede.invite_person import issue_invite
from rede.open_obligations import open_obligations
from rede.register_institutions import found_secretariat, register_institutions
from rede.register_person import register_people
from rede.rows import Row
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from scheduler.clock import Clock
from scheduler.deadlines import Policy
from scheduler.plan_document import decode_document, read_plan

PLAN = "plano-de-trabalho.txt"
#: In the subject of the mail that brings a code.
CODE_SUBJECT = "código"


@dataclass(frozen=True, slots=True)
class Stage:
    sandbox: Sandbox
    database: Database
    office: Office
    clock: Clock

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[Desk]:
        async with self.database.write() as session:
            yield await open_desk(session, now=self.clock.now(), office=self.office)

    async def invite(self, role: Role) -> str:
        """The word with which this person may open the chat."""
        async with self.desk() as desk:
            person = (await people_by_email(desk.session, role.email))[0]
            return (await issue_invite(desk, person.id)).token

    async def link(self, role: Role) -> Phone:
        """This person's phone, once the chat is theirs: by an invite, and the code that is mailed to them."""
        phone = self.sandbox.telegram.phone(role.name)
        await joins(phone, self.sandbox, role.email, await self.invite(role))
        return phone


async def joins(phone: Phone, sandbox: Sandbox, email: str, token: str, *, timeout: float = 15) -> None:
    """Accepts an invite as people do: the code of the mail is typed. The service runs."""
    before = len(sandbox.mailbox.messages)
    await phone.says(f"/start {token}")
    await phone.waits_for("Falta um passo", timeout=timeout)
    mailbox = sandbox.mailbox
    mail = await mailbox.wait_for(to=email, subject_contains=CODE_SUBJECT, after=before, timeout=timeout)
    await phone.says(code_in(mail.text))
    await phone.waits_for("ligada ao seu cadastro", timeout=timeout)


def code_in(mail: str) -> str:
    """The six digits that link a chat, as a mail says them."""
    found = re.search(r"^\d{3} \d{3}(?=\r?$)", mail, re.MULTILINE)
    if found is None:
        raise ValueError("no code is in this mail")
    return found[0]


@asynccontextmanager
async def stage(
    sandbox: Sandbox,
    folder: Path,
    *,
    database_url: str = "",
    filled: bool = False,
    more: Mapping[str, Mapping[str, object]] | None = None,
    fetcher: Fetcher | None = None,
) -> AsyncIterator[Stage]:
    """The service runs until the end of the block, with everything of the cast registered.

    Its database is a SQLite file in `folder`, unless an empty one is given by `database_url`. `filled`: what `fill`
    does was done in it before, at the same hour. `more`: further sections of the configuration. `fetcher`: what
    visits pages; None: nothing does.
    """
    settings = _settings(sandbox, folder, database_url, more or {})
    make_secret_key(settings.secret_key_file)
    await schema.upgrade(settings.database_url)
    clock = FollowedClock(sandbox.clock_url)
    await clock.start()
    database = wiring.open_database(settings)
    await database.warm_up()
    office = wiring.office(settings, read_secret_key(settings.secret_key_file))
    found = Stage(sandbox, database, office, clock)
    if not filled:
        await fill(found)
    visitor = fetcher or wiring.sandbox_fetcher()
    service = wiring.service(settings, database=database, office=office, clock=clock, fetcher=visitor)
    stop = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(live(service, parts=list(Part), stop=stop, beside=[clock.run]))
            try:
                yield found
            finally:
                stop.set()
    finally:
        await database.close()


def _settings(
    sandbox: Sandbox, folder: Path, database_url: str, more: Mapping[str, Mapping[str, object]]
) -> Settings:
    sections: dict[str, Mapping[str, object]] = {
        "telegram": {"token": sandbox.token, "base_url": sandbox.base_url},
        "email": {
            "host": sandbox.smtp_host,
            "port": sandbox.smtp_port,
            "security": "none",
            "sender": "elo@rede.example.org",
        },
        "secretariat": {"mailbox": "rede@seges.example.org", "official_page": "https://rede.example.org"},
    }
    if database_url:
        sections["database"] = {"url": database_url}
    return Settings.model_validate(sections | dict(more)).at(folder)


async def fill(found: Stage) -> None:
    """Registers the cast and imports the example plan for each partner."""
    content = example_plan()
    async with found.desk() as desk:
        await found_secretariat(desk, acronym=HOUSES[0].acronym, name=HOUSES[0].name)
        await register_institutions(desk, [Row(at, cells) for at, cells in enumerate(_houses(), start=2)])
        await register_people(desk, [Row(at, cells) for at, cells in enumerate(_people(), start=2)])
        document = read_plan(decode_document(content))
        for house in HOUSES:
            if house.layer == Layer.SECRETARIAT:
                continue
            order = PlanOrder(
                acronym=house.acronym,
                starts=STARTS,
                ends=ENDS,
                signed=None,
                published=None,
                policy=Policy.LEI_9784,
                document_name=PLAN,
                content=content,
            )
            instrument = await import_plan(desk, order, document=document, goals=read_goals(document, {}))
            await open_obligations(desk, instrument)


def _houses() -> list[dict[str, str]]:
    return [
        {
            "acronym": house.acronym,
            "name": house.name,
            "layer": str(int(house.layer)),
            "parent": house.parent,
            "uf": "BA" if house.layer != Layer.SECRETARIAT else "",
            "municipality_code": house.municipality_code,
        }
        for house in HOUSES
    ]


def _people() -> list[dict[str, str]]:
    return [
        {"email": role.email, "name": role.name, "institution": role.institution, "functions": role.function}
        for role in PEOPLE
    ]


def example_plan() -> bytes:
    """Packed with the wheel; in a checkout it lives in docs/examples."""
    packed = files("elo.demo") / PLAN
    if packed.is_file():
        return packed.read_bytes()
    return (Path(__file__).parents[2] / "docs" / "examples" / PLAN).read_bytes()
