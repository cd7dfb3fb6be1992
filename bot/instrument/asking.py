"""One question at a time about an agreement. A button says a word that may be typed instead: one code for both."""

import re
from collections.abc import Awaitable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from babel.dates import get_month_names

from bot import forms
from bot.forms import Form
from bot.turn import Answer, Turn
from db.institutions import Institution
from db.instruments import Instrument
from rede.access import NotYours
from rede.announce import Buttons
from rede.readings import PlanRefused, plain
from rede.rehearsal import rehearsal
from rede.rows import read_day
from scheduler.wording import long_date

NAME = "instrumento"
#: Words of buttons.
SKIP, CONFIRM, CORRECT, CANCEL = "pular", "confirmar", "corrigir", "cancelar"
#: What else people type for them.
MEANT = {
    SKIP: ("pular", "ainda não sei", "não sei", "nao sei", "não muda", "nao muda", "nenhum"),
    CONFIRM: ("confirmar", "importar", "registrar", "sim", "ok"),
    CORRECT: ("corrigir", "não", "nao"),
    CANCEL: ("cancelar",),
}
#: UTF-16 units of markup and text in one message; Telegram takes 4096 (Bot API, sendMessage).
PAGE = 3500
#: A year outside is a slip of the thumb.
YEARS = range(1990, 2201)

_WRITTEN = re.compile(r"(\d{1,2}) (?:de )?([a-z]+) (?:de )?(\d{4})")
_MONTHS = {plain(name): number for number, name in get_month_names(locale="pt_BR").items()}

_Row = TypeVar("_Row", Institution, Instrument)
_Seen = TypeVar("_Seen")


async def ask(
    turn: Turn, form: Form, asked: str, key: str, /, *, buttons: Buttons = (), **facts: object
) -> None:
    """`asked` names the question: the next text or button answers it."""
    turn.answer(key, buttons=buttons, **facts)
    form.fields["asked"] = asked
    await forms.keep(turn, form)


def row(turn: Turn, form: Form, *labels: tuple[str, str]) -> list[tuple[str, str]]:
    """Buttons by the key of their text and the word that they say."""
    return [(turn.text(key), forms.button(form, "said", word)) for key, word in labels]


def word_of(said: str) -> str:
    """The word of the button that a text stands for; else what was typed, in lower case."""
    typed = " ".join(said.split()).strip(" .!").lower()
    return next((word for word, others in MEANT.items() if typed in others), typed)


def day_of(said: str, today: date) -> date | None:
    """`hoje`, `09/12/2025`, `9 de dezembro de 2025`, `2025-12-09`; None when it is no day, or in no likely year."""
    typed = said.strip(" .").replace("º", "")
    if found := _WRITTEN.fullmatch(plain(typed)):
        typed = f"{found[1]}/{_MONTHS.get(found[2], 0)}/{found[3]}"
    day = today if typed.lower() == "hoje" else read_day(typed)
    return day if day is not None and day.year in YEARS else None


def told(day: date | None) -> str:
    return long_date(day) if day else ""


def in_pages(turn: Turn, head: str, blocks: Iterable[str], *, between: str = "\n\n") -> None:
    """Rendered blocks under a head, in as few messages as they need."""
    page = head
    for block in blocks:
        if _units(page) + _units(block) > PAGE:
            turn.answers.append(Answer(page))
            page = block
        else:
            page = f"{page}{between}{block}"
    turn.answers.append(Answer(page))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


async def institution_of(turn: Turn, form: Form) -> Institution:
    """Raises NotYours: the form is about none."""
    return await _named_in(turn, form, "institution", Institution)


async def instrument_of(turn: Turn, form: Form) -> Instrument:
    """Raises NotYours: the form is about none."""
    return await _named_in(turn, form, "instrument", Instrument)


async def _named_in(turn: Turn, form: Form, field: str, table: type[_Row]) -> _Row:
    number = form.fields.get(field, "")
    found = await turn.desk.session.get(table, int(number)) if number else None
    if found is None:
        raise NotYours
    return found


async def tried_out(turn: Turn, instrument: Instrument, doing: Awaitable[_Seen]) -> _Seen | None:
    """What it would do, with nothing of it kept; None: it is refused, and was told so."""
    seen = None
    try:
        async with rehearsal(turn.desk):
            seen = await doing
    except PlanRefused as refused:
        turn.answer(refused.key, **refused.facts)
    await turn.desk.session.refresh(instrument)
    return seen


def named(instruments: Sequence[Instrument], said: str) -> Instrument | None:
    """By its row, as a button says, or by its number (`AC 15/2025`, `15/2025`)."""
    typed = said.strip().casefold()
    for one in instruments:
        number = one.number.casefold()
        if typed and typed in (f"#{one.id}", number, number.rpartition(" ")[2]):
            return one
    return None
