"""Somebody is nominated: asked one thing at a time, or all in one line; one code for both."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import forms
from bot.for_whom import own, speaking_for
from bot.forms import Form, Press
from bot.kept_phone import phone_of_form, sealed_phone
from bot.nominating.days import TODAY, read_day, today_button
from bot.nominating.words import What, read_person
from bot.plain import CANCEL
from bot.turn import Answer, Turn
from db.ids import InstitutionId, ObligationId, PersonId
from db.institutions import Institution, Layer
from db.notices import NoticeKind
from db.people import Function
from rede.access import Act, places, require
from rede.announce import Buttons
from rede.filing import Details
from rede.multiplier_path import begin_path
from rede.name_person import name_person
from rede.naming import checked_name, checked_number, checked_person
from rede.nominate import FOR_GOAL, Nomination, nominate, obligations_for
from rede.phones import masked
from rede.submit_deliverable import submit_deliverable
from scheduler.wording import long_date

NAME, PART = "indicar", "person"
SEND, CORRECT = ("enviar", "sim", "ok"), ("corrigir",)
#: Stands for the name where only the address was typed: it is asked for next.
UNNAMED = "Alguém"
YES, NO = ("sim", "sim, também", "sim, tambem"), ("não", "nao", "pular", "sem telefone")


async def begin(turn: Turn, what: What, words: str) -> None:
    """What was said fills the form; with nothing missing it is done at once."""
    among = await _places(turn, what)
    if not among:
        turn.answer("nominate_only_coordinators", mailbox=turn.desk.office.mailbox)
        return
    said = read_person(words, {one.acronym for one in among})
    place = await speaking_for(turn, among, named=said.acronym)
    if place is None:
        return
    form = Form(NAME, {"part": PART, "what": str(what), "place": str(place.id)})
    if said.name:
        form.fields["name"] = checked_name(said.name)
    if said.email:
        named = checked_person(said.name or UNNAMED, said.email, said.phone)
        form.fields |= {"email": named.email, "phone": sealed_phone(turn, named.phone)}
    if said.name and said.email:
        form.fields |= {"substitute": "sim" if said.substitute else "não", "day": str(turn.desk.today)}
        await _file(turn, form)
        return
    await _ask_next(turn, form)


async def _places(turn: Turn, what: What) -> Sequence[Institution]:
    """The person's institutions for which they may."""
    layers = (0, 1, 2) if what is What.FOLLOWS else (1, 2)
    may_name, may_file = await places(turn.desk, Act.NAME_PEOPLE), await places(turn.desk, Act.HAND_IN)
    return [one for one in own(turn, layers) if may_name.covers(one.id) and may_file.covers(one.id)]


async def resume(turn: Turn, form: Form) -> None:
    asked, text = form.fields.get("asked", ""), turn.said.text.strip()
    word = text.lower().strip(" .!")
    match asked:
        case "name":
            form.fields["name"] = checked_name(text)
        case "email":
            form.fields["email"] = checked_person(form.fields["name"], text).email
        case "phone":
            form.fields["phone"] = "" if word in NO else sealed_phone(turn, checked_number(text))
        case "substitute" if word in (*YES, *NO):
            form.fields["substitute"] = "sim" if word in YES else "não"
        case "substitute":
            turn.answer("nominate_yes_or_no")
            return
        case "day":
            await _take_day(turn, form, text)
            return
        case _:
            await _confirm(turn, form, word)
            return
    await _ask_next(turn, form)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    match pressed.field:
        case "do":
            await _confirm(turn, form, pressed.value)
        case "day":
            await _take_day(turn, form, pressed.value)
        case "phone" | "substitute" as name:
            # The button of a phone says that there is none.
            form.fields[name] = pressed.value if name == "substitute" else ""
            await _ask_next(turn, form)
        case _:
            turn.answer("old_button")


async def _take_day(turn: Turn, form: Form, text: str) -> None:
    day = turn.desk.today if text == TODAY else read_day(turn, text)
    if day is not None:
        form.fields["day"] = str(day)
        await _ask_next(turn, form)


async def _ask_next(turn: Turn, form: Form) -> None:
    what, fields = What(form.fields["what"]), form.fields
    place = await require(turn.desk, Act.NAME_PEOPLE, InstitutionId(int(fields["place"])))
    if "name" not in fields:
        await _ask(turn, form, "name", what=str(what), acronym=place.acronym)
    elif "email" not in fields:
        await _ask(turn, form, "email", person=fields["name"])
    elif "phone" not in fields:
        row = [(turn.text("button_without_phone"), forms.button(form, "phone", ""))]
        await _ask(turn, form, "phone", buttons=[row])
    elif what is What.FOLLOWS and "substitute" not in fields:
        labels = (("button_nominate_yes_too", "sim"), ("button_nominate_no", "não"))
        row = [(turn.text(label), forms.button(form, "substitute", value)) for label, value in labels]
        await _ask(turn, form, "substitute", buttons=[row], person=fields["name"])
    elif what is What.MULTIPLIER and "day" not in fields:
        await _ask(turn, form, "day", buttons=today_button(turn, form), person=fields["name"])
    else:
        await _summarise(turn, form, place)


async def _ask(turn: Turn, form: Form, asked: str, /, *, buttons: Buttons = (), **facts: object) -> None:
    turn.answer(f"nominate_ask_{asked}", buttons=buttons, **facts)
    form.fields["asked"] = asked
    await forms.keep(turn, form)


async def _summarise(turn: Turn, form: Form, place: Institution) -> None:
    labels = (("button_send", "enviar"), ("button_correct", "corrigir"), ("button_cancel", "cancelar"))
    row = [(turn.text(label), forms.button(form, "do", value)) for label, value in labels]
    facts = {**_facts(turn, form, place), "mailbox": turn.desk.office.mailbox}
    await _ask(turn, form, "confirmation", buttons=[row[:2], row[2:]], **facts)


def _facts(turn: Turn, form: Form, place: Institution) -> dict[str, object]:
    fields, phone = form.fields, phone_of_form(turn, form)
    return {
        "what": fields["what"],
        "acronym": place.acronym,
        "institution": place.name,
        "person": fields["name"],
        "email": fields["email"],
        "phone": masked(phone) if phone else "",
        "substitute": fields.get("substitute") == "sim",
        "day": long_date(date.fromisoformat(fields["day"])) if "day" in fields else "",
        "own": place.layer == Layer.SECRETARIAT,
    }


async def _confirm(turn: Turn, form: Form, word: str) -> None:
    if word in SEND:
        await _file(turn, form)
    elif word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
    elif word in CORRECT:
        form.fields = {name: form.fields[name] for name in ("part", "what", "place")}
        await _ask_next(turn, form)
    else:
        # The form is not kept again, so the buttons above stay good.
        turn.answer("report_ask_confirmation")


async def _file(turn: Turn, form: Form) -> None:
    """Who is named, the reports and the letter: one transaction, the door's."""
    what, fields = What(form.fields["what"]), form.fields
    place = await require(turn.desk, Act.NAME_PEOPLE, InstitutionId(int(fields["place"])))
    nomination = await _named(turn, form, place)
    protocols: Sequence[str] = ()
    if what is What.MULTIPLIER:
        day = date.fromisoformat(fields["day"])
        await begin_path(turn.desk, place.id, nomination.person_id, on=day)
    elif place.layer != Layer.SECRETARIAT:
        protocols = await _report(turn, form, place)
    # The Secretariat writes no letter to itself, and reports for its many agreements by /entregar.
    writes = place.layer != Layer.SECRETARIAT
    sent = writes and await nominate(turn.desk, place.id, replace(nomination, protocols=protocols))
    await forms.drop(turn)
    office = turn.desk.office
    facts = {**_facts(turn, form, place), "protocols": protocols, "sent": sent, "mailbox": office.mailbox}
    text = turn.text("nominate_done", **facts, asks_cpf=office.asks_cpf and bool(protocols))
    turn.answers.append(Answer(text, kind=NoticeKind.RECEIPT))


async def _named(turn: Turn, form: Form, place: Institution) -> Nomination:
    """The person is there, in the function."""
    what, fields = What(form.fields["what"]), form.fields
    substitute = what is What.FOLLOWS and fields.get("substitute") == "sim"
    function, phone = FOR_GOAL.get(str(what), Function.MULTIPLICADOR), phone_of_form(turn, form)
    functions = [str(function), *([str(Function.SUBSTITUTO)] if substitute else [])]
    person = await name_person(
        turn.desk, place.id, name=fields["name"], email=fields["email"], functions=functions, phone=phone
    )
    return Nomination(
        person_id=PersonId(person.id),
        key="" if what is What.MULTIPLIER else str(what),
        function=function,
        phone=phone,
        substitute=substitute,
    )


async def _report(turn: Turn, form: Form, place: Institution) -> list[str]:
    """One under each agreement; their protocols."""
    facts = _facts(turn, form, place)
    words = turn.text(
        "nominate_report", **{name: facts[name] for name in ("what", "person", "email", "substitute")}
    )
    evidence = {"whom": form.fields["name"], "day": str(turn.desk.today)}
    protocols = []
    for owed in await obligations_for(turn.desk, place.id, form.fields["what"]):
        receipt = await submit_deliverable(
            turn.desk,
            ObligationId(owed.obligation.id),
            description=words,
            hours=None,
            details=Details(evidence=evidence),
        )
        protocols.append(receipt.protocol)
    return protocols
