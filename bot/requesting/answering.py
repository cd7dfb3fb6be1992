"""A partner's answer to a request: the draft made ready for it, changed in chat, and sent as the report of 3.5.

Several people of one institution have the same draft: whoever was shown another one than there is sees the new one,
and nothing is done by it.
"""

from collections.abc import Sequence

from bot import forms
from bot.forms import Form, Press
from bot.keyboards import in_pairs
from bot.plain import CANCEL
from bot.report.sending import answer_receipt
from bot.requesting.opening import NAME
from bot.requesting.words import read_numbered, read_numbers
from bot.turn import Answer, Turn
from db.enclosures import keep_enclosure
from db.ids import InstitutionId, ObligationId, RequestId
from db.requests import Asked, Reply, asked_under
from rede.access import Act, NotYours, require
from rede.announce import Buttons
from rede.answer_request import answer_request
from rede.bound_buttons import Pressed
from rede.fill_request import (
    Shown,
    add_to_draft,
    asked_of,
    cut_from_draft,
    draft_of,
    reword_draft,
)
from rede.request_draft import in_words
from rede.requested import facts_of
from scheduler.clock import local_day
from scheduler.wording import long_date

#: Requests offered at once.
OFFERED = 12
#: What is asked for after each button; typed, the words after it do it at once.
STEPS = ("acrescentar", "tirar", "mudar")
#: As much as no chat shows, for a file.
ENDLESS = 10**7


async def begin(turn: Turn) -> None:
    """What the person's institutions are asked: the only one at once, several by a button each."""
    found = await asked_of(turn.desk, [one.id for one in turn.served])
    if not found:
        turn.answer("request_none_for_you")
    elif len(found) == 1:
        await _show(turn, found[0].request.id, found[0].institution.id)
    else:
        await _ask_which(turn, found)


async def see(turn: Turn, pressed: Pressed) -> None:
    """The button under what announces a request."""
    places = [one.id for one in turn.served]
    mine = [one for one in await asked_of(turn.desk, places) if one.request.id == pressed.number]
    if len(mine) > 1:
        await _ask_which(turn, mine)
    elif mine:
        await _show(turn, mine[0].request.id, mine[0].institution.id)
    else:
        await _answered(turn, pressed.number)


async def _answered(turn: Turn, number: int) -> None:
    """It was answered for all that the person serves, or it was never theirs."""
    for place in turn.served:
        try:
            shown = await draft_of(turn.desk, RequestId(number), place.id)
        except NotYours:
            continue
        if shown.reply.deliverable is not None:
            protocol = shown.reply.deliverable.protocol
            turn.answer("request_answered", protocol=protocol)
            return
    raise NotYours


async def _ask_which(turn: Turn, found: Sequence[Reply]) -> None:
    rows = [
        [(f"{one.institution.acronym} · {one.request.title}"[:40], turn.button("pedidode", one.asked.id))]
        for one in found[:OFFERED]
    ]
    turn.answer("request_ask_which", buttons=rows)


async def see_asked(turn: Turn, pressed: Pressed) -> None:
    asked = await turn.desk.session.get(Asked, pressed.number)
    if asked is None:
        raise NotYours
    await _show(turn, asked.request_id, asked.institution_id)


async def begin_for(turn: Turn, obligation_id: ObligationId) -> bool:
    """The draft instead of the question of /entregar, where a request called for this; False where none did."""
    asked = await asked_under(turn.desk.session, obligation_id)
    if asked is None:
        return False
    shown = await draft_of(turn.desk, asked.request_id, asked.institution_id)
    if shown.reply.deliverable is not None or shown.reply.request.cancelled_at is not None:
        return False
    await _show(turn, asked.request_id, asked.institution_id)
    return True


async def _show(turn: Turn, request_id: RequestId, place: InstitutionId) -> None:
    await _tell(turn, await draft_of(turn.desk, request_id, place))


async def _tell(turn: Turn, shown: Shown) -> None:
    request, filled = shown.reply.request, shown.filled
    if shown.reply.deliverable is not None:
        turn.answer("request_answered", protocol=shown.reply.deliverable.protocol)
        return
    opened = await forms.open_form(turn)
    fields = {
        "request": str(request.id),
        "place": str(shown.reply.institution.id),
        "mark": filled.mark,
    }
    form = Form(NAME, fields, opened.version if opened else 0)
    words, whole = in_words(turn.desk.office.texts, filled, most=2600)
    turn.answer(
        "request_draft",
        buttons=_buttons(turn, form, is_empty=filled.is_empty),
        **facts_of(request),
        acronym=shown.reply.institution.acronym,
        words="" if filled.is_empty else words,
        whole=whole,
        waiting=filled.waiting,
        closed=long_date(local_day(request.closed_at)) if request.closed_at else "",
    )
    await forms.keep(turn, form)


def _buttons(turn: Turn, form: Form, *, is_empty: bool) -> Buttons:
    names = ["acrescentar", "nada"] if is_empty else ["enviar", *STEPS, "arquivo", "nada"]
    return in_pairs([(turn.text(f"button_draft_{name}"), forms.button(form, "do", name)) for name in names])


def is_answering(form: Form) -> bool:
    return "request" in form.fields


async def resume(turn: Turn, form: Form) -> None:
    """Text typed while the draft is open: it answers what was asked, or says what a button would."""
    text, asked = turn.said.text.strip(), form.fields.get("asked", "")
    if not asked:
        word, _, rest = text.partition(" ")
        if word.lower().strip(".!:") in STEPS and rest.strip():
            asked, text = word.lower().strip(".!:"), rest.strip()
    if asked in STEPS and text.lower().strip(" .!") not in (*CANCEL, "voltar"):
        await _change(turn, form, asked, text)
    else:
        await _do(turn, form, text.lower().strip(" .!"))


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    if pressed.field == "do":
        form.fields.pop("asked", None)
        await _do(turn, form, pressed.value)
    else:
        turn.answer("old_button")


async def _do(turn: Turn, form: Form, word: str) -> None:
    if word in CANCEL:
        await forms.drop(turn)
        turn.answer("request_draft_kept")
    elif word in STEPS:
        form.fields["asked"] = word
        back = [(turn.text("button_draft_ver"), forms.button(form, "do", "ver"))]
        turn.answer(f"request_ask_{word}", buttons=[back])
        await forms.keep(turn, form)
    elif word in ("ver", "voltar"):
        request, place, _ = _of(form)
        await _show(turn, request, place)
    elif word in ("nada", "nada a relatar"):
        await _send(turn, form, nothing=turn.text("request_nothing"))
    elif word == "enviar":
        await _send(turn, form)
    elif word in ("arquivo", "ver em arquivo"):
        await _as_file(turn, form)
    else:
        turn.answer("request_ask_draft_button")


async def _change(turn: Turn, form: Form, step: str, text: str) -> None:
    request, place, mark = _of(form)
    if step == "acrescentar":
        await _tell(turn, await add_to_draft(turn.desk, request, place, text))
        return
    if await _is_another(turn, form):
        return
    if step == "tirar":
        shown = await cut_from_draft(turn.desk, request, place, read_numbers(text), mark=mark)
    else:
        number, words = read_numbered(text)
        shown = await reword_draft(turn.desk, request, place, number=number, text=words or "-", mark=mark)
    await _tell(turn, shown)


def _of(form: Form) -> tuple[RequestId, InstitutionId, str]:
    fields = form.fields
    return RequestId(int(fields["request"])), InstitutionId(int(fields["place"])), fields["mark"]


async def _is_another(turn: Turn, form: Form) -> bool:
    """Somebody else changed it, or a report was accepted meanwhile: it is shown anew, and nothing is done."""
    request, place, mark = _of(form)
    shown = await draft_of(turn.desk, request, place)
    if shown.reply.deliverable is None and shown.filled.mark == mark:
        return False
    if shown.reply.deliverable is None:
        turn.answer("request_draft_changed")
    await _tell(turn, shown)
    return True


async def _send(turn: Turn, form: Form, *, nothing: str = "") -> None:
    request, place, mark = _of(form)
    if not nothing and await _is_another(turn, form):
        return
    receipt = await answer_request(turn.desk, request, place, mark=mark, nothing=nothing)
    await forms.drop(turn)
    await answer_receipt(turn, receipt)


async def _as_file(turn: Turn, form: Form) -> None:
    request, place, _ = _of(form)
    await require(turn.desk, Act.HAND_IN, place)
    shown = await draft_of(turn.desk, request, place)
    words, _ = in_words(turn.desk.office.texts, shown.filled, most=ENDLESS)
    name = f"rascunho-pedido-{request}-{shown.reply.institution.acronym}.txt"
    kept = await keep_enclosure(
        turn.desk.session,
        name=name,
        media_type="text/plain",
        content=f"\ufeff{words}\n".encode(),
        now=turn.desk.now,
    )
    turn.answers.append(Answer(turn.text("request_draft_file"), enclosure_id=kept))
