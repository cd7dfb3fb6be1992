"""A termo that the Secretariat accepted becomes an institution of the second layer, its agreement and its goals.

An institution that is there already, by CNPJ or municipality, is linked and not made anew. Whoever opens the desk
then opens what is owed (`open_obligations`), in the same transaction.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from db.adhesions import Adhesion, AdhesionState
from db.audit import record
from db.channels import ChannelKind, open_channel, open_channels
from db.ids import InstrumentId, PersonId
from db.institutions import Institution, InstitutionName, Layer, name_of, names_of_institutions
from db.instruments import Instrument, instrument_of, instruments_of
from db.invites import invites_made
from db.people import Function, Membership, Person, people_by_email
from db.plans import Goal, Plan, goals_of, plan_in_force, plans_of
from db.serving import people_serving
from rede.desk import Desk
from rede.send_invite import send_invite

#: Said before the name of what it is; the institution is known without it.
_KIND = re.compile(r"^(?:prefeitura(?: municipal)?|municipio) (?:de |do |da |dos |das |d)?", re.IGNORECASE)
#: Nobody is invited twice in this time.
ONE_INVITE = timedelta(days=1)
#: Characters of an acronym.
LONGEST = 32


@dataclass(frozen=True, slots=True)
class Admitted:
    """`instrument`: what has something to open; None where the institution had its agreement already."""

    institution: Institution
    instrument: Instrument | None
    #: Who was invited to coordinate it.
    invited: PersonId | None


async def admit_adhesion(
    desk: Desk, adhesion: Adhesion, *, known: list[InstitutionName] | None = None
) -> Admitted | None:
    """Makes what is missing; None where it was admitted before. The adhesion has to be held. For the service.

    `known`: every institution, read in this transaction; it follows what is made. None: they are read.
    """
    if adhesion.state is not AdhesionState.ACCEPTED or adhesion.institution_id is not None:
        return None
    agreement = await desk.session.get_one(Instrument, adhesion.instrument_id)
    parent = await desk.session.get_one(Institution, agreement.institution_id)
    if known is None:
        known = list(await names_of_institutions(desk.session))
    institution = await _institution(desk, adhesion, parent, known=known)
    instrument = None
    if institution.layer == Layer.SECOND and not await _has_agreement(desk, institution, adhesion):
        instrument = await _instrument(desk, institution, adhesion, agreement)
    adhesion.institution_id = institution.id
    is_theirs = institution.layer == Layer.SECOND and institution.parent_id == parent.id
    invited = await _coordinator(desk, institution, adhesion) if is_theirs else None
    about, detail = f"adhesions:{adhesion.id}", f"institutions:{institution.id}"
    record(desk.session, "adhesion.admit", about, now=desk.now, person_id=desk.actor, detail=detail)
    await desk.session.flush()
    return Admitted(institution, instrument, invited)


async def _institution(
    desk: Desk, adhesion: Adhesion, parent: Institution, *, known: list[InstitutionName]
) -> Institution:
    there = next((one.id for one in known if one.cnpj == adhesion.cnpj), None)
    if there is None and adhesion.municipality_code and _is_municipality(adhesion.name):
        code = adhesion.municipality_code
        there = next((one.id for one in known if one.municipality_code == code and not one.cnpj), None)
    if there is not None:
        institution = await desk.session.get_one(Institution, there)
        _fill_in(institution, adhesion, parent)
        known[:] = [name_of(institution) if one.id == there else one for one in known]
        return institution
    institution = Institution(
        acronym=new_acronym(adhesion.name, adhesion.uf or parent.uf, known),
        name=adhesion.name,
        layer=Layer.SECOND,
        parent_id=parent.id,
        cnpj=adhesion.cnpj,
        uf=adhesion.uf or parent.uf,
        municipality_code=adhesion.municipality_code,
        elo=parent.elo,
    )
    desk.session.add(institution)
    await desk.session.flush()
    known.append(name_of(institution))
    about = f"institutions:{institution.id}"
    record(desk.session, "institution.register", about, now=desk.now, person_id=desk.actor)
    return institution


def _is_municipality(name: str) -> bool:
    """A câmara or a company of the same place is another institution than its municipality."""
    plain = _plain(name)
    return _KIND.match(plain) is not None or not re.match(
        r"(?:camara|fundo|instituto|consorcio)\b", plain, re.I
    )


def _fill_in(institution: Institution, adhesion: Adhesion, parent: Institution) -> None:
    """What was not known of it; nothing that was is changed, and nothing of the first layer."""
    if institution.layer != Layer.SECOND:
        return
    institution.parent_id = institution.parent_id or parent.id
    institution.cnpj = institution.cnpj or adhesion.cnpj
    institution.uf = institution.uf or adhesion.uf
    institution.municipality_code = institution.municipality_code or adhesion.municipality_code


def new_acronym(name: str, uf: str, known: Sequence[InstitutionName]) -> str:
    """`Município de Irecê` → IRECE; of homonyms each later one has its UF, and then a number."""
    taken = {_plain(one.acronym).casefold() for one in known}
    bare = _KIND.sub("", _plain(name).replace("'", ""))
    stem = "-".join(re.findall(r"[A-Z0-9]+", bare.upper()))[:LONGEST].strip("-") or "ADERENTE"
    tried = [stem, *([f"{stem}-{uf.upper()}"] if uf else [])]
    free = next((one for one in tried if one.casefold() not in taken), None)
    number = 2
    while free is None:
        one = f"{tried[-1]}-{number}"
        free, number = (one if one.casefold() not in taken else None), number + 1
    return free


@lru_cache(maxsize=20_000)  # Every institution's, for each that is made.
def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().strip()


async def _has_agreement(desk: Desk, institution: Institution, adhesion: Adhesion) -> bool:
    """One of the same signature, or one in force on its day: it was brought in by a table before."""
    for one in await instruments_of(desk.session, institution.id):
        begins = one.counted_from
        in_force = (
            begins is not None and begins <= desk.today and (one.ends is None or one.ends >= desk.today)
        )
        if one.signed == adhesion.signed or in_force:
            return True
    return False


async def _instrument(
    desk: Desk, institution: Institution, adhesion: Adhesion, agreement: Instrument
) -> Instrument:
    instrument = Instrument(
        institution_id=institution.id,
        number=await _number(desk, institution, adhesion),
        sei=adhesion.sei,
        policy=agreement.policy,
        imported_at=desk.now,
        counted_by=desk.office.days.current.mark,
        signed=adhesion.signed,
        starts=adhesion.starts or adhesion.signed,
        ends=adhesion.ends,
    )
    desk.session.add(instrument)
    await desk.session.flush()
    await _plan(desk, instrument.id, agreement)
    return instrument


async def _number(desk: Desk, institution: Institution, adhesion: Adhesion) -> str:
    number = desk.office.texts.chat("adhesions_number", day=f"{adhesion.signed:%d/%m/%Y}").strip()
    there = await instrument_of(desk.session, institution.id, number)
    return number if there is None else f"{number} ({adhesion.id})"


async def _plan(desk: Desk, instrument: InstrumentId, agreement: Instrument) -> None:
    """The goals that the agreement leaves to whoever joins through it, as they are read there."""
    template = await plan_in_force(desk.session, agreement.id, on=desk.today)
    if template is None:
        plans = await plans_of(desk.session, agreement.id)
        template = plans[-1][0] if plans else None
    if template is None:
        return
    plan = Plan(
        instrument_id=instrument,
        version=1,
        imported_at=desk.now,
        document_name=template.document_name,
        document_sha256=template.document_sha256,
    )
    desk.session.add(plan)
    await desk.session.flush()
    goals = await goals_of(desk.session, template.id)
    desk.session.add_all(_copied(plan, one) for one in goals if one.second_layer)
    await desk.session.flush()


def _copied(plan: Plan, goal: Goal) -> Goal:
    return Goal(
        plan_id=plan.id,
        key=goal.key,
        axis=goal.axis,
        text=goal.text,
        responsible=goal.responsible,
        second_layer=True,
        phrase=goal.phrase,
        rule=goal.rule,
        reading=goal.reading,
        confidence=goal.confidence,
        decision_id=goal.decision_id,
    )


async def _coordinator(desk: Desk, institution: Institution, adhesion: Adhesion) -> PersonId | None:
    """The contact of the termo, who is invited; None where it names none, or somebody coordinates already: a termo
    gives nobody the place of another."""
    address = adhesion.contact_email
    serving = (await people_serving(desk.session, [institution.id]))[institution.id]
    if not address or any(one.function == Function.COORDENADOR for one in serving):
        return None
    name = adhesion.contact_name or address.partition("@")[0]
    readers = await people_by_email(desk.session, address)
    person = next((one for one in readers if one.name.casefold() == name.casefold()), None)
    if person is None:
        person = Person(name=name, email=address)
        desk.session.add(person)
        await desk.session.flush()
        record(desk.session, "person.register", f"people:{person.id}", now=desk.now, person_id=desk.actor)
    function = Function.COORDENADOR
    desk.session.add(Membership(person_id=person.id, institution_id=institution.id, function=function))
    await desk.session.flush()
    if ChannelKind.EMAIL not in await open_channels(desk.session, person.id):
        await open_channel(desk.session, person.id, ChannelKind.EMAIL, address=address, now=desk.now)
    if ChannelKind.TELEGRAM in await open_channels(desk.session, person.id):
        return None
    # One person may coordinate many of a list: a second invite would make the first worthless.
    if await invites_made(desk.session, person.id, since=desk.now - ONE_INVITE):
        return None
    return person.id if await send_invite(desk, person.id, awaited=False) else None
