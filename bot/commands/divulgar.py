"""/divulgar: banner, news and pop-up to copy, of goal 3.1, classes and campaigns; the Secretariat writes them."""

import re
from collections.abc import Mapping

from bot import forms
from bot.courses.seen import in_sight, may_see
from bot.file_kind import media_type_of
from bot.for_whom import own
from bot.forms import Form, Press
from bot.keyboards import in_pairs
from bot.plain import plain
from bot.turn import Answer, TakesButton, Turn
from db.classes import CourseClass
from db.kits import CAMPAIGN, CLASS, GOAL, Kit, campaigns, classes_to_publish
from rede.access import require_secretariat
from rede.bound_buttons import Pressed
from rede.electoral import period_of
from rede.hearers import LABEL
from rede.kits import PAGE, KitWords, kit_of
from rede.write_kit import KitRefused, NewKit, check_part, give_picture, write_kit
from scheduler.wording import short_date

NAME = "divulgar"
#: Acts of buttons: the words of a class, of a campaign, of goal 3.1; the Secretariat writes them anew.
OF_CLASS, OF_CAMPAIGN, OF_PAGE, WRITE = "divulgarturma", "divulgarcamp", "divulgarpagina", "divulgarreescr"
#: Of each, in one list; classes ahead among which those that a person may see are looked for.
MOST, LOOKED_AT = 12, 200
#: What a form asks, in this order.
PARTS = ("title", "banner", "news", "popup")
#: Asked last, and may be passed over.
PICTURE = "picture"
PICTURES = ("image/jpeg", "image/png")
#: By what a button of WRITE calls it.
_KINDS = (GOAL, CLASS, CAMPAIGN)
_NUMBERED = re.compile(r"(turma|campanha)\s*(\d{1,9})")


async def handle(turn: Turn) -> None:
    """`/divulgar`, `/divulgar 3.1`, `/divulgar turma 12`, `/divulgar campanha 3`, `/divulgar nova`."""
    words = plain(turn.arguments.strip())
    numbered = _NUMBERED.fullmatch(words)
    if not words:
        await _list(turn)
    elif words in ("nova", "novo", "criar"):
        await require_secretariat(turn.desk)
        await _ask(turn, Form(NAME))
    elif words.removeprefix("meta ").strip() == PAGE:
        await _show(turn, f"{GOAL}{PAGE}")
    elif numbered:
        await _show(turn, f"{CLASS if numbered[1] == 'turma' else CAMPAIGN}{numbered[2]}")
    else:
        raise KitRefused("kit_gone")


async def _list(turn: Turn) -> None:
    session = turn.desk.session
    ahead = await classes_to_publish(session, today=turn.desk.today, limit=LOOKED_AT)
    classes = (await in_sight(turn, ahead))[:MOST]
    written = await campaigns(session, limit=MOST)
    labels = [
        (turn.text("button_kit_page"), turn.button(OF_PAGE, 0)),
        *(
            (f"{one.starts_on:%d/%m} {course.title}"[:LABEL], turn.button(OF_CLASS, one.id))
            for one, course in classes
        ),
        *((one.title[:LABEL], turn.button(OF_CAMPAIGN, one.id)) for one in written),
    ]
    turn.answer(
        "kits_list",
        buttons=in_pairs(labels),
        classes=len(classes),
        campaigns=len(written),
        keeps=turn.of_the_secretariat,
    )


async def _show(turn: Turn, about: str) -> None:
    kit = await kit_of(turn.desk, about) if await _sees(turn, about) else None
    if kit is None:
        raise KitRefused("kit_gone")
    _warn_of_election(turn)
    rewrite = (
        [[(turn.text("button_kit_rewrite"), _write_button(turn, kit))]] if turn.of_the_secretariat else ()
    )
    reports = "" if turn.of_the_secretariat else PAGE if about == f"{GOAL}{PAGE}" else "3.2"
    turn.answer("kit_shown", buttons=rewrite, kit=kit, reports=reports)
    if kit.enclosure_id is not None:
        turn.answers.append(Answer(turn.text("kit_picture", title=kit.title), enclosure_id=kit.enclosure_id))


async def _sees(turn: Turn, about: str) -> bool:
    """A class of others is as one that there is not (bot/courses/seen.py)."""
    if not about.startswith(CLASS):
        return True
    one = await turn.desk.session.get(CourseClass, int(about.removeprefix(CLASS)))
    return one is not None and await may_see(turn, one.institution_id)


def _warn_of_election(turn: Turn) -> None:
    """Who must not promote anything now hears that first."""
    for place in own(turn):
        period = period_of(turn.desk.office.electoral, place, turn.desk.today)
        if period is not None:
            first, last = short_date(period.first), short_date(period.last)
            turn.answer("kit_electoral", acronym=place.acronym, first=first, last=last)


def _write_button(turn: Turn, kit: KitWords) -> str:
    kind = next(number for number, one in enumerate(_KINDS) if kit.about.startswith(one))
    number = kit.about.removeprefix(_KINDS[kind])
    return turn.button(WRITE, int(number) if number.isdecimal() else 0, kind)


async def _ask(turn: Turn, form: Form) -> None:
    part = next((one for one in PARTS if one not in form.fields), PICTURE)
    skip = [[(turn.text("button_skip"), forms.button(form, "do", "pular"))]]
    turn.answer(f"kit_ask_{part}", buttons=skip if part == PICTURE else ())
    await forms.keep(turn, form)


async def resume(turn: Turn, form: Form) -> None:
    part = next((one for one in PARTS if one not in form.fields), PICTURE)
    if part == PICTURE:
        await _take_picture(turn, form)
        return
    form.fields[part] = check_part(part, turn.said.text)
    await _ask(turn, form)


async def _take_picture(turn: Turn, form: Form) -> None:
    file = turn.file
    media_type = media_type_of(file.content) if file else ""
    if file is None or media_type not in PICTURES:
        raise KitRefused("kit_no_picture")
    kit = await _write(turn, form)
    await give_picture(turn.desk, kit, name=file.name, media_type=media_type, content=file.content)


async def press(turn: Turn, form: Form, press: Press) -> None:
    """Without a picture."""
    if any(part not in form.fields for part in PARTS):
        await _ask(turn, form)
        return
    await _write(turn, form)


async def _write(turn: Turn, form: Form) -> Kit:
    parts = {one: form.fields[one] for one in PARTS}
    kit = await write_kit(turn.desk, NewKit(about=form.fields.get("about", ""), **parts))
    await forms.drop(turn)
    turn.answer("kit_saved", title=kit.title, word=_word(kit.about))
    return kit


def _word(about: str) -> str:
    kind, _, number = about.partition(":")
    return PAGE if kind == "meta" else f"{'turma' if kind == 'classes' else kind} {number}"


async def _of_class(turn: Turn, pressed: Pressed) -> None:
    await _show(turn, f"{CLASS}{pressed.number}")


async def _of_campaign(turn: Turn, pressed: Pressed) -> None:
    await _show(turn, f"{CAMPAIGN}{pressed.number}")


async def _of_page(turn: Turn, pressed: Pressed) -> None:
    await _show(turn, f"{GOAL}{PAGE}")


async def _rewrite(turn: Turn, pressed: Pressed) -> None:
    await require_secretariat(turn.desk)
    if pressed.version >= len(_KINDS):
        raise KitRefused("kit_gone")
    kind = _KINDS[pressed.version]
    about = f"{GOAL}{PAGE}" if kind == GOAL else f"{kind}{pressed.number}"
    await _ask(turn, Form(NAME, {"about": about}))


BUTTONS: Mapping[str, TakesButton] = {
    OF_CLASS: _of_class,
    OF_CAMPAIGN: _of_campaign,
    OF_PAGE: _of_page,
    WRITE: _rewrite,
}
