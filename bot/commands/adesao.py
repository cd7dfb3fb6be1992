"""/adesao: whether termos de adesão were signed in a month, and which: one tap for no, one line each for yes, or a
spreadsheet with hundreds. For the Secretariat: which of them are taken into the Rede (bot/termo_review.py).
"""

import asyncio
from collections.abc import Mapping, Sequence

from bot import forms, termo_review
from bot.forms import Form, Press
from bot.plain import CANCEL, plain
from bot.termo_answers import send_model, send_problems, shown
from bot.termo_sheet import read_sheet
from bot.termo_words import UnreadableTermo, read_termos
from bot.turn import Answer, TakesButton, Turn
from db.ids import ObligationId
from db.institutions import Institution, Layer
from db.notices import NoticeKind
from db.obligations import Owed, obligation_owed, open_obligations
from rede.access import NotYours
from rede.adhesion_rows import TermosRead, as_text, from_text
from rede.adhesion_rows import read_termos as read_rows
from rede.dues import ADHESIONS, NO_ADHESIONS, asked_month
from rede.inform_adhesions import inform_adhesions, weigh_adhesions
from rede.open_obligations import open_obligations as open_what_is_owed
from rede.report_adhesions import MonthReported, report_adhesions
from rede.say_no_adhesions import say_no_adhesions
from scheduler.deadlines import rule_from_json
from scheduler.plan_knowledge import asks_each_month
from scheduler.wording import long_date, month_of

NAME = "adesao"
BUTTONS: Mapping[str, TakesButton] = termo_review.BUTTONS
SEND = ("enviar", "registrar", "sim", "ok")
#: Callback value of the button that sends an empty table.
MODEL = "modelo"
#: Termos, problems and months of one message.
MOST_TERMOS, MOST_PROBLEMS, MOST_MONTHS = 10, 20, 12


async def handle(turn: Turn) -> None:
    """`/adesao`, `/adesao Flores; CNPJ; 20/03/2026`, `/adesao aceitar UPB`, `/adesao UPB`,
    `/adesao recusar CNPJ motivo`."""
    words = turn.arguments.strip()
    first, _, rest = words.partition(" ")
    if plain(first) in termo_review.WORDS:
        await termo_review.typed(turn, rest.strip(), verb=plain(first))
    elif words and ";" not in words and turn.of_the_secretariat:
        await termo_review.typed(turn, words)
    elif words:
        await _ask_institution(turn, turn.served, typed=words)
    else:
        await _asked(turn)


async def _asked(turn: Turn) -> None:
    """Puts the questions that wait for an answer; with none, asks for termos at once."""
    informing = await _informing(turn)
    questions = [one for one in informing if asked_month(one.obligation.occurrence)]
    if turn.of_the_secretariat:
        await termo_review.show(turn)
    elif not informing:
        turn.answer("adhesions_nothing_asked")
    for one in questions:
        _ask(turn, one)
    if informing and not questions:
        places = {one.institution.id: one.institution for one in informing}
        await _ask_institution(turn, list(places.values()))


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
    """Text typed while the form is open, or a file: termos, or the word of a button."""
    word, text = turn.said.text.strip().lower().strip(" .!"), turn.said.text
    if termo_review.REFUSING in form.fields:
        await termo_review.refuse(turn, form)
        return
    place = _chosen(turn, form)
    if place is None:
        named = next((one for one in turn.served if one.acronym.lower() == word), None)
        await _ask_institution(turn, [named] if named else turn.served, typed=form.fields.get("typed", ""))
    elif turn.file is not None:
        today, working_day = turn.desk.today, turn.desk.office.calendar.is_business_day
        rows = await asyncio.to_thread(read_sheet, turn.file, today=today, working_day=working_day)
        await _weigh(turn, form, place, read_rows(rows, today=today))
    elif word in CANCEL or ("read" in form.fields and word in SEND):
        await _decide(turn, form, word)
    else:
        await _read(turn, form, place, text)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """A button of the current version of the form."""
    if pressed.field == "institution":
        place = next((one for one in turn.served if str(one.id) == pressed.value), None)
        await _ask_institution(turn, [place] if place else turn.served, typed=form.fields.get("typed", ""))
    elif pressed.value == MODEL:
        # The form is not kept again, so the button stays good.
        await send_model(turn)
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


async def _ask_institution(turn: Turn, places: Sequence[Institution], *, typed: str = "") -> None:
    """`typed`: termos that were told before it was known whose they are."""
    first_layer = [one for one in places if one.layer == Layer.FIRST]
    if not first_layer:
        raise NotYours
    if len(first_layer) == 1:
        place = first_layer[0]
        if typed:
            await _read(turn, Form(NAME, {"institution": str(place.id)}), place, typed)
        else:
            await _ask_termos(turn, place)
        return
    form = Form(NAME, {"typed": typed} if typed else {})
    buttons = [[(one.acronym, forms.button(form, "institution", str(one.id)))] for one in first_layer]
    turn.answer("adhesions_ask_institution", buttons=buttons)
    await forms.keep(turn, form)


async def _ask_termos(turn: Turn, place: Institution) -> None:
    form = Form(NAME, {"institution": str(place.id)})
    row = [(turn.text("button_adhesions_model"), forms.button(form, "do", MODEL))]
    example = f"{turn.desk.today:%d/%m/%Y}"
    turn.answer("adhesions_ask_termos", buttons=[row], acronym=place.acronym, example=example)
    await forms.keep(turn, form)


def _chosen(turn: Turn, form: Form) -> Institution | None:
    return next((one for one in turn.served if str(one.id) == form.fields.get("institution")), None)


async def _read(turn: Turn, form: Form, place: Institution, text: str) -> None:
    try:
        calendar = turn.desk.office.calendar
        termos = read_termos(text, today=turn.desk.today, working_day=calendar.is_business_day)
    except UnreadableTermo as wrong:
        # What was asked stays asked, and its buttons stay good.
        column, flaw = wrong.column, wrong.flaw
        turn.answer(wrong.key, line=wrong.line, text=wrong.text, column=column, flaw=flaw)
        if not form.kept_at:
            await forms.keep(turn, form)
        return
    await _weigh(turn, form, place, termos)


async def _weigh(turn: Turn, form: Form, place: Institution, read: TermosRead) -> None:
    """What would be registered, before it is."""
    weighed = await weigh_adhesions(turn.desk, place.id, read.good)
    problems, count = sorted([*read.problems, *weighed.problems]), len(weighed.new)
    form.fields.pop("read", None)
    labels = [(turn.text("button_adhesions_none_left"), "cancelar")]
    if weighed.new:
        form.fields["read"] = as_text(weighed.new)
        labels = [
            (turn.text("button_adhesions_register", count=count), "enviar"),
            (turn.text("button_cancel"), "cancelar"),
        ]
    if len(problems) > MOST_PROBLEMS:
        await send_problems(turn, problems)
    turn.answer(
        "adhesions_summary",
        buttons=[[(label, forms.button(form, "do", value)) for label, value in labels]],
        acronym=place.acronym,
        count=count,
        known=weighed.known,
        wrong=len({one.line for one in problems}),
        termos=[shown(one) for one in weighed.new[:MOST_TERMOS]],
        more=max(0, count - MOST_TERMOS),
        problems=problems[:MOST_PROBLEMS],
        more_problems=max(0, len(problems) - MOST_PROBLEMS),
    )
    await forms.keep(turn, form)


async def _decide(turn: Turn, form: Form, word: str) -> None:
    place = _chosen(turn, form)
    await forms.drop(turn)
    if word in CANCEL or place is None or "read" not in form.fields:
        turn.answer("cancelled")
        return
    informed = await inform_adhesions(turn.desk, place.id, from_text(form.fields["read"]))
    for instrument in informed.instruments:
        await open_what_is_owed(turn.desk, instrument)
    months = await report_adhesions(turn.desk, place.id, informed.adhesions)
    receipt = turn.text(
        "adhesions_noted",
        count=len(informed.adhesions),
        acronym=place.acronym,
        months=[_line(one) for one in months[-MOST_MONTHS:]],
        more=max(0, len(months) - MOST_MONTHS),
        mailbox=turn.desk.office.mailbox,
    )
    turn.answers.append(Answer(receipt, kind=NoticeKind.RECEIPT))


def _line(one: MonthReported) -> Mapping[str, object]:
    return {
        "month": month_of(one.month),
        "count": one.count,
        "key": one.key,
        "protocol": one.protocol,
        "due": long_date(one.due) if one.due else "",
    }
