"""Who an audience is: what is asked of institution and function holds for one membership."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from db import Database
from db.announcements import LeftOut
from rede.audience import AudienceRefused, checked, count_of, listeners, read_audience
from rede.audience_in_words import audience_in_words
from tests.rede.audiences import leave_out, names, rede
from tests.rede.makers import NOW, a_desk

WHO = {
    "todos": "Ana Bia Caio Davi Edu Eva",
    "camada:0": "Edu Eva",
    "camada:1": "Ana Bia",
    "camada:1,2 uf:BA": "Ana Bia Caio",
    "uf:BA funcao:coordenador": "Ana Caio",
    "funcao:coordenador": "Ana Bia Caio",
    # Bia serves in Bahia, too: whoever the filter holds for is left out.
    "camada:1 -uf:BA": "",
    "-uf:BA": "Davi Edu Eva",
    "-funcao:coordenador -camada:0": "Davi",
    'elo:"municipios"': "Bia Caio Davi",
    "instituicao:irece": "Bia Caio",
    'instituicao:"Casa CODÓ",2914604': "Bia Caio Davi",
    "segunda-camada:UPB": "Bia Caio",
    "segunda-camada:upb,apema funcao:gabinete": "Bia Davi",
    "funcao:area_tematica": "Edu",
    "eixo:2": "Edu",
    "eixo:3": "",
    "meta:1.2=pendente": "Ana",
    "-meta:1.2=pendente camada:1": "Bia",
    "meta:1.2=atrasada": "",
    "meta:2.2,1.2=pendente funcao:gabinete": "",
    "interesse:eixo:2": "Davi",
    "interesse:curso:12": "",
    "canal:telegram": "Ana",
    "-canal:telegram camada:1": "Bia",
    "canal:email camada:2 uf:MA": "Davi",
}


async def test_an_audience_is_who_all_its_filters_hold_for(database: Database) -> None:
    await rede(database)
    assert {words: await names(database, words) for words in WHO} == WHO


SINGLE = [words for words in WHO if " " not in words and words[0] != "-" and words != "todos"]


async def test_a_negated_filter_leaves_out_whoever_it_holds_for(database: Database) -> None:
    await rede(database)
    both = {words: [await names(database, words), await names(database, f"-{words}")] for words in SINGLE}
    everybody = sorted(WHO["todos"].split())
    assert {words: sorted(" ".join(one).split()) for words, one in both.items()} == dict.fromkeys(
        SINGLE, everybody
    )


async def test_however_many_they_are_they_are_asked_for_once(database: Database) -> None:
    await rede(database)
    asked: list[str] = []
    async with a_desk(database) as desk:
        connection = await desk.session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", lambda *_: asked.append(""))
        await listeners(desk, read_audience("todos"))
        await listeners(desk, read_audience("-meta:1.2=pendente uf:BA canal:email eixo:2"))
    # The goal's name is looked up, too.
    assert len(asked) == 3


async def test_a_goal_is_late_after_its_extended_date_and_never_by_a_target_of_ours(
    database: Database,
) -> None:
    await rede(database)
    # The literal date is 24/12, the extended one 26/12.
    assert await names(database, "meta:1.2=atrasada", now=NOW + timedelta(days=17)) == ""
    assert await names(database, "meta:1.2=atrasada", now=NOW + timedelta(days=18)) == "Ana"


async def test_within_some_institutions_only_their_people_are_meant(database: Database) -> None:
    await rede(database)
    assert await names(database, "todos", within="IRECÊ") == "Bia Caio"
    assert await names(database, "funcao:coordenador", within="IRECÊ") == "Caio"
    assert await names(database, "segunda-camada:UPB", within="IRECÊ") == "Bia Caio"
    with pytest.raises(AudienceRefused, match="audience_value_unknown"):
        await names(database, "instituicao:CODÓ", within="IRECÊ")
    with pytest.raises(AudienceRefused, match="audience_value_unknown"):
        await names(database, "segunda-camada:APEMA", within="IRECÊ")


async def test_names_are_spelled_as_they_are_kept(database: Database) -> None:
    await rede(database)
    async with a_desk(database) as desk:
        typed = "elo:municipios instituicao:irece,upb segunda-camada:upb meta:2.2=pendente"
        known = await checked(desk, read_audience(typed))
        told = await audience_in_words(
            desk, await checked(desk, read_audience('-elo:"estados & df" uf:BA,SE'))
        )
    assert str(known) == "elo:Municípios instituicao:IRECÊ,UPB segunda-camada:UPB meta:2.2=pendente"
    assert told == "na Bahia ou em Sergipe; menos: elo Estados & DF"


NEAR = {
    "elo:municipos": ["Municípios"],
    "instituicao:UPBB": ["UPB"],
    "instituicao:Casa": ["UPB", "CODÓ", "APEMA"],
    "segunda-camada:!!!1": [],
    "funcao:coordenadr": ["coordenador"],
    "funcao:xyzw": [],
    "meta:2.3=pendente": ["2.2=pendente", "1.1=pendente", "1.2=pendente"],
}


async def test_a_name_that_is_not_kept_is_refused_with_those_that_are_near(database: Database) -> None:
    await rede(database)
    assert {typed: await near(database, typed) for typed in NEAR} == NEAR


async def near(database: Database, typed: str) -> list[str]:
    async with a_desk(database) as desk:
        with pytest.raises(AudienceRefused, match="audience_value_unknown") as refused:
            await listeners(desk, read_audience(typed))
    return list(refused.value.facts["near"])


async def test_who_is_left_out_is_counted_by_reason_and_the_counts_add_up(database: Database) -> None:
    await rede(database)
    await leave_out(database)
    async with a_desk(database) as desk:
        heard = await listeners(desk, read_audience("todos"))
    count, essential = count_of(heard), count_of(heard, essential=True)
    assert {one.name: one.reason for one in heard if one.reason} == {
        "Bia": LeftOut.NO_CONTACT,
        "Caio": LeftOut.CLOSED,
        "Davi": LeftOut.OPTED_OUT,
    }
    assert (count.people, count.hears, count.telegram, count.email) == (6, 3, 1, 2)
    assert sum(count.left_out.values()) == 3
    assert (essential.hears, essential.left_out[LeftOut.OPTED_OUT]) == (4, 0)
