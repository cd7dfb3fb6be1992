"""/transmitir: an announcement to many, written, shown as it will look, confirmed by its count, then watched."""

from collections.abc import Awaitable, Callable, Mapping

from bot import forms
from bot.audience import PRESS, is_asking_audience, take_audience_press, take_audience_text
from bot.audience.scope import known, scope_of
from bot.for_whom import own, speaking_for
from bot.forms import Form, Press
from bot.plain import CANCEL, plain
from bot.transmitting import confirming, preview
from bot.transmitting.begun import offers_draft
from bot.transmitting.extras import drop_button, take_label, take_link
from bot.transmitting.form import NAME, drop_file
from bot.transmitting.moment import take_hour, take_moment, take_now, take_reason
from bot.transmitting.steps import DO, ask_step, go_back, missing
from bot.transmitting.words import take_written
from bot.turn import TakesButton, Turn
from rede.audience import read_audience
from rede.broadcast import BroadcastRefused
from rede.links import LinkRefused
from rede.own_broadcasts import senders

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]

#: What people type, without accents, for the button of that name.
_SAID: Mapping[str, str] = {
    "voltar": "voltar",
    "botao": "botão",
    "por botao": "botão",
    "sem botao": "sem botão",
    "divulgacao": "divulgação",
    "nao e divulgacao": "não é divulgação",
    "sem arquivo": "sem arquivo",
    "texto": "texto",
    "publico": "público",
    "continuar": "continuar",
    "agora": "agora",
    "agendar": "agendar",
    "ja": "já",
    "a qualquer hora": "já",
    "qualquer hora": "já",
    "tirar o botao": "sem botão",
    "marcar divulgacao": "divulgação",
    "desmarcar divulgacao": "não é divulgação",
    "tirar o arquivo": "sem arquivo",
    "trocar o texto": "texto",
    "trocar o publico": "público",
    "teste": "teste",
    "enviar para mim": "teste",
    "alterar": "alterar",
    "outro": "outro",
}
_ASKED_BY = {"texto": "words", "botão": "label", "público": "audience"}
#: Where what stands in the way of a preview is mended; the words, where it is not said.
_MENDED_BY = {"broadcast_to_nobody": "audience", "broadcast_in_the_past": "when"}
#: Steps whose answer is free text: only the way back is a word there.
_FREE = ("words", "label", "link", "moment", "hour", "urgent")


async def handle(turn: Turn) -> None:
    """`/transmitir`, `/transmitir camada:1 uf:BA`."""
    names = await senders(turn.desk)
    if not names:
        turn.answer("transmit_not_yours")
        return
    if await offers_draft(turn):
        return
    form = Form(NAME)
    if None not in names:
        place = await speaking_for(turn, [one for one in own(turn, (1,)) if one.id in names])
        if place is None:
            return
        form.fields["sender"] = str(place.id)
    if turn.arguments.strip():
        # A name that is not known is said now, and not after everything else was asked.
        typed = read_audience(turn.arguments)
        form.fields["audience"] = str(await known(turn, typed, await scope_of(turn)))
    await _go_on(turn, form)


async def _go_on(turn: Turn, form: Form) -> None:
    """To the first thing that is not known yet, else to the preview."""
    step = missing(form)
    if step is not None:
        await ask_step(turn, form, step)
    else:
        await _preview(turn, form)


async def resume(turn: Turn, form: Form) -> None:
    """Text typed, or a file sent, while the form is open."""
    said, asked = turn.said.text.strip(), form.fields.get("asked", "words")
    word = _SAID.get(plain(said).strip(" .!"), "")
    if turn.file is not None or (asked == "words" and word != "voltar"):
        await _take_written(turn, form)
    elif is_asking_audience(form) and (word != "voltar" or "audience_step" in form.fields):
        if await take_audience_text(turn, form) is not None:
            await _go_on(turn, form)
    elif asked in _FREE and word != "voltar":
        await _take(turn, form, asked, said)
    elif plain(said).strip(" .!") in CANCEL:
        await _do(turn, form, "cancelar")
    elif word:
        await _do(turn, form, word)
    elif asked == "confirm":
        await _mended(turn, form, lambda: confirming.take_count(turn, form, said))
    else:
        turn.answer("transmit_choose")


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    if pressed.field == PRESS:
        if await take_audience_press(turn, form, pressed) is not None:
            await _go_on(turn, form)
    elif pressed.field == DO:
        await _do(turn, form, pressed.value)
    else:
        # None of ours: whoever made it up gets nowhere.
        turn.answer("old_button")


async def _take_written(turn: Turn, form: Form) -> None:
    """What cannot be taken was said; what came with it stays."""
    if await take_written(turn, form):
        await ask_step(turn, form, "extras" if "title" in form.fields else "words")
    else:
        await forms.keep(turn, form)


async def _take(turn: Turn, form: Form, asked: str, said: str) -> None:
    """What answers a question in words. Raises a Refusal: nothing of the form is lost."""
    match asked:
        case "label":
            take_label(turn, form, said)
            await ask_step(turn, form, "extras" if "link" in form.fields else "link")
        case "link":
            take_link(turn, form, said)
            await ask_step(turn, form, "extras")
        case "moment":
            if take_moment(turn, form, said):
                await _preview(turn, form)
            else:
                await ask_step(turn, form, "hour")
        case "hour":
            take_hour(turn, form, said)
            await _preview(turn, form)
        case _:
            take_reason(form, said)
            await _preview(turn, form)


async def _preview(turn: Turn, form: Form) -> None:
    await _mended(turn, form, lambda: preview.show(turn, form))


async def _mended(turn: Turn, form: Form, doing: Callable[[], Awaitable[None]]) -> None:
    """What cannot be sent as it is, is said, and the step asked again that mends it."""
    try:
        await doing()
    except (BroadcastRefused, LinkRefused) as refused:
        turn.answer(refused.key, **refused.facts)
        await ask_step(turn, form, _MENDED_BY.get(refused.key, "extras"))


async def _do(turn: Turn, form: Form, word: str) -> None:
    match word:
        case "voltar":
            await go_back(turn, form)
        case "cancelar":
            await drop_file(turn, form)
            await forms.drop(turn)
            turn.answer("cancelled")
        case "outro":
            await drop_file(turn, form)
            await forms.drop(turn)
            turn.again = form.fields.get("then", f"/{NAME}")
        case "teste" if form.fields.get("asked") == "confirm":
            await preview.send_to_oneself(turn, form)
        case "alterar":
            await ask_step(turn, form, "extras")
        case _ if "title" not in form.fields:
            await ask_step(turn, form, "words")
        case "continuar":
            if form.fields.get("asked") != "begun":
                form.fields["ready"] = "1"
            await _go_on(turn, form)
        case "agora":
            take_now(form)
            await _preview(turn, form)
        case "agendar" | "já":
            await ask_step(turn, form, "moment" if word == "agendar" else "urgent")
        case "texto" | "botão" | "público":
            await ask_step(turn, form, _ASKED_BY[word])
        case _:
            await _change(turn, form, word)


async def _change(turn: Turn, form: Form, word: str) -> None:
    match word:
        case "sem botão":
            drop_button(form)
        case "divulgação":
            form.fields["promotional"] = "1"
        case "não é divulgação":
            form.fields.pop("promotional", None)
        case "sem arquivo":
            await drop_file(turn, form)
        case _:
            turn.answer("transmit_choose")
            return
    await ask_step(turn, form, "extras")


#: Those under an announcement that was made are of /comunicados.
BUTTONS: Mapping[str, TakesButton] = {}
