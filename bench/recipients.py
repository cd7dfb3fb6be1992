"""Many people who are told something: by a broadcast, whose words are kept once, or each by words of their own.

Everybody is invented; chats are numbers, mailboxes are at domains under example.org.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from db import Database, Session
from db.channels import Channel, ChannelKind
from db.database import batches
from db.deliveries import Lane
from db.ids import InstitutionId
from db.institutions import Institution, Layer
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put_all
from db.people import Function, Membership, Person
from db.slots import fill
from elo import wiring
from elo.settings import Settings
from rede.audience import EVERYBODY
from rede.broadcast import BroadcastOrder, broadcast, prepare
from rede.desk import Office, open_desk
from rede.digest import Words
from rede.to_many import LEAVE, NAME

FIRST_CHAT = 710_000_001
TITLE = "A plataforma muda de endereço"
_TEXT = "\n\n".join(
    [
        "A plataforma da Rede de Parcerias muda de endereço na próxima semana. Quem já tem acesso não faz nada.",
        "Quem cuida das metas entra com a conta gov.br, como antes, e encontra os mesmos dados no mesmo lugar.",
        "Os relatos que já foram enviados continuam valendo, com o mesmo número de protocolo.",
        "Dúvidas são respondidas neste canal, em dias úteis. A equipe lê todas as respostas.",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """People who are reached by one channel."""

    kind: ChannelKind
    count: int
    #: The first one's number: that of the chat, and in the mailbox.
    first: int = FIRST_CHAT

    @property
    def numbers(self) -> range:
        return range(self.first, self.first + self.count)


def office() -> Office:
    """As an operator's whose pages can be reached."""
    sections = {"http": {"public_url": "https://rede.example.org"}}
    return wiring.office(Settings.model_validate(sections), b"bench")


async def admit(database: Database, crowds: Sequence[Crowd], *, at: datetime) -> dict[int, Channel]:
    """Everybody serves one institution, and can be reached from `at` on. The channel of each number."""
    async with database.write() as session:
        house = Institution(acronym="REDE", name="Rede (fictícia)", layer=Layer.FIRST)
        session.add(house)
        await session.flush()
    channels: dict[int, Channel] = {}
    for part in batches(chain.from_iterable(_places(crowd) for crowd in crowds)):
        async with database.write() as session:
            channels |= await _admit(session, part, house.id, at=at)
    return channels


def _places(crowd: Crowd) -> Iterator[tuple[int, ChannelKind]]:
    return ((number, crowd.kind) for number in crowd.numbers)


async def _admit(
    session: Session, part: Sequence[tuple[int, ChannelKind]], house: InstitutionId, *, at: datetime
) -> dict[int, Channel]:
    people = [Person(name=name_of(number), email=mailbox_of(number)) for number, _ in part]
    session.add_all(people)
    await session.flush()
    function = Function.SERVIDOR_DESIGNADO
    session.add_all(Membership(person_id=one.id, institution_id=house, function=function) for one in people)
    channels = {}
    for (number, kind), person in zip(part, people, strict=True):
        address = str(number) if kind is ChannelKind.TELEGRAM else person.email
        channels[number] = Channel(person_id=person.id, kind=kind, address=address, opened_at=at)
    session.add_all(channels.values())
    await session.flush()
    return channels


def name_of(number: int) -> str:
    return f"Pessoa {number} (fictícia)"


def mailbox_of(number: int) -> str:
    """A hundred domains: servers are polite to each of them, not to all."""
    return f"pessoa.{number}@m{number % 100}.example.org"


async def announce(database: Database, office: Office, *, at: datetime) -> None:
    """Keeps the intent of telling everybody; the bell fills the outbox."""
    order = _order()
    async with database.write() as session:
        desk = await open_desk(session, now=at, office=office)
        await broadcast(desk, await prepare(desk, order))


def _order() -> BroadcastOrder:
    return BroadcastOrder(title=TITLE, text=_TEXT, audience=EVERYBODY, urgent="um ensaio")


async def remind(
    database: Database, office: Office, channels: Mapping[int, Channel], *, at: datetime
) -> None:
    """The same words, written in full for each of these people, in the lane of reminders."""
    async with database.read() as session:
        words = (await prepare(await open_desk(session, now=at, office=office), _order())).words
    for part in batches(channels.items()):
        async with database.write() as session:
            await put_all(session, [_reminder(number, channel, words, at) for number, channel in part])


def _reminder(number: int, channel: Channel, words: Words, at: datetime) -> NewNotice:
    is_mail = channel.kind is ChannelKind.EMAIL
    values = {NAME: name_of(number), LEAVE: "0"}
    delivery = NewDelivery(
        channel=channel.kind,
        channel_id=channel.id,
        address=channel.address,
        body=fill(words.mail.text if is_mail else words.chat, values),
        subject=fill(words.mail.subject, values) if is_mail else "",
        html=fill(words.mail.html, values) if is_mail else "",
    )
    return NewNotice(
        kind=NoticeKind.REMINDER,
        lane=Lane.REMINDERS,
        created_at=at,
        not_before=at,
        deliveries=[delivery],
        person_id=channel.person_id,
    )


def chat_words(number: int) -> str:
    """About as much as a chat of the broadcast is told."""
    return f"<b>{TITLE}</b>\n\nOlá, {name_of(number)}. A Secretaria informa:\n\n{_TEXT}\n\n<i>Aviso AV-000001</i>"
