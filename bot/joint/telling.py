"""The dialogue of a joint action: goal, title, day, partners, result, link, asked one by one; then a preview."""

from datetime import date

from bot import forms
from bot.date_words import read_date
from bot.forms import Form, Press
from bot.joint.answering import answer_confirmed
from bot.joint.partners import partner_lines, partners_of, take_partner, take_partners
from bot.joint.words import read_action
from bot.keyboards import in_pairs
from bot.plain import CANCEL
from bot.report.answers import read_answer
from bot.report.filled import days_of
from bot.report.sending import answer_receipt
from bot.turn import Turn
from db.ids import InstitutionId, JointActionId
from db.institutions import Institution
from rede.announce import Buttons
from rede.confirm_joint_action import confirm_joint_action
from rede.evidence import LINK
from rede.joint_words import (
    GOALS,
    LONGEST_RESULT,
    LONGEST_TITLE,
    JointRefused,
    check_day,
    check_words,
    owed_for,
    the_action,
)
from rede.tell_joint_action import NewAction, same_action, tell_joint_action
from scheduler.wording import long_date

NAME = "acaoconjunta"
CONFIRM, SKIP = ("registrar", "sim", "ok"), ("pular", "sem link", "-")


async def begin(turn: Turn, place: Institution, line: str) -> None:
    opened = await forms.open_form(turn)
    form = Form(NAME, {"place": str(place.id)}, opened.version if opened else 0)
    words = read_action(line)
    if words.key:
        form.fields["goal"] = words.key
    if words.title:
        form.fields["title"] = check_words(words.title, most=LONGEST_TITLE)
    if words.result:
        form.fields["result"] = check_words(words.result, most=LONGEST_RESULT)
    if words.day:
        _take_day(turn, form, words.day)
    if words.link:
        form.fields["link"] = read_answer(LINK, words.link, days_of(turn))
    if words.partners and not await take_partners(turn, form, words.partners):
        return
    if words.partners:
        form.fields["with"] = "1"
        form.fields.setdefault("link", "")
    await ask_next(turn, form)


async def resume(turn: Turn, form: Form) -> None:
    """Text typed while the form is open: it answers what was asked."""
    text, asked = turn.said.text.strip(), form.fields.get("asked", "")
    word = text.lower().strip(" .!")
    match asked:
        case "goal":
            form.fields["goal"] = read_action(text).key or text.upper()[:4]
        case "title":
            form.fields["title"] = check_words(text, most=LONGEST_TITLE)
        case "day":
            _take_day(turn, form, text)
        case "partners":
            if word in ("pronto", "só", "so") and partners_of(form):
                form.fields["with"] = "1"
            elif not await take_partners(turn, form, text):
                return
        case "result":
            form.fields["result"] = check_words(text, most=LONGEST_RESULT)
        case "link":
            form.fields["link"] = "" if word in SKIP else read_answer(LINK, text, days_of(turn))
        case _:
            await _decide(turn, form, word)
            return
    await ask_next(turn, form)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    match pressed.field:
        case "goal" if pressed.value in GOALS:
            form.fields["goal"] = pressed.value
            await ask_next(turn, form)
        case "day":
            _take_day(turn, form, pressed.value)
            await ask_next(turn, form)
        case "partner" if pressed.value.isascii() and pressed.value.isdecimal() and len(pressed.value) < 10:
            await take_partner(turn, form, InstitutionId(int(pressed.value)))
            await ask_next(turn, form)
        case "with":
            form.fields["with"] = "1"
            await ask_next(turn, form)
        case "link":
            form.fields["link"] = ""
            await ask_next(turn, form)
        case "do":
            await _decide(turn, form, pressed.value)
        case _:
            turn.answer("old_button")


def _take_day(turn: Turn, form: Form, typed: str) -> None:
    """Raises JointRefused: no day, or one that has not come."""
    today, working_day = turn.desk.today, turn.desk.office.calendar.is_business_day
    read = read_date(typed, today=today, working_day=working_day, past=True)
    if read is None or read.doubt:
        raise JointRefused("joint_day_unreadable")
    form.fields["day"] = check_day(read.day, today=today).isoformat()


def place_of(form: Form) -> InstitutionId:
    return InstitutionId(int(form.fields["place"]))


async def ask_next(turn: Turn, form: Form) -> None:
    fields, place = form.fields, place_of(form)
    having = [key for key in GOALS if await owed_for(turn.desk, place, key) is not None]
    if not having:
        await forms.drop(turn)
        turn.answer("joint_no_goal")
    elif fields.get("goal") not in having:
        buttons = [
            (turn.text("button_joint_goal", key=key), forms.button(form, "goal", key)) for key in having
        ]
        await _ask(turn, form, "goal", [[one] for one in buttons])
    elif "title" not in fields:
        await _ask(turn, form, "title")
    elif "day" not in fields:
        row = [
            (turn.text("report_button_today"), forms.button(form, "day", "hoje")),
            (turn.text("report_button_yesterday"), forms.button(form, "day", "ontem")),
        ]
        await _ask(turn, form, "day", [row])
    elif "with" not in fields:
        done = (
            [[(turn.text("button_joint_done"), forms.button(form, "with", "1"))]] if partners_of(form) else []
        )
        await _ask(turn, form, "partners", done, partners=await partner_lines(turn, form))
    elif "result" not in fields:
        await _ask(turn, form, "result")
    elif "link" not in fields:
        await _ask(turn, form, "link", [[(turn.text("button_skip"), forms.button(form, "link", "-"))]])
    else:
        await _show(turn, form)


async def _ask(turn: Turn, form: Form, asked: str, buttons: Buttons = (), **facts: object) -> None:
    form.fields["asked"] = asked
    turn.answer(f"joint_ask_{asked}", buttons=buttons, **facts)
    await forms.keep(turn, form)


def _new(form: Form) -> NewAction:
    fields = form.fields
    return NewAction(
        place=place_of(form),
        goal=fields["goal"],
        title=fields["title"],
        result=fields["result"],
        day=date.fromisoformat(fields["day"]),
        partners=partners_of(form),
        link=fields["link"],
    )


async def _show(turn: Turn, form: Form) -> None:
    """A preview; or the question whether it is one that another told of."""
    new = _new(form)
    same = None if "another" in form.fields else await same_action(turn.desk, new)
    names = ("same", "another") if same is not None else ("record", "cancel")
    buttons = in_pairs(
        [(turn.text(f"button_joint_{name}"), forms.button(form, "do", _WORDS[name])) for name in names]
    )
    facts: dict[str, object] = {}
    if same is not None:
        teller = await turn.desk.session.get_one(Institution, same.institution_id)
        form.fields["same"] = str(same.id)
        facts = {"title": same.title, "day": long_date(same.day), "teller": teller.name}
    else:
        place = await turn.desk.session.get_one(Institution, new.place)
        facts = {
            "goal": new.goal,
            "title": new.title,
            "day": long_date(new.day),
            "result": new.result,
            "link": new.link,
            "acronym": place.acronym,
            "partners": await partner_lines(turn, form),
        }
    await _ask(turn, form, "same" if same is not None else "confirmation", buttons, **facts)


_WORDS = {"same": "mesma", "another": "outra", "record": "registrar", "cancel": "cancelar"}


async def _decide(turn: Turn, form: Form, word: str) -> None:
    asked = form.fields.get("asked", "")
    if word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
    elif asked == "same" and word in ("mesma", "sim"):
        await _is_the_same(turn, form)
    elif asked == "same" and word in ("outra", "não é"):
        form.fields["another"] = "1"
        await ask_next(turn, form)
    elif asked == "confirmation" and word in CONFIRM:
        done = await tell_joint_action(turn.desk, _new(form))
        await forms.drop(turn)
        await answer_receipt(turn, done.receipt)
        partners = [one.acronym for _, one in done.told.partners]
        turn.answer("joint_told", partners=partners, unreached=list(done.unreached))
    else:
        turn.answer("joint_ask_button")


async def _is_the_same(turn: Turn, form: Form) -> None:
    """Told of already by this institution, or by another, which it then confirms."""
    place, told = place_of(form), await the_action(turn.desk, JointActionId(int(form.fields["same"])))
    await forms.drop(turn)
    if any(one.id == place for _, one in told.partners):
        await answer_confirmed(turn, await confirm_joint_action(turn.desk, told.action.id, place))
    else:
        turn.answer("joint_known", title=told.action.title, teller=told.teller.name)
