"""People are named, replaced, invited, and leave: by whom, and what stays."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.channels import Channel, ChannelKind, open_channels, person_of_chat
from db.deliveries import Delivery
from db.ids import InstitutionId, PersonId
from db.institutions import institution_by_acronym
from db.notices import Notice, NoticeKind
from db.outbox import close_channel
from db.people import Function, Membership, Person, membership, people_by_email
from rede.access import NotYours
from rede.administrators import LastAdministrator
from rede.end_function import LastCoordinator, end_function
from rede.invite_contact import InvitingRefused, invite_contact
from rede.leave_chat import leave_chat
from rede.lost_contacts import tell_lost_contacts
from rede.name_person import name_person
from rede.naming import Named, NamingRefused
from rede.note_block import note_block
from rede.phones import masked, phone_of, spelled
from rede.read_phone import PurposeRefused, read_phone
from rede.register_person import register_people
from rede.rows import Row, RowsRefused
from rede.succeed import succeed
from tests.rede.joining import OFFICE
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, days, link, person_id, register

BIA = "bia@example.org"


@pytest.fixture
async def rede(database: Database) -> Database:
    """Maria coordinates UPB, João Irecê in its second layer, Ana the Secretariat."""
    await register(database)
    return database


async def place_id(database: Database, acronym: str) -> InstitutionId:
    async with database.read() as session:
        found = await institution_by_acronym(session, acronym)
        assert found is not None
        return found.id


async def name(
    database: Database, by: str | None, acronym: str, *, functions: Sequence[str] = ("coordenador",)
) -> PersonId:
    actor = await person_id(database, by) if by else None
    place = await place_id(database, acronym)
    async with a_desk(database, actor=actor, office=OFFICE) as desk:
        return (await name_person(desk, place, name="Bia Prado", email=BIA, functions=functions)).id


async def functions_of(database: Database, email: str, acronym: str) -> list[str]:
    place = await place_id(database, acronym)
    async with database.read() as session:
        people = await people_by_email(session, email)
        rows = [row for one in people for row in await membership(session, one.id, place)]
        return sorted(row.function for row in rows)


async def function_id(database: Database, email: str, acronym: str) -> int:
    place = await place_id(database, acronym)
    async with database.read() as session:
        who = (await people_by_email(session, email))[0].id
        return (await membership(session, who, place))[0].id


async def told(database: Database, kind: NoticeKind) -> list[tuple[str, str]]:
    """To whom, and the subject of the mail."""
    async with database.read() as session:
        rows = select(Person.name, Delivery.subject).join(Notice, Notice.person_id == Person.id)
        rows = rows.join(Delivery, Delivery.notice_id == Notice.id)
        rows = rows.where(Notice.kind == kind, Delivery.channel == ChannelKind.EMAIL)
        return [(row[0], row[1]) for row in (await session.execute(rows.order_by(Delivery.id))).all()]


async def acts(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


@pytest.mark.parametrize(
    ("by", "acronym", "functions"),
    [
        (MARIA, "UPB", ("servidor_designado", "responsavel_painel")),
        (MARIA, "IRECE", ("coordenador",)),
        (JOAO, "IRECE", ("gabinete",)),
        (ANA, "UPB", ("multiplicador",)),
        (None, "SEGES", ("area_tematica:2",)),
    ],
    ids=["own", "coordinator of the second layer", "second layer, own", "Secretariat", "command line"],
)
async def test_whoever_may_name_people_names_and_an_invite_is_mailed(
    rede: Database, by: str | None, acronym: str, functions: Sequence[str]
) -> None:
    await name(rede, by, acronym, functions=functions)
    codes = sorted(one.partition(":")[0] for one in functions)
    assert await functions_of(rede, BIA, acronym) == codes
    assert [who for who, _ in await told(rede, NoticeKind.INVITE)] == ["Bia Prado"]


@pytest.mark.parametrize(
    ("by", "acronym", "function", "refused"),
    [
        (MARIA, "IRECE", "servidor_designado", NamingRefused),
        (JOAO, "UPB", "coordenador", NotYours),
        (MARIA, "SEGES", "coordenador", NotYours),
        (MARIA, "UPB", "area_tematica:2", NamingRefused),
        (MARIA, "UPB", "rei", NamingRefused),
    ],
)
async def test_others_are_not_ones_own_to_name(
    rede: Database, by: str, acronym: str, function: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        await name(rede, by, acronym, functions=[function])
    assert await functions_of(rede, BIA, acronym) == []


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"name": "529.982.247-25", "email": BIA}, "naming_cpf"),
        ({"name": "Bia", "email": "bia"}, "naming_email"),
        ({"name": "b@c.org", "email": BIA}, "naming_name"),
        ({"name": "Bia Prado", "email": BIA, "phone": "123"}, "naming_phone"),
        ({"name": "Bia Prado", "email": BIA, "phone": "529.982.247-25"}, "naming_cpf"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_name(rede: Database, given: dict[str, str], key: str) -> None:
    place = await place_id(rede, "UPB")
    async with a_desk(rede, actor=await person_id(rede, MARIA)) as desk:
        with pytest.raises(NamingRefused) as refused:
            await name_person(desk, place, functions=["gabinete"], **{"phone": "", **given})
    assert refused.value.key == key


async def test_the_same_person_twice_is_one_with_both_functions_and_one_invite(rede: Database) -> None:
    first = await name(rede, MARIA, "UPB", functions=["gabinete"])
    assert await name(rede, MARIA, "UPB", functions=["gabinete"]) == first
    assert await name(rede, MARIA, "UPB", functions=["multiplicador"]) == first
    assert await functions_of(rede, BIA, "UPB") == ["gabinete", "multiplicador"]
    assert len(await told(rede, NoticeKind.INVITE)) == 2


async def test_a_phone_is_sealed_masked_and_read_for_a_purpose_only(rede: Database) -> None:
    place = await place_id(rede, "UPB")
    async with a_desk(rede, actor=await person_id(rede, MARIA)) as desk:
        bia = await name_person(
            desk, place, name="Bia Prado", email=BIA, functions=["gabinete"], phone="71 98765-4321"
        )
        phone = phone_of(desk, bia)
        with pytest.raises(NotYours):
            await read_phone(desk, bia.id, purpose="convocar para reunião")
    assert phone is not None
    assert (masked(phone), spelled(phone)) == ("(71) •••••-4321", "(71) 98765-4321")
    async with a_desk(rede, actor=await person_id(rede, ANA)) as desk:
        with pytest.raises(PurposeRefused):
            await read_phone(desk, bia.id, purpose="oi")
        assert await read_phone(desk, bia.id, purpose="convocar para reunião") == "+5571987654321"
    assert (await acts(rede))[-1] == "people.phone.read"


async def test_a_function_ends_and_whoever_had_it_is_told(rede: Database) -> None:
    await name(rede, MARIA, "UPB", functions=["gabinete"])
    number = await function_id(rede, BIA, "UPB")
    async with a_desk(rede, actor=await person_id(rede, MARIA)) as desk:
        ended = await end_function(desk, number)
    assert (ended.function, ended.uncoordinated) == ("gabinete", False)
    assert await functions_of(rede, BIA, "UPB") == []
    assert await told(rede, NoticeKind.TASK) == [("Bia Prado", "Sua função em UPB terminou")]
    async with a_desk(rede, actor=await person_id(rede, MARIA)) as desk:
        with pytest.raises(NotYours):
            await end_function(desk, number)


async def test_anybody_leaves_their_own_function_but_not_anothers(rede: Database) -> None:
    bia = await name(rede, MARIA, "UPB", functions=["gabinete"])
    marias = await function_id(rede, MARIA, "UPB")
    async with a_desk(rede, actor=bia) as desk:
        with pytest.raises(NotYours):
            await end_function(desk, marias)
        own = (await membership(desk.session, bia, await place_id(rede, "UPB")))[0]
        await end_function(desk, own.id)
    assert await told(rede, NoticeKind.TASK) == []


async def test_whoever_coordinates_alone_is_warned_and_then_the_secretariat_is_told(rede: Database) -> None:
    number = await function_id(rede, MARIA, "UPB")
    async with a_desk(rede, actor=await person_id(rede, MARIA)) as desk:
        with pytest.raises(LastCoordinator):
            await end_function(desk, number)
    assert await functions_of(rede, MARIA, "UPB") == ["coordenador"]
    async with a_desk(rede, actor=await person_id(rede, MARIA)) as desk:
        assert (await end_function(desk, number, warned=True)).uncoordinated
    assert await told(rede, NoticeKind.TASK) == [("Ana", "UPB está sem coordenação")]


async def test_the_last_administrator_stays_in_chat_and_by_import(rede: Database) -> None:
    number = await function_id(rede, ANA, "SEGES")
    async with a_desk(rede, actor=await person_id(rede, ANA)) as desk:
        with pytest.raises(LastAdministrator):
            await end_function(desk, number, warned=True)
        await desk.session.rollback()
    row = {"email": ANA, "name": "Ana", "institution": "SEGES", "functions": "area_tematica:2"}
    async with a_desk(rede) as desk:
        with pytest.raises(RowsRefused):
            await register_people(desk, [Row(2, row)])
        await desk.session.rollback()
    await name(rede, ANA, "SEGES")
    async with a_desk(rede, actor=await person_id(rede, ANA)) as desk:
        await end_function(desk, number)
    assert await functions_of(rede, ANA, "SEGES") == []


async def test_an_administrator_whom_nobody_reaches_counts_for_none(rede: Database) -> None:
    bia = await name(rede, ANA, "SEGES")
    async with a_desk(rede, now=NOW + days(30)) as desk:
        mailbox = (await open_channels(desk.session, bia))[ChannelKind.EMAIL]
        await close_channel(desk.session, mailbox.id, reason="bounced", now=desk.now)
    number = await function_id(rede, ANA, "SEGES")
    async with a_desk(rede, now=NOW + days(31), actor=await person_id(rede, ANA)) as desk:
        with pytest.raises(LastAdministrator):
            await end_function(desk, number)
        await desk.session.rollback()


async def test_a_successor_has_the_same_functions_and_the_former_one_is_told(rede: Database) -> None:
    maria, place = await person_id(rede, MARIA), await place_id(rede, "UPB")
    async with a_desk(rede, actor=await person_id(rede, ANA), office=OFFICE) as desk:
        row = Membership(person_id=maria, institution_id=place, function=Function.RESPONSAVEL_PAINEL)
        desk.session.add(row)
        await desk.session.flush()
        await succeed(desk, maria, place, named=Named("Bia Prado", BIA))
    assert await functions_of(rede, MARIA, "UPB") == []
    assert await functions_of(rede, BIA, "UPB") == ["coordenador", "responsavel_painel"]
    assert await told(rede, NoticeKind.TASK) == [("Maria", "Outra pessoa assumiu o seu lugar em UPB")]
    assert [who for who, _ in await told(rede, NoticeKind.INVITE)] == ["Bia Prado"]
    async with a_desk(rede, actor=await person_id(rede, ANA)) as desk:
        with pytest.raises(NotYours):
            await succeed(desk, maria, place, named=Named("Caio Reis", "caio@example.org"))


async def test_whoever_is_told_that_a_contact_is_lost_names_the_successor_once(rede: Database) -> None:
    bia = await name(rede, MARIA, "UPB", functions=["gabinete"])
    maria, place = await person_id(rede, MARIA), await place_id(rede, "UPB")
    caio = Named("Caio Reis", "caio@example.org")
    async with a_desk(rede, actor=bia) as desk:
        with pytest.raises(NotYours):
            await succeed(desk, maria, place, named=caio)
    async with a_desk(rede) as desk:
        mailbox = (await open_channels(desk.session, maria))[ChannelKind.EMAIL]
        await close_channel(desk.session, mailbox.id, reason="bounced", now=desk.now)
    async with a_desk(rede, actor=bia) as desk:
        await succeed(desk, maria, place, named=caio)
    assert await functions_of(rede, "caio@example.org", "UPB") == ["coordenador"]
    ana = await person_id(rede, ANA)
    async with rede.read() as session:
        told = select(Delivery.body).join(Notice).where(Notice.person_id == ana).order_by(Delivery.id)
        assert "Quem indicou não coordena" in (await session.scalars(told)).all()[-1]


async def test_an_invite_goes_out_once_in_ten_minutes(rede: Database) -> None:
    bia, place = await name(rede, MARIA, "UPB", functions=["gabinete"]), await place_id(rede, "UPB")
    maria = await person_id(rede, MARIA)
    async with a_desk(rede, actor=maria) as desk:
        with pytest.raises(InvitingRefused) as refused:
            await invite_contact(desk, bia, place)
    assert refused.value.key == "invite_too_soon"
    async with a_desk(rede, actor=maria, now=NOW + days(1), office=OFFICE) as desk:
        assert (await invite_contact(desk, bia, place)).expires_at == NOW + days(8)
    await link(rede, BIA, 77)
    async with a_desk(rede, actor=maria, now=NOW + days(2)) as desk:
        with pytest.raises(InvitingRefused) as refused:
            await invite_contact(desk, bia, place)
    assert refused.value.key == "invite_linked_already"


async def test_a_chat_that_was_left_is_nobodys_and_nobody_is_alarmed(rede: Database) -> None:
    await link(rede, MARIA, 7)
    maria = await person_id(rede, MARIA)
    async with a_desk(rede, actor=maria) as desk:
        await leave_chat(desk)
    async with a_desk(rede) as desk:
        await note_block(desk, 7, blocked=False)
        assert await person_of_chat(desk.session, 7) is None
        assert set(await open_channels(desk.session, maria)) == {ChannelKind.EMAIL}
        assert await tell_lost_contacts(desk) == 0
    await link(rede, MARIA, 7)
    async with rede.read() as session:
        channel = await session.scalar(select(Channel).where(Channel.address == "7"))
        assert channel is not None
        assert await person_of_chat(session, 7) is not None
