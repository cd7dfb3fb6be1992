"""Somebody is nominated (goals 1.1 and 1.2, multiplicadores): the letter that the plan has sent to the
Secretariat's mailbox. Who is named, and the report of the goal, are acts of their own in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.audit import record
from db.ids import InstitutionId, PersonId
from db.institutions import Institution
from db.obligations import ObligationState, Owed, reportable_obligations
from db.people import Function, Person, membership
from db.secrets_sent import WITH_PHONE
from rede.access import Act, require
from rede.desk import Desk
from rede.filing import WITH_CPF
from rede.mailbox_letter import write_to_mailbox
from rede.phones import spelled
from rede.tasks import holders

#: In which function whoever is nominated for a goal serves.
FOR_GOAL = {"1.1": Function.SERVIDOR_DESIGNADO, "1.2": Function.RESPONSAVEL_PAINEL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """Who is nominated for what. `key`: of the goal, empty for a multiplicador. `phone`: E.164, empty where
    none was given."""

    person_id: PersonId
    key: str
    function: Function
    phone: str = ""
    #: Stands in for the coordinator too.
    substitute: bool = False
    #: Of the reports that were filed with it.
    protocols: Sequence[str] = ()


async def nominate(desk: Desk, place_id: InstitutionId, nomination: Nomination) -> bool:
    """Whether a letter leaves: none does where no mailbox, or no server for mails, is configured.

    Raises:
        NotYours: the actor names nobody there, or hands in nothing.
    """
    place = await require(desk, Act.NAME_PEOPLE, place_id)
    if nomination.key:
        await require(desk, Act.HAND_IN, place_id)
    about, detail = f"people:{nomination.person_id}", f"institutions:{place_id} {nomination.function}"
    record(desk.session, "person.nominate", about, now=desk.now, person_id=desk.actor, detail=detail)
    facts = await _facts(desk, place, nomination)
    key = f"{WITH_PHONE}{place_id}:{nomination.function}:{nomination.person_id}:{desk.now.isoformat()}"
    copy_to = await _coordinator(desk, place_id)
    put = await write_to_mailbox(desk, key=key, template="nomination", facts=facts, copy_to=copy_to)
    return put is not None and desk.office.sends_mail


async def obligations_for(desk: Desk, place_id: InstitutionId, key: str) -> Sequence[Owed]:
    """What a nomination for the goal of that key is a report of: one obligation under each agreement that runs,
    the soonest that is pending, else the latest."""
    found: dict[int, list[Owed]] = {}
    for one in await reportable_obligations(desk.session, [place_id]):
        ends = one.instrument.ends
        is_asked = one.goal.key == key
        if is_asked and (ends is None or ends >= desk.today):
            found.setdefault(one.instrument.id, []).append(one)
    return [_meant(same) for _, same in sorted(found.items())]


def _meant(same: Sequence[Owed]) -> Owed:
    """Dated first, by literal date."""
    pending = [one for one in same if one.obligation.state is ObligationState.OPEN]
    return pending[0] if pending else same[-1]


async def _facts(desk: Desk, place: Institution, nomination: Nomination) -> dict[str, object]:
    person = await desk.session.get_one(Person, nomination.person_id)
    author = await desk.session.get(Person, desk.actor) if desk.actor is not None else None
    return {
        "acronym": place.acronym,
        "institution": place.name,
        "key": nomination.key,
        "person": person.name,
        "email": person.email,
        "phone": spelled(nomination.phone) if nomination.phone else "",
        "function": desk.office.texts.chat("function_name", code=str(nomination.function), axis=""),
        "substitute": nomination.substitute,
        "protocols": nomination.protocols,
        "author": author.name if author else "",
        "asks_cpf": desk.office.asks_cpf and nomination.key in WITH_CPF,
    }


async def _coordinator(desk: Desk, place_id: InstitutionId) -> PersonId | None:
    """Whoever coordinates; the actor where they do."""
    if desk.actor is not None:
        own = {one.function for one in await membership(desk.session, desk.actor, place_id)}
        if Function.COORDENADOR in own:
            return desk.actor
    return next(iter(await holders(desk, place_id, (Function.COORDENADOR,))), desk.actor)
