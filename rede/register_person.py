"""People enter the Rede, or change: who they are, what they do for whom, how they are reached."""

from collections.abc import Sequence

from db.audit import record
from db.channels import ChannelKind, channel_of_chat, open_channel, open_channels
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer, all_institutions
from db.people import Function, Membership, Person, membership, people_by_email
from db.serving import administrators
from rede.administrators import are_administered
from rede.desk import Desk
from rede.functions import read_function
from rede.phones import checked_phone, keep_phone
from rede.refusal import Refusal
from rede.rows import Flaw, Registered, Row, RowProblem, RowsRefused, checked_email, cpf_problems

REQUIRED = ("email", "name", "institution", "functions")
COLUMNS = (*REQUIRED, "phone", "telegram_id")
#: Where eleven digits are not taken for a CPF.
NUMERIC = ("phone", "telegram_id")
#: Telegram promises ids below 2**52.
LARGEST_TELEGRAM_ID = 2**52


class PersonRefused(Refusal):
    """Who was meant is not clear, or is nobody: `invalid_email`, `shared_mailbox` (with `names`)."""

    def __init__(self, key: str, names: Sequence[str] = ()) -> None:
        super().__init__(key, names=names)
        self.names = names


async def register_administrator(desk: Desk, email: str, institution: Institution) -> Person:
    """The person of this mailbox, with the function that answers for the Secretariat; made when missing.

    Raises:
        PersonRefused: not an e-mail address, or several people read it and none serves the Secretariat.
    """
    address = checked_email(email)
    if address is None:
        raise PersonRefused("invalid_email")
    readers = await people_by_email(desk.session, address)
    serving = [one for one in readers if await membership(desk.session, one.id, institution.id)]
    if len(serving or readers) > 1:
        raise PersonRefused("shared_mailbox", names=[one.name for one in serving or readers])
    person = next(iter(serving or readers), None)
    if person is None:
        person = await _new_person(desk, address, _placeholder(address))
    wanted = {_function(one) for one in await membership(desk.session, person.id, institution.id)}
    await _serve(desk, person.id, institution.id, wanted | {(Function.COORDENADOR, "")})
    await open_channel(desk.session, person.id, ChannelKind.EMAIL, address=address, now=desk.now)
    return person


async def register_people(desk: Desk, rows: Sequence[Row]) -> Registered:
    """Makes or updates the person of each row, found again by e-mail and name; idempotent.

    The functions of a person at an institution become those of the row (of all their rows there, together).

    Raises:
        RowsRefused: with every problem of every row.
    """
    institutions = {one.acronym.lower(): one for one in await all_institutions(desk.session)}
    problems = [each for row in rows for each in _problems(row, institutions)]
    problems += await _problems_of_chats(desk, rows)
    if problems:
        raise RowsRefused(problems)
    created = updated = 0
    before = await administrators(desk.session, now=desk.now)
    served: dict[tuple[PersonId, InstitutionId], set[tuple[str, str]]] = {}
    names = _names_by_mailbox(rows)
    for row in rows:
        person, is_new = await _person_of(desk, row, names)
        place = institutions[row["institution"].lower()].id
        functions = served.setdefault((person.id, place), set())
        functions |= {read for text in _split(row) if (read := read_function(text)) is not None}
        changed = await _serve(desk, person.id, place, functions) | await _reach(desk, person, row)
        changed |= _rename(person, row)
        created, updated = created + is_new, updated + (changed and not is_new)
        if changed and not is_new:
            _audit(desk, "person.update", person)
    if before and not await are_administered(desk):
        own = [row for row in rows if institutions[row["institution"].lower()].layer == Layer.SECRETARIAT]
        raise RowsRefused([RowProblem(own[-1].line, "functions", Flaw.LAST_ADMINISTRATOR)])
    return Registered(created, updated, len(rows) - created - updated)


def _split(row: Row) -> list[str]:
    return [text.strip() for text in row["functions"].split(";") if text.strip()]


def _problems(row: Row, institutions: dict[str, Institution]) -> list[RowProblem]:
    problems = cpf_problems(row, numeric=NUMERIC)
    problems += [
        RowProblem(row.line, column, Flaw.EMPTY) for column in REQUIRED if not row[column].strip("; ")
    ]
    if row["email"] and checked_email(row["email"]) is None:
        problems.append(RowProblem(row.line, "email", Flaw.BAD_EMAIL))
    if row["institution"] and row["institution"].lower() not in institutions:
        problems.append(RowProblem(row.line, "institution", Flaw.UNKNOWN_INSTITUTION, row["institution"]))
    for text in _split(row):
        if read_function(text) is None:
            problems.append(RowProblem(row.line, "functions", Flaw.UNKNOWN_FUNCTION, text))
    if row["phone"] and checked_phone(row["phone"]) is None:
        problems.append(RowProblem(row.line, "phone", Flaw.BAD_PHONE))
    if row["telegram_id"] and _telegram_id(row) is None:
        problems.append(RowProblem(row.line, "telegram_id", Flaw.BAD_TELEGRAM_ID))
    refused = {problem.column for problem in problems if problem.flaw is Flaw.CPF}
    return [each for each in problems if each.flaw is Flaw.CPF or each.column not in refused]


def _telegram_id(row: Row) -> int | None:
    text = row["telegram_id"]
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 17 else 0
    return number if 0 < number < LARGEST_TELEGRAM_ID else None


async def _problems_of_chats(desk: Desk, rows: Sequence[Row]) -> list[RowProblem]:
    """A chat is one person's; the file may not move it from one to another in silence."""
    owners: dict[int, tuple[str, str]] = {}
    problems = []
    for row in rows:
        chat = _telegram_id(row)
        if chat is None:
            continue
        who = (checked_email(row["email"]) or "", row["name"].lower())
        channel = await channel_of_chat(desk.session, chat)
        owner = await desk.session.get(Person, channel.person_id) if channel else None
        if owners.setdefault(chat, who) != who or (owner is not None and not _is(owner, who)):
            problems.append(RowProblem(row.line, "telegram_id", Flaw.TELEGRAM_ID_OF_ANOTHER))
    return problems


def _names_by_mailbox(rows: Sequence[Row]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for row in rows:
        names.setdefault(checked_email(row["email"]) or "", set()).add(row["name"].lower())
    return names


def _is(person: Person, who: tuple[str, str]) -> bool:
    return person.email.lower() == who[0] and person.name.lower() in (who[1], _placeholder(who[0]))


async def _person_of(desk: Desk, row: Row, names: dict[str, set[str]]) -> tuple[Person, bool]:
    address = checked_email(row["email"]) or ""
    readers = await people_by_email(desk.session, address)
    for reader in readers:
        if reader.name.lower() == row["name"].lower():
            return reader, False
    if len(readers) == 1 and len(names[address]) == 1 and readers[0].name == _placeholder(address):
        return readers[0], False  # `elo init` knew only the mailbox
    return await _new_person(desk, address, row["name"]), True


def _audit(desk: Desk, act: str, person: Person) -> None:
    record(desk.session, act, f"people:{person.id}", now=desk.now, person_id=desk.actor)


def _placeholder(address: str) -> str:
    return address.partition("@")[0]


async def _new_person(desk: Desk, address: str, name: str) -> Person:
    person = Person(name=name, email=address)
    desk.session.add(person)
    await desk.session.flush()
    _audit(desk, "person.register", person)
    return person


def _rename(person: Person, row: Row) -> bool:
    if person.name == row["name"]:
        return False
    person.name = row["name"]
    return True


def _function(row: Membership) -> tuple[str, str]:
    return row.function, row.axis


async def _serve(
    desk: Desk, person_id: PersonId, institution_id: InstitutionId, wanted: set[tuple[str, str]]
) -> bool:
    """Makes the functions exactly these; True when they were others."""
    before = await membership(desk.session, person_id, institution_id)
    for row in before:
        if _function(row) not in wanted:
            await desk.session.delete(row)
    added = wanted - {_function(row) for row in before}
    for function, axis in sorted(added):
        desk.session.add(
            Membership(person_id=person_id, institution_id=institution_id, function=function, axis=axis)
        )
    await desk.session.flush()
    return bool(added) or any(_function(row) not in wanted for row in before)


async def _reach(desk: Desk, person: Person, row: Row) -> bool:
    """Opens the channels of the row and seals its phone; True when something was otherwise before."""
    before = {kind: each.address for kind, each in (await open_channels(desk.session, person.id)).items()}
    await open_channel(desk.session, person.id, ChannelKind.EMAIL, address=person.email, now=desk.now)
    if (chat := _telegram_id(row)) is not None:
        await open_channel(desk.session, person.id, ChannelKind.TELEGRAM, address=str(chat), now=desk.now)
    after = {kind: each.address for kind, each in (await open_channels(desk.session, person.id)).items()}
    return _keep_phone(desk, person, row) or before != after


def _keep_phone(desk: Desk, person: Person, row: Row) -> bool:
    if "phone" not in row.cells:
        return False
    return keep_phone(desk, person, checked_phone(row["phone"]) if row["phone"] else None)
