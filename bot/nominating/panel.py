"""Access to the Painel Gerencial: the Secretariat says since when it is given, the partner whether it works."""

from datetime import date

from bot import forms
from bot.forms import Form, Press
from bot.nominating.days import TODAY, confirm_buttons, read_day, today_button
from bot.plain import CANCEL, CONFIRM
from bot.turn import Turn
from bot.which_institution import which_institution
from db.deliverables import Deliverable
from db.institutions import Institution
from db.instruments import instruments_in_force
from db.panel_accesses import PanelAccess, accesses_to_give, held_access, unanswered_access
from rede.access import Act, NotYours, require, require_secretariat
from rede.announce import Buttons
from rede.answer_panel_access import answer_panel_access
from rede.bound_buttons import Pressed
from rede.give_panel_access import give_panel_access
from rede.open_obligations import open_obligations
from rede.panel_access import GIVE, NOT_YET, WORKS, check_stage, facts_of, stage_of
from scheduler.wording import long_date

NAME, PART = "indicar", "panel"
MOST = 8


async def show(turn: Turn, words: str) -> None:
    """`/indicar painel`, `/indicar painel UPB`, `/indicar painel UPB 10/03`; for a partner, its own question."""
    if not turn.of_the_secretariat:
        await _ask_the_partner(turn)
    elif words:
        await _of_one(turn, words)
    else:
        found = await accesses_to_give(turn.desk.session, limit=MOST + 1)
        buttons: Buttons = [
            [(place.acronym[:24], turn.button(GIVE, access.id, stage_of(access)))]
            for access, place, _ in found[:MOST]
        ]
        shown = [facts_of(access, place, report) for access, place, report in found[:MOST]]
        turn.answer("panel_tasks", buttons=buttons, tasks=shown, more=len(found) > MOST)


async def _of_one(turn: Turn, words: str) -> None:
    name, day = _split(turn, words)
    place = await which_institution(turn, name, act=Act.NAME_PEOPLE, then="/indicar painel")
    if place is None:
        return
    found = await accesses_to_give(turn.desk.session, institution_id=place.id)
    if not found:
        turn.answer("panel_nothing", acronym=place.acronym)
        return
    await _begin(turn, found[0][0], place, day=day)


def _split(turn: Turn, words: str) -> tuple[str, str]:
    """An institution, and the day that follows it, if any."""
    parts = words.split()
    cut = next((at for at, part in enumerate(parts) if at and any(map(str.isdigit, part))), len(parts))
    if cut == len(parts) and len(parts) > 1 and parts[-1].lower() in ("hoje", "ontem"):
        cut -= 1
    return " ".join(parts[:cut]), " ".join(parts[cut:])


async def press_give(turn: Turn, pressed: Pressed) -> None:
    await require_secretariat(turn.desk)
    access = await held_access(turn.desk.session, pressed.number)
    if access is None:
        raise NotYours
    place = await turn.desk.session.get_one(Institution, access.institution_id)
    check_stage(access, place, pressed.version)
    await _begin(turn, access, place, day="")


async def _begin(turn: Turn, access: PanelAccess, place: Institution, *, day: str) -> None:
    fields = {
        "part": PART,
        "access": str(access.id),
        "version": str(stage_of(access)),
        "place": place.acronym,
    }
    form = Form(NAME, fields)
    if day:
        await _take_day(turn, form, day)
    else:
        await _ask_day(turn, form)


async def resume(turn: Turn, form: Form) -> None:
    text = turn.said.text.strip()
    if form.fields.get("asked") == "day":
        await _take_day(turn, form, text)
    else:
        await _confirm(turn, form, text.lower().strip(" .!"))


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    if pressed.field == "day":
        await _take_day(turn, form, pressed.value)
    elif pressed.field == "do":
        await _confirm(turn, form, pressed.value)
    else:
        turn.answer("old_button")


async def _ask_day(turn: Turn, form: Form) -> None:
    turn.answer("panel_ask_day", buttons=today_button(turn, form), acronym=form.fields["place"])
    form.fields["asked"] = "day"
    await forms.keep(turn, form)


async def _take_day(turn: Turn, form: Form, text: str) -> None:
    day = turn.desk.today if text == TODAY else read_day(turn, text)
    if day is None:
        if "asked" not in form.fields:
            await _ask_day(turn, form)
        return
    form.fields |= {"day": str(day), "asked": "confirmation"}
    acronym, buttons = form.fields["place"], confirm_buttons(turn, form)
    turn.answer("panel_ask_confirmation", buttons=buttons, acronym=acronym, day=long_date(day))
    await forms.keep(turn, form)


async def _confirm(turn: Turn, form: Form, word: str) -> None:
    if word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
        return
    if word not in CONFIRM:
        turn.answer("nominate_ask_confirm")
        return
    await require_secretariat(turn.desk)
    number, day = int(form.fields["access"]), date.fromisoformat(form.fields["day"])
    await _open_task(turn, number)
    version = int(form.fields["version"])
    place = await give_panel_access(turn.desk, number, version=version, on=day)
    await forms.drop(turn)
    turn.answer("panel_noted", acronym=place.acronym, day=long_date(day))


async def _open_task(turn: Turn, number: int) -> None:
    """The bell opens what a report calls for within a minute; the Secretariat may be quicker."""
    access = await held_access(turn.desk.session, number)
    if access is None:
        raise NotYours
    places = [access.institution_id]
    for instrument in await instruments_in_force(
        turn.desk.session, on=turn.desk.today, institution_ids=places
    ):
        await open_obligations(turn.desk, instrument)


async def _ask_the_partner(turn: Turn) -> None:
    """The question again, for whoever lost it among the messages."""
    for place in turn.served:
        access = await unanswered_access(turn.desk.session, place.id)
        if access is not None:
            await require(turn.desk, Act.HAND_IN, place.id)
            report = await turn.desk.session.get_one(Deliverable, access.deliverable_id)
            labels = (("button_panel_works", WORKS), ("button_panel_not_yet", NOT_YET))
            version = stage_of(access)
            row = [(turn.text(label), turn.button(act, access.id, version)) for label, act in labels]
            turn.answer("panel_ask_again", buttons=[row], **facts_of(access, place, report))
            return
    turn.answer("panel_nothing_asked", mailbox=turn.desk.office.mailbox)


async def press_answer(turn: Turn, pressed: Pressed) -> None:
    works = pressed.act == WORKS
    number, version = pressed.number, pressed.version
    place = await answer_panel_access(turn.desk, number, version=version, works=works)
    turn.answer("panel_answered", acronym=place.acronym, works=works)
