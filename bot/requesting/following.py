"""How requests go: answered of asked, who is missing, another date, called off, closed and put together."""

from datetime import date

from bot import forms
from bot.forms import Form
from bot.keyboards import Button, in_pairs
from bot.requesting.opening import NAME
from bot.requesting.words import read_due
from bot.turn import Answer, Turn
from db.ids import RequestId
from db.requests import Request, Tally, places_missing, tallies
from rede.access import NotYours, require_secretariat
from rede.bound_buttons import Pressed
from rede.change_request import cancel_request, move_request
from rede.close_request import close_request
from rede.compiling import compile_answers, facts_of_compilation
from rede.remind_asked import remind_asked
from rede.requested import RequestRefused, facts_of, the_request
from scheduler.clock import local_day
from scheduler.wording import long_date, short_date

#: Requests listed, and institutions on one page.
LISTED, PAGE = 12, 20
#: Axes, goals and States of a summary in chat.
SUMMED = 27


async def list_requests(turn: Turn) -> bool:
    """False where there is none."""
    await require_secretariat(turn.desk)
    found = await tallies(turn.desk.session, limit=LISTED)
    if not found:
        return False
    rows = in_pairs([(_label(turn, one), turn.button("pedidover", one.request.id)) for one in found])
    rows.append([(turn.text("button_request_new"), turn.button("pedidonovo", 0))])
    turn.answer("request_list", buttons=rows, requests=[_line(one) for one in found])
    return True


def _label(turn: Turn, one: Tally) -> str:
    return turn.text("button_request_one", number=one.request.id)


def _line(one: Tally) -> dict[str, object]:
    return {
        "number": one.request.id,
        "title": one.request.title,
        "due": short_date(one.request.due),
        "asked": one.asked,
        "answered": one.answered,
        "closed": one.request.closed_at is not None,
    }


async def show(turn: Turn, number: int) -> None:
    """
    Raises:
        NotYours: there is none.
    """
    await require_secretariat(turn.desk)
    found = await tallies(turn.desk.session, only=RequestId(number))
    if not found:
        raise NotYours
    [one] = found
    request = one.request
    turn.answer(
        "request_card",
        buttons=in_pairs(_buttons(turn, one)),
        **facts_of(request),
        number=request.id,
        asked=one.asked,
        answered=one.answered,
        closed=long_date(local_day(request.closed_at)) if request.closed_at else "",
        compiled=request.enclosure_id is not None,
        cancelled=request.cancelled_at is not None,
    )


def _buttons(turn: Turn, one: Tally) -> list[Button]:
    request = one.request
    if request.cancelled_at is not None:
        return []
    names = ["falta"] if one.missing else []
    if request.closed_at is None:
        names += ["lembra"] if one.missing else []
        names += ["muda", "cancela", "encerra"]
    else:
        names += ["resumo", "encerra"] + (["baixa"] if request.enclosure_id else [])
    return [
        (
            turn.text(f"button_request_{name}", closed=request.closed_at is not None),
            turn.button(f"pedido{name}", request.id),
        )
        for name in names
    ]


async def see(turn: Turn, pressed: Pressed) -> None:
    await show(turn, pressed.number)


async def missing(turn: Turn, pressed: Pressed) -> None:
    """Twenty at a time; the button's version is how many were shown before."""
    request = await the_request(turn.desk, RequestId(pressed.number))
    found = await places_missing(turn.desk.session, request.id)
    page = found[pressed.version : pressed.version + PAGE]
    more = len(found) - pressed.version - len(page)
    buttons: list[Button] = []
    if more > 0:
        next_page = turn.button("pedidofalta", request.id, pressed.version + PAGE)
        buttons.append((turn.text("button_next_page"), next_page))
    if found and request.closed_at is None:
        label = turn.text("button_request_lembra", closed=False)
        buttons.append((label, turn.button("pedidolembra", request.id)))
    lines = [{"acronym": one.acronym, "name": one.name} for one in page]
    turn.answer("request_missing", buttons=[buttons], title=request.title, places=lines, more=max(0, more))


async def remind(turn: Turn, pressed: Pressed) -> None:
    turn.answer("request_reminded", count=await remind_asked(turn.desk, RequestId(pressed.number)))


async def ask_day(turn: Turn, pressed: Pressed) -> None:
    request = await the_request(turn.desk, RequestId(pressed.number))
    form = Form(NAME, {"move": str(request.id)})
    turn.answer("request_ask_move", title=request.title, due=long_date(request.due))
    await forms.keep(turn, form)


async def take_day(turn: Turn, form: Form, typed: str) -> None:
    """
    Raises:
        RequestRefused: no day, or none that can be; the form stays.
    """
    today, working_day = turn.desk.today, turn.desk.office.calendar.is_business_day
    day: date | None = read_due(typed, today=today, working_day=working_day)
    if day is None:
        raise RequestRefused("request_due_unreadable")
    request = await move_request(turn.desk, RequestId(int(form.fields["move"])), day)
    await forms.drop(turn)
    turn.answer("request_moved", title=request.title, due=long_date(request.due))


async def ask_cancel(turn: Turn, pressed: Pressed) -> None:
    request = await the_request(turn.desk, RequestId(pressed.number))
    row = [(turn.text("button_request_cancel_yes"), turn.button("pedidocancelasim", request.id))]
    turn.answer("request_ask_cancel", buttons=[row], title=request.title)


async def cancel(turn: Turn, pressed: Pressed) -> None:
    request = await cancel_request(turn.desk, RequestId(pressed.number))
    turn.answer("request_cancelled", title=request.title)


async def ask_close(turn: Turn, pressed: Pressed) -> None:
    request = await the_request(turn.desk, RequestId(pressed.number))
    if request.closed_at is not None:
        # What came meanwhile is put together with the rest.
        await close(turn, pressed)
        return
    [one] = await tallies(turn.desk.session, only=request.id)
    row = [(turn.text("button_request_close_yes"), turn.button("pedidoencerrasim", request.id))]
    turn.answer("request_ask_close", buttons=[row], title=request.title, missing=one.missing)


async def close(turn: Turn, pressed: Pressed) -> None:
    request = await close_request(turn.desk, RequestId(pressed.number))
    turn.answer("request_closed", title=request.title)


async def sum_up(turn: Turn, pressed: Pressed) -> None:
    request = await the_request(turn.desk, RequestId(pressed.number))
    facts = facts_of_compilation(await compile_answers(turn.desk, request))
    turn.answers.append(Answer(turn.text("request_summary", most=SUMMED, **facts)))


async def download(turn: Turn, pressed: Pressed) -> None:
    request: Request = await the_request(turn.desk, RequestId(pressed.number))
    if request.enclosure_id is None:
        raise RequestRefused("request_not_compiled")
    words = turn.text("request_file", title=request.title)
    turn.answers.append(Answer(words, enclosure_id=request.enclosure_id))
