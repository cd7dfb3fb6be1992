"""Everything on record about one person, and nothing about others: to be shown, or taken along as a file.

A tool of acts. Whoever takes it along is on record; no token, no code and no hash is ever in it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.audit import AuditEntry, record
from db.channels import Channel
from db.contributions import Contribution
from db.convened import Convened, Invitee
from db.data_requests import data_request_code, requests_of
from db.erasures import registered_at
from db.ids import PersonId
from db.institutions import Institution
from db.multipliers import Multiplier
from db.notices import notice_code
from db.own_records import (
    Counts,
    Told,
    counts_of,
    done_about,
    done_by,
    own_channels,
    own_contributions,
    own_functions,
    own_interests,
    own_invites,
    own_notices,
    own_paths,
    own_replies,
    own_reports,
)
from db.people import Person
from db.preferences import Preference, preference_of
from rede.access import NotYours, require_secretariat
from rede.cpfs import cpf_of
from rede.cpfs import masked as masked_cpf
from rede.desk import Desk
from rede.functions import function_words
from rede.phones import phone_of, spelled
from scheduler.clock import BRASILIA

#: The file that a person takes along.
FILE_NAME, MEDIA_TYPE = "meus-dados.json", "application/json"
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """What a person sees of it in the chat."""

    person: Person
    #: E.164; None where there is none, empty where it cannot be read.
    phone: str | None
    #: `***.456.789-**`; empty where none is kept.
    cpf: str
    known_since: datetime | None
    #: Acronym and function in words.
    functions: Sequence[tuple[str, str]]
    channels: Sequence[Channel]
    preference: Preference | None
    paths: Sequence[tuple[Multiplier, Institution]]
    counts: Counts


async def own_data(desk: Desk, person: Person) -> OwnData:
    number = person.id
    return OwnData(
        person=person,
        phone=phone_of(desk, person),
        cpf=_cpf(desk, person),
        known_since=await registered_at(desk.session, number),
        functions=await functions_in_words(desk, number),
        channels=await own_channels(desk.session, number),
        preference=await preference_of(desk.session, number),
        paths=await own_paths(desk.session, number),
        counts=await counts_of(desk.session, number),
    )


async def functions_in_words(desk: Desk, person_id: PersonId) -> list[tuple[str, str]]:
    """Acronym of the institution, and the function there."""
    found = await own_functions(desk.session, person_id)
    return [(place.acronym, function_words(desk, row)) for row, place in found]


async def export(desk: Desk, person_id: PersonId) -> bytes:
    """JSON in UTF-8, its keys in Portuguese; on record.

    Raises:
        NotYours: it is somebody else's, and the actor is not of the Secretariat itself; or there is no such person.
    """
    if person_id != desk.actor:
        await require_secretariat(desk)
    person = await desk.session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotYours
    record(desk.session, "person.export", f"people:{person_id}", now=desk.now, person_id=desk.actor)
    await desk.session.flush()
    return json.dumps(await _everything(desk, person), ensure_ascii=False, indent=2).encode()


async def _everything(desk: Desk, person: Person) -> Json:
    data = await own_data(desk, person)
    return {
        "gerado_em": _when(desk.now),
        "pessoa": _of_person(data),
        "funcoes": [{"instituicao": place, "funcao": function} for place, function in data.functions],
        "canais": [_channel(one) for one in data.channels],
        "preferencias": _preferences(data.preference),
        "caminho_de_multiplicador": [_path(row, place) for row, place in data.paths],
        "convites": await _invites(desk, person.id),
        "pedidos_sobre_dados": await _requests(desk, person.id),
        "avisos": await _notices(desk, person.id),
        "relatos": await _reports(desk, person.id),
        "interesses": [
            {"assunto": one.subject, "desde": _when(one.chosen_at)}
            for one in await own_interests(desk.session, person.id)
        ],
        "reunioes": [_reply(row, meeting) for row, meeting in await own_replies(desk.session, person.id)],
        "contribuicoes": [_contribution(one) for one in await own_contributions(desk.session, person.id)],
        "registro_de_atos": await _acts(desk, person.id),
    }


def _of_person(data: OwnData) -> Json:
    return {
        "numero": data.person.id,
        "nome": data.person.name,
        "email": data.person.email,
        "telefone": spelled(data.phone) if data.phone else None,
        "cpf": data.cpf or None,
        "no_cadastro_desde": _when(data.known_since),
    }


def _channel(one: Channel) -> Json:
    return {
        "canal": one.kind,
        "endereco": one.address,
        "desde": _when(one.opened_at),
        "encerrado_em": _when(one.closed_at),
    }


def _preferences(chosen: Preference | None) -> Json:
    return {
        "canal_preferido": chosen.channels if chosen else "telegram",
        "recebe_comunicados": chosen.announcements if chosen else True,
        "escolhido_em": _when(chosen.changed_at) if chosen else None,
    }


def _path(row: Multiplier, place: Institution) -> Json:
    return {
        "instituicao": place.acronym,
        "indicado_em": row.nominated_on.isoformat(),
        "trilha_concluida_em": _day(row.path_done_on),
        "termo_assinado_em": _day(row.term_signed_on),
        "curso_feito_em": _day(row.course_done_on),
        "certificado_em": _day(row.certified_on),
        "valido_ate": _day(row.valid_until),
        "nivel": row.level or None,
    }


async def _invites(desk: Desk, number: PersonId) -> list[Json]:
    return [
        {"feito_em": _when(one.created_at), "vale_ate": _when(one.expires_at), "usado_em": _when(one.used_at)}
        for one in await own_invites(desk.session, number)
    ]


async def _requests(desk: Desk, number: PersonId) -> list[Json]:
    return [
        {
            "protocolo": data_request_code(one.id),
            "pedido": one.kind,
            "feito_em": _when(one.made_at),
            "detalhe": one.detail or None,
            "respondido_em": _when(one.answered_at),
            "resposta": one.answer or None,
        }
        for one in await requests_of(desk.session, number)
    ]


async def _notices(desk: Desk, number: PersonId) -> list[Json]:
    return [
        {
            "numero": notice_code(notice.id),
            "tipo": desk.office.texts.chat("notice_kind", one=notice),
            "criado_em": _when(notice.created_at),
            "ciente_em": _when(notice.acknowledged_at),
            "canais": [_told(one) for one in told],
        }
        for notice, told in await own_notices(desk.session, number)
    ]


def _told(one: Told) -> Json:
    return {"canal": one.channel, "situacao": one.state, "em": _when(one.settled_at)}


async def _reports(desk: Desk, number: PersonId) -> list[Json]:
    return [
        {
            "protocolo": one.report.protocol,
            "recebido_em": _when(one.report.received_at),
            "instituicao": one.institution.acronym,
            "meta": one.goal.key,
            "situacao": one.report.state,
            "texto": one.report.description,
            "horas": str(one.report.hours) if one.report.hours is not None else None,
        }
        for one in await own_reports(desk.session, number)
    ]


def _reply(row: Invitee, meeting: Convened) -> Json:
    return {
        "reuniao": meeting.title,
        "em": _when(meeting.starts_at),
        "resposta": row.reply,
        "respondida_em": _when(row.replied_at),
    }


def _contribution(one: Contribution) -> Json:
    return {"tipo": one.kind, "titulo": one.title, "texto": one.text, "enviada_em": _when(one.sent_at)}


async def _acts(desk: Desk, number: PersonId) -> Json:
    """What was done to others is not named: it is theirs."""
    by, about = await done_by(desk.session, number), await done_about(desk.session, number)
    return {
        "feitos_por_voce": [_act(desk, one, number) for one in by],
        "feitos_sobre_voce": [
            _act(desk, one, number) | {"por": "serviço" if one.person_id is None else "outra pessoa"}
            for one in about
        ],
    }


def _act(desk: Desk, entry: AuditEntry, number: PersonId) -> Json:
    kind, _, of_whom = entry.object.partition(":")
    other = kind == "people" and of_whom != str(number)
    return {
        "em": _when(entry.at),
        "ato": desk.office.texts.chat("audit_act", act=entry.act),
        "objeto": "outra pessoa" if other else entry.object,
    }


def _cpf(desk: Desk, person: Person) -> str:
    cpf = cpf_of(desk, person)
    return masked_cpf(cpf) if cpf else ""


def _when(instant: datetime | None) -> str | None:
    return instant.astimezone(BRASILIA).isoformat(timespec="seconds") if instant else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
