"""/adesao: whether termos de adesão were signed in a month, and which: one tap for no, one line each for yes."""

from collections.abc import Mapping

from bot import forms
from bot.forms import Form, Press
from bot.termo_words import UnreadableTermo, read_termos
from bot.turn import TakesButton, Turn
from db.ids import InstitutionId, ObligationId
from db.institutions import Institution, Layer
from db.instruments import instruments_in_force
from db.obligations import Owed, obligation_owed, open_obligations
from rede.access import NotYours
from rede.dues import ADHESIONS, NO_ADHESIONS, asked_month
from rede.open_obligations import open_obligations as open_what_is_owed
from rede.record_happening import NewHappening, record_happening
from rede.say_no_adhesions import say_no_adhesions
from scheduler.deadlines import EventKind, rule_from_json
from scheduler.plan_knowledge import asks_each_month
from scheduler.wording import long_date, month_of

NAME = "adesao"
BUTTONS: Mapping[str, TakesButton] = {}
SEND, CANCEL = ("enviar", "sim", "ok"), ("cancelar", "não", "nao")


async def handle(turn: Turn) -> None:
    """Puts the questions that wait for an answer; with none, asks for termos at once."""
    informing = await _informing(turn)
    questions = [one for one in informing if asked_month(one.obligation.occurrence)]
    if not informing:
        turn.answer("adhesions_nothing_asked")
    elif questions:
        for one in questions:
            _ask(turn, one)
    else:
        await _ask_institution(
            turn, list({one.institution.id: one.institution for one in informing}.values())
        )


async def take_button(turn: Turn, data: str) -> bool:
    """The buttons under a question. False: it is another's."""
    for prefix, handler in ((NO_ADHESIONS, _none), (ADHESIONS, _some)):
        if data.startswith(prefix):
            number = data.removeprefix(prefix)
            known = number.isascii() and number.isdecimal() and len(number) < 10
            await handler(turn, ObligationId(int(number) if known else 0))
            return True
    return False


async def resume(turn: Turn, form: Form) -> None:
    """Text typed while the form is open: termos, or the word of a button."""
    word, text = turn.said.text.strip().lower().strip(" .!"), turn.said.text
    place = _chosen(turn, form)
    if place is None:
        named = next((one for one in turn.served if one.acronym.lower() == word), None)
        await _ask_institution(turn, [named] if named else list(turn.served))
    elif "termos" in form.fields and word in (*SEND, *CANCEL):
        await _decide(turn, form, word)
    else:
        await _read(turn, form, place, text)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """A button of the current version of the form."""
    if pressed.field == "institution":
        place = next((one for one in turn.served if str(one.id) == pressed.value), None)
        await _ask_institution(turn, [place] if place else list(turn.served))
    else:
        await _decide(turn, form, pressed.value)


async def _informing(turn: Turn) -> list[Owed]:
    """What the person's institutions have open for goals that wait for termos."""
    served = [one.id for one in turn.served if one.layer == Layer.FIRST]
    found = await open_obligations(turn.desk.session, served)
    return [one for one in found if asks_each_month(rule_from_json(one.goal.rule))]


def _ask(turn: Turn, one: Owed) -> None:
    number, month = one.obligation.id, asked_month(one.obligation.occurrence)
    buttons = [
        (turn.text("button_no_adhesions"), f"{NO_ADHESIONS}{number}"),
        (turn.text("button_adhesions"), f"{ADHESIONS}{number}"),
    ]
    words = month_of(month) if month else ""
    turn.answer("adhesions_ask", buttons=[buttons], acronym=one.institution.acronym, month=words)


async def _none(turn: Turn, question: ObligationId) -> None:
    month = await say_no_adhesions(turn.desk, question)
    owed = await _named(turn, question)
    turn.answer("adhesions_none_noted", acronym=owed.institution.acronym, month=month_of(month))


async def _some(turn: Turn, question: ObligationId) -> None:
    await _ask_termos(turn, (await _named(turn, question)).institution)


async def _named(turn: Turn, number: ObligationId) -> Owed:
    owed = await obligation_owed(turn.desk.session, number)
    if owed is None or owed.institution.id not in {one.id for one in turn.served}:
        raise NotYours
    return owed


async def _ask_institution(turn: Turn, places: list[Institution]) -> None:
    first_layer = [one for one in places if one.layer == Layer.FIRST]
    if len(first_layer) == 1:
        await _ask_termos(turn, first_layer[0])
        return
    form = Form(NAME)
    buttons = [[(one.acronym, forms.button(form, "institution", str(one.id)))] for one in first_layer]
    turn.answer("adhesions_ask_institution", buttons=buttons)
    await forms.keep(turn, form)


async def _ask_termos(turn: Turn, place: Institution) -> None:
    turn.answer("adhesions_ask_termos", acronym=place.acronym, example=f"{turn.desk.today:%d/%m/%Y}")
    await forms.keep(turn, Form(NAME, {"institution": str(place.id)}))


def _chosen(turn: Turn, form: Form) -> Institution | None:
    return next((one for one in turn.served if str(one.id) == form.fields.get("institution")), None)


async def _read(turn: Turn, form: Form, place: Institution, text: str) -> None:
    try:
        termos = read_termos(text, today=turn.desk.today)
    except UnreadableTermo as unreadable:
        # The form is not kept again: what was asked stays asked.
        turn.answer(unreadable.key, line=unreadable.line, text=unreadable.text)
        return
    form.fields["termos"] = text
    labels = (("button_send", "enviar"), ("button_cancel", "cancelar"))
    row = [(turn.text(label), forms.button(form, "do", value)) for label, value in labels]
    shown = [{"name": one.name, "cnpj": one.cnpj, "day": f"{one.signed:%d/%m/%Y}"} for one in termos]
    turn.answer("adhesions_summary", buttons=[row], acronym=place.acronym, termos=shown)
    await forms.keep(turn, form)


async def _decide(turn: Turn, form: Form, word: str) -> None:
    place = _chosen(turn, form)
    await forms.drop(turn)
    if word in CANCEL or place is None or "termos" not in form.fields:
        turn.answer("cancelled")
        return
    termos = read_termos(form.fields["termos"], today=turn.desk.today)
    for termo in termos:
        new = NewHappening(
            kind=EventKind.ADHESION,
            day=termo.signed,
            acronyms=[place.acronym],
            detail=f"{termo.name} · CNPJ {termo.cnpj}",
        )
        await record_happening(turn.desk, new)
    days = await _opened(turn, place.id)
    turn.answer("adhesions_noted", count=len(termos), acronym=place.acronym, days=days)


async def _opened(turn: Turn, place: InstitutionId) -> list[str]:
    """Until when the list is due, the soonest first."""
    for instrument in await instruments_in_force(
        turn.desk.session, on=turn.desk.today, institution_ids=[place]
    ):
        await open_what_is_owed(turn.desk, instrument)
    found = [one.obligation for one in await _informing(turn) if one.institution.id == place]
    due = {one.extended for one in found if one.extended is not None and one.happening_id is not None}
    return [long_date(day) for day in sorted(due) if day >= turn.desk.today]
