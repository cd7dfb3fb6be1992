"""/instituicoes: one institution of the Rede at a glance, for the Secretariat; what may be changed of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot import forms
from bot.contacts.listing import PLACE as CONTACTS
from bot.contacts.listing import contacts_of
from bot.forms import Form, Press
from bot.keyboards import in_pairs
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.elos import elos
from db.ids import InstitutionId
from db.institution_facts import counted_institutions, last_report
from db.institutions import Institution, Layer
from db.instruments import instruments_of
from db.pending import missing_by_institution
from db.people import Function
from rede.access import Act, NotYours, is_executive, places, require, require_secretariat
from rede.announce import Buttons
from rede.bound_buttons import Pressed
from rede.delegate_review import delegate_review
from rede.hearers import LABEL
from rede.place_institution import move_to_elo
from scheduler.clock import local_day

NAME = "instituicoes"
#: Acts of buttons: what the goals are, another elo, and who checks the second layer.
GOALS, ELO, GIVE, TAKE = "instmetas", "instelo", "instdeixar", "instretomar"
#: Days ahead that count as soon; elos offered as buttons; agreements told; UFs told.
SOON, MOST_ELOS, MOST_AGREEMENTS, MOST_UFS = timedelta(days=30), 20, 5, 27
NONE = "nenhum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    number: str
    sei: str
    #: `09/12/2025`; empty where it is not known.
    starts: str
    ends: str


async def handle(turn: Turn) -> None:
    """`/instituicoes`, `/instituicoes UPB`."""
    if not (await places(turn.desk, Act.SEE_PEOPLE)).everywhere:
        raise NotYours
    words = turn.arguments.strip()
    if not words:
        await _count(turn)
        return
    place = await which_institution(turn, words, act=Act.SEE_PEOPLE, then="/instituicoes")
    if place is not None:
        await _show(turn, place)


async def _count(turn: Turn) -> None:
    found = await counted_institutions(turn.desk.session)
    layers = Counter[int]()
    ufs = Counter[str]()
    for one in found:
        layers[one.layer] += one.how_many
        if one.layer != Layer.SECRETARIAT:
            ufs[one.uf] += one.how_many
    unknown = ufs.pop("", 0)
    turn.answer(
        "institutions_counted",
        first=layers[Layer.FIRST],
        second=layers[Layer.SECOND],
        ufs=sorted(ufs.items())[:MOST_UFS],
        unknown=unknown,
    )
    await forms.keep(turn, Form(NAME))


async def resume(turn: Turn, form: Form) -> None:
    """A name; or the elo that was asked for."""
    said = turn.said.text.strip()
    await forms.drop(turn)
    if "place" in form.fields:
        await _move(turn, InstitutionId(int(form.fields["place"])), said)
    else:
        turn.again = f"/instituicoes {said}"


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    await forms.drop(turn)
    listed = {str(one.id): one.name for one in await elos(turn.desk.session)}
    chosen = NONE if pressed.value == "0" else listed.get(pressed.value, "")
    if pressed.field != "elo" or not chosen:
        raise NotYours
    await _move(turn, InstitutionId(int(form.fields["place"])), chosen)


async def _move(turn: Turn, place_id: InstitutionId, elo: str) -> None:
    place = await move_to_elo(turn.desk, place_id, "" if elo.casefold() == NONE else elo)
    turn.answer("institution_elo_changed", acronym=place.acronym, elo=place.elo)


async def _show(turn: Turn, place: Institution) -> None:
    session = turn.desk.session
    parent = await session.get(Institution, place.parent_id) if place.parent_id else None
    contacts = await contacts_of(turn, place)
    leads = [
        one.person.name for one in contacts if any(row.function == Function.COORDENADOR for row in one.rows)
    ]
    agreements = await instruments_of(session, place.id)
    # Of which goal it was is not said: an área temática does not hear of it.
    report = await last_report(session, place.id) if await is_executive(turn.desk) else None
    over, soon = await _missing(turn, place)
    turn.answer(
        "institution_shown",
        buttons=_buttons(turn, place),
        acronym=place.acronym,
        name=place.name,
        layer=place.layer,
        reviews=place.reviews_second_layer,
        elo=place.elo,
        uf=place.uf,
        parent=parent.acronym if parent else "",
        cnpj=_masked_cnpj(place.cnpj),
        agreements=[
            Agreement(
                number=one.number,
                sei=one.sei,
                starts=f"{one.starts:%d/%m/%Y}" if one.starts else "",
                ends=f"{one.ends:%d/%m/%Y}" if one.ends else "",
            )
            for one in agreements[-MOST_AGREEMENTS:]
        ],
        people=len(contacts),
        coordinators=leads,
        over=over,
        soon=soon,
        days=SOON.days,
        protocol=report.protocol if report else "",
        reported=f"{local_day(report.received_at):%d/%m/%Y}" if report else "",
    )


async def _missing(turn: Turn, place: Institution) -> tuple[int, int]:
    seen = await places(turn.desk, Act.SEE_GOALS)
    until = turn.desk.today + SOON
    found = await missing_by_institution(
        turn.desk.session, today=turn.desk.today, until=until, only=[place.id], axes=seen.digits
    )
    return (found[0].over, found[0].soon) if found else (0, 0)


def _masked_cnpj(cnpj: str) -> str:
    if len(cnpj) != 14:
        return cnpj
    return f"{cnpj[:2]}.{cnpj[2:5]}.{cnpj[5:8]}/{cnpj[8:12]}-{cnpj[12:]}"


def _buttons(turn: Turn, place: Institution) -> Buttons:
    rows = [
        [
            (turn.text("button_contacts"), turn.button(CONTACTS, place.id)),
            (turn.text("button_goals"), turn.button(GOALS, place.id)),
        ]
    ]
    if turn.of_the_secretariat and place.layer != Layer.SECRETARIAT:
        rows.append([(turn.text("button_change_elo"), turn.button(ELO, place.id))])
    if turn.of_the_secretariat and place.layer == Layer.FIRST:
        act = TAKE if place.reviews_second_layer else GIVE
        key = "button_take_review" if place.reviews_second_layer else "button_give_review"
        rows.append([(turn.text(key), turn.button(act, place.id))])
    return rows


async def _goals(turn: Turn, pressed: Pressed) -> None:
    place = await require(turn.desk, Act.SEE_GOALS, InstitutionId(pressed.number))
    turn.again = f"/metas {place.acronym}"


async def _ask_elo(turn: Turn, pressed: Pressed) -> None:
    await require_secretariat(turn.desk)
    place = await require(turn.desk, Act.SEE_PEOPLE, InstitutionId(pressed.number))
    form = Form(NAME, {"place": str(place.id)})
    listed: Sequence[tuple[str, str]] = [
        (one.name[:LABEL], forms.button(form, "elo", str(one.id)))
        for one in (await elos(turn.desk.session))[:MOST_ELOS]
    ]
    buttons = in_pairs(listed)
    buttons.append([(turn.text("button_no_elo"), forms.button(form, "elo", "0"))])
    turn.answer("institution_ask_elo", buttons=buttons, acronym=place.acronym, elo=place.elo)
    await forms.keep(turn, form)


async def _delegate(turn: Turn, pressed: Pressed) -> None:
    given = pressed.act == GIVE
    place = await delegate_review(turn.desk, InstitutionId(pressed.number), given=given)
    turn.answer("institution_review_moved", acronym=place.acronym, given=given)


BUTTONS: Mapping[str, TakesButton] = {GOALS: _goals, ELO: _ask_elo, GIVE: _delegate, TAKE: _delegate}
