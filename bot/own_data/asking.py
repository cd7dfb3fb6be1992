"""What a person corrects at once (the phone) or asks for (name, e-mail, erasure); the answers come in a form."""

from bot import forms
from bot.forms import Form
from bot.turn import Turn
from db.data_requests import DataRequest, data_request_code
from rede.ask_about_data import DataRequestRefused, Field, ask_correction, ask_erasure
from rede.bound_buttons import Pressed
from rede.change_phone import change_phone
from rede.phones import checked_phone, spelled

NAME = "meusdados"
#: Acts of buttons: which field, without a phone, yes.
OF_PHONE, OF_NAME, OF_EMAIL, NO_PHONE, ERASE_YES = (
    "meusdadostel",
    "meusdadosnome",
    "meusdadosmail",
    "meusdadossemtel",
    "meusdadossim",
)
#: What the open form asked (bot/cpf.py reads it: eleven digits may be a phone then).
PHONE = "phone"
#: Words that take the phone away.
WITHOUT = ("sem", "sem telefone", "nenhum", "tirar", "apagar", "-")


async def ask_what(turn: Turn, pressed: Pressed | None = None) -> None:
    fields = (("phone_change", OF_PHONE), ("name", OF_NAME), ("email", OF_EMAIL))
    row = [(turn.text(f"button_data_{label}"), turn.button(act, 0)) for label, act in fields]
    turn.answer("data_correct_what", buttons=[row[:2], row[2:]])


async def ask_value(turn: Turn, pressed: Pressed) -> None:
    asked = {OF_PHONE: PHONE, OF_NAME: str(Field.NAME), OF_EMAIL: str(Field.EMAIL)}[pressed.act]
    buttons = []
    if asked == PHONE and turn.person is not None and turn.person.phone is not None:
        buttons = [[(turn.text("button_data_remove_phone"), turn.button(NO_PHONE, 0))]]
    turn.answer(f"data_ask_{asked}", buttons=buttons)
    await forms.keep(turn, Form(NAME, {"asked": asked}))


async def take_value(turn: Turn, asked: str, typed: str) -> None:
    """What cannot be is said, and asked again: the form stays (rede/refusal.py)."""
    if asked == PHONE:
        await _take_phone(turn, typed)
    else:
        await _answer_asked(turn, await ask_correction(turn.desk, Field(asked), typed))


async def remove_phone(turn: Turn, pressed: Pressed) -> None:
    await change_phone(turn.desk, None)
    await _drop_own(turn)
    turn.answer_once("data_phone_changed", phone="")


async def explain_erasure(turn: Turn, pressed: Pressed | None = None) -> None:
    buttons = [[(turn.text("button_data_erase_yes"), turn.button(ERASE_YES, 0))]]
    turn.answer("data_erase_explained", buttons=buttons)


async def erase_yes(turn: Turn, pressed: Pressed) -> None:
    await _answer_asked(turn, await ask_erasure(turn.desk))


async def _take_phone(turn: Turn, typed: str) -> None:
    without = typed.strip(" .!").lower() in WITHOUT
    phone = None if without else checked_phone(typed)
    if phone is None and not without:
        raise DataRequestRefused("data_bad_phone")
    await change_phone(turn.desk, phone)
    await _drop_own(turn)
    turn.answer_once("data_phone_changed", phone=spelled(phone) if phone else "")


async def _answer_asked(turn: Turn, request: DataRequest) -> None:
    await _drop_own(turn)
    code, officer = data_request_code(request.id), turn.desk.office.officer
    turn.answer("data_asked", code=code, kind=request.kind, officer=officer)


async def _drop_own(turn: Turn) -> None:
    """A form of another command stays."""
    form = await forms.open_form(turn)
    if form is not None and form.name == NAME:
        await forms.drop(turn)
