"""The same questions by people in other roles, through the whole service: each sees what is theirs, and no more."""

import asyncio

from db.people import people_by_email
from db.serving import memberships_of
from elo.demo.cast import DAVI, Role
from rede.register_person import register_people
from rede.rows import Row
from tests.journeys.conftest import Town
from tests.journeys.test_every_command import NOT_THEIRS, talk

TEO = Role(name="Téo Reis (fictício)", email="teo@seges.example.org", institution="SEGES", function="")
BIA = Role(name="Bia Prado (fictícia)", email="bia@upb.example.org", institution="UPB", function="")
CAIO = Role(name="Caio Reis (fictício)", email="caio@irece.example.org", institution="IRECE", function="")
FUNCTIONS = {TEO: "area_tematica:2", BIA: "servidor_designado", CAIO: "multiplicador"}
OF_AN_AREA = (
    ("/metas UPB", "2.2"),
    ("/metas UPB 1.2", "Não encontrei a meta 1.2"),
    ("/pendencias", "Rede"),
    ("/instituicoes Irece", "Município de Irecê"),
    ("/conferir", "Nenhum relato espera conferência"),
    ("/dispensar UPB", NOT_THEIRS),
    ("/auditoria", NOT_THEIRS),
    ("/ajuda", "/pendencias"),
)
OF_WHO_IS_DESIGNATED = (
    ("/prazos", "Meta 1.2"),
    ("/metas IRECE", NOT_THEIRS),
    ("/contatos", "Contatos de UPB"),
    ("/municipios", "primeira camada"),
    ("/pendencias", NOT_THEIRS),
    ("/registrar", NOT_THEIRS),
    ("/ajuda", "/prazos"),
)
OF_THE_SECOND_LAYER = (
    ("/prazos", "Meta 1.2"),
    ("/metas UPB", NOT_THEIRS),
    ("/contatos", "Contatos de IRECE"),
    ("/conferir", NOT_THEIRS),
    ("/ajuda", "/entregar"),
)
OF_WHO_SERVES_NOBODY = (
    ("/prazos", "Nada pendente"),
    ("/metas MUCUGE", NOT_THEIRS),
    ("/contatos MUCUGE", NOT_THEIRS),
    ("/meusdados", "Seus dados"),
)
OF_A_STRANGER = (
    ("/prazos", "Ainda não conheço esta conversa"),
    ("/metas UPB", "Ainda não conheço esta conversa"),
    ("/privacidade", "Lei 13.709/2018"),
)


async def take_in(town: Town) -> None:
    """Three more people of the Rede."""
    async with town.stage.desk() as desk:
        rows = [
            {"email": who.email, "name": who.name, "institution": who.institution, "functions": function}
            for who, function in FUNCTIONS.items()
        ]
        await register_people(desk, [Row(at, row) for at, row in enumerate(rows, start=2)])


async def remove(town: Town, role: Role) -> None:
    async with town.stage.desk() as desk:
        [person] = await people_by_email(desk.session, role.email)
        for row in (await memberships_of(desk.session, [person.id]))[person.id]:
            await desk.session.delete(row)


async def test_each_role_is_answered_with_what_is_its_own(town: Town) -> None:
    await take_in(town)
    phones = [await town.linked(role) for role in (TEO, BIA, CAIO, DAVI)]
    await remove(town, DAVI)

    await asyncio.gather(
        talk(phones[0], OF_AN_AREA),
        talk(phones[1], OF_WHO_IS_DESIGNATED),
        talk(phones[2], OF_THE_SECOND_LAYER),
        talk(phones[3], OF_WHO_SERVES_NOBODY),
        talk(town.stranger(), OF_A_STRANGER),
    )
