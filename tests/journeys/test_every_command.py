"""Every command by everybody who may type it, through the whole service: each is answered, in words that help."""

import asyncio
from collections.abc import Sequence

from bot.menu import COMMANDS
from elo.demo.cast import ANA, JOAO, MARIA
from sandbox.phone import Phone
from tests.journeys.conftest import Town

#: What is said to who asks for what is not theirs.
NOT_THEIRS = "Não encontrei o que você pediu"
#: What somebody types, and what the answer says. In this order: a form that is open is left behind by the next.
EVERYBODY = (
    ("/prazos", "Meta 1.2"),
    ("/metas", "Eixo"),
    ("/metas 1.2", "Situação"),
    ("/horas", "0 de 60"),
    ("/agenda", "Próximas datas"),
    ("/contatos", "Contatos de"),
    ("/cursos", "Nenhuma turma"),
    ("/reunioes", "Nenhuma reunião convocada"),
    ("/turma", "De qual curso"),
    ("/divulgar", "Textos prontos"),
    ("/acaoconjunta", "meta"),
    ("/boapratica", "título da boa prática"),
    ("/oferecercurso", "nome do curso"),
    ("/sugestao", "sugestão"),
    ("/duvida", "dúvida"),
    ("/contribuicoes", "ainda não enviou"),
    ("/preferencias", "Suas preferências"),
    ("/meusdados", "Seus dados"),
    ("/privacidade", "Lei 13.709/2018"),
    ("/trocar", "você fala por"),
    ("/entregar", "Qual meta"),
    ("/cancelar", "Cancelado"),
    ("/sair", "Desligar esta conversa"),
    ("/ajuda", "O que você pode fazer aqui"),
    ("/ajuda entregar", "Curso de Transferegov"),
    ("/start", "já está ligada"),
)
OF_WHO_COORDINATES = (
    ("/municipios", "Segunda camada de UPB"),
    ("/adesao", "termo"),
    ("/indicar", "O que você quer indicar"),
    ("/registrar", "De qual instituição é o relato"),
    ("/convidar", "De qual instituição é a pessoa"),
    ("/conferir", "Secretaria-Executiva"),
    ("/transmitir", "Novo comunicado"),
    ("/comunicados", "Ainda não há nenhum"),
    ("/convocar", "O que você quer convocar"),
)
OF_THE_SECRETARIAT = (
    ("/pendencias", "Pendências na Rede"),
    ("/conferir", "Nenhum relato espera conferência"),
    ("/registrar", "De qual instituição é o relato"),
    ("/instituicoes", "Instituições da Rede"),
    ("/instituicoes Irece", "Município de Irecê"),
    ("/elos", "Elos da Rede"),
    ("/convidar", "De qual instituição é a pessoa"),
    ("/dispensar", "Dispensar qual instituição"),
    ("/instrumento", "De qual parceiro"),
    ("/envios", "nvio"),
    ("/protocolo", "Qual é o número"),
    ("/auditoria", "Registro de atos"),
    ("/transmitir camada:1", "Novo comunicado"),
    ("/convocar", "O que você quer convocar"),
    ("/solicitar", "título do pedido"),
    ("/forum", "Fórum da Rede"),
    ("/contribuicoes", "Nenhuma contribuição"),
)
OF_OTHERS = tuple(
    (f"/{name}", NOT_THEIRS)
    for name in (
        "pendencias",
        "conferir",
        "registrar",
        "instituicoes",
        "elos",
        "dispensar",
        "auditoria",
        "envios",
        "forum",
        "convocar",
    )
)


async def talk(phone: Phone, sayings: Sequence[tuple[str, str]]) -> set[str]:
    """Says each and hears its answer; which commands were tried."""
    for said, told in sayings:
        await phone.says(said)
        answer = await phone.waits_for("", timeout=20)
        assert told in answer.text, (said, answer.text)
        phone.reads()
    return {said.split()[0].lstrip("/") for said, _ in sayings}


async def test_every_command_is_answered_to_everybody_who_types_it(town: Town) -> None:
    maria, ana, joao = await town.linked(MARIA), await town.linked(ANA), await town.linked(JOAO)

    tried = await asyncio.gather(
        talk(maria, (*EVERYBODY, *OF_WHO_COORDINATES)),
        talk(ana, OF_THE_SECRETARIAT),
        talk(joao, OF_OTHERS),
    )

    assert set().union(*tried) == {command.name for command in COMMANDS}
