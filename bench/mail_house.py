"""A house of our own for one bounce: a person, her e-mail on its way, and `elo mail-in` to tell of its return."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from db.channels import ChannelKind, open_channel
from db.database import Database
from db.deliveries import DeliveryState
from db.outbox import NewDelivery
from db.people import Person
from db.sealing import Sealer
from elo.secret_key import read_secret_key
from notifier.by_email import EmailSender
from tests.notifier.conftest import NOON, HandClock
from tests.notifier.couriers import make_courier, running, until
from tests.notifier.makers import put, rows

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class MailHouse:
    folder: Path

    @property
    def sealer(self) -> Sealer:
        return Sealer(read_secret_key(self.folder / "elo.key"))

    def elo(self, *words: str, given: bytes = b"") -> str:
        command = [sys.executable, "-m", "elo", "-c", str(self.folder / "config.toml"), *words]
        done = subprocess.run(command, input=given, capture_output=True, check=False, cwd=ROOT)
        return done.stdout.decode() if done.returncode == 0 else f"{done.returncode} {done.stderr.decode()}"

    async def write_to(self, address: str, by: EmailSender) -> str:
        """Sends one e-mail by the courier; the state of its delivery."""
        database = Database(f"sqlite:///{self.folder / 'elo.db'}")
        try:
            async with database.write() as session:
                person = Person(name="Maria Flor", email=address)
                session.add(person)
                await session.flush()
                kind = ChannelKind.EMAIL
                channel = await open_channel(session, person.id, kind, address=address, now=NOON)
            mail = NewDelivery(
                channel=kind, channel_id=channel.id, address=address, subject="Prazo", body="Olá"
            )
            await put(database, mail)
            async with running(make_courier(database, HandClock(), by)):
                await until(database, str(DeliveryState.SENT))
            return str((await rows(database))[-1].state)
        finally:
            await database.close()

    def told(self, bounce: bytes, recipient: str) -> str:
        """What `elo mail-in` made of it."""
        answer = self.elo("mail-in", "--json", "--recipient", recipient, given=bounce)
        try:
            return " ".join(str(value) for value in json.loads(answer).values())
        except ValueError:
            return answer


def furnished(folder: Path) -> MailHouse:
    (folder / "config.toml").write_text(f'[service]\ndata_dir = "{folder}"\n')
    house = MailHouse(folder)
    house.elo("init", "--admin", "secretaria@example.org", "--json")
    return house
