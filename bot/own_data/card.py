"""What is kept about the person who asks, and the file with all of it."""

from bot.keyboards import in_pairs
from bot.turn import Answer, Turn
from db.channels import Channel
from db.enclosures import keep_enclosure
from db.notices import NoticeKind
from db.preferences import ChannelChoice
from rede.access import NotYours
from rede.bound_buttons import Pressed
from rede.change_phone import show_phone
from rede.personal_data import FILE_NAME, MEDIA_TYPE, OwnData, export, own_data
from rede.phones import masked, spelled
from scheduler.clock import local_day

#: Acts of buttons.
PHONE, TAKE, CORRECT, ERASE = "meusdadosfone", "meusdadoslevar", "meusdadosmudar", "meusdadosexclui"


async def show(turn: Turn) -> None:
    if turn.person is None:
        raise NotYours
    data, office = await own_data(turn.desk, turn.person), turn.desk.office
    labels = (("data_take", TAKE), ("correct", CORRECT), ("data_phone", PHONE), ("data_erase", ERASE))
    row = [
        (turn.text(f"button_{label}"), turn.button(act, 0))
        for label, act in labels
        if act != PHONE or data.phone
    ]
    turn.answer(
        "own_data",
        buttons=in_pairs(row),
        **_facts(data),
        months=office.retention_months,
        officer=office.officer or office.mailbox,
    )


def _facts(data: OwnData) -> dict[str, object]:
    chosen = data.preference
    return {
        "name": data.person.name,
        "email": data.person.email,
        "phone": masked(data.phone) if data.phone else "",
        "cpf": data.cpf,
        "since": f"{local_day(data.known_since):%d/%m/%Y}" if data.known_since else "",
        "functions": data.functions,
        "channels": [_channel(one) for one in data.channels],
        "choice": chosen.channels if chosen else ChannelChoice.TELEGRAM,
        "announcements": chosen.announcements if chosen else True,
        "paths": [
            (
                place.acronym,
                f"{row.nominated_on:%d/%m/%Y}",
                f"{row.certified_on:%d/%m/%Y}" if row.certified_on else "",
            )
            for row, place in data.paths
        ],
        "notices": data.counts.notices,
        "reports": data.counts.reports,
    }


def _channel(one: Channel) -> dict[str, str]:
    return {
        "kind": one.kind,
        "since": f"{local_day(one.opened_at):%d/%m/%Y}",
        "closed": f"{local_day(one.closed_at):%d/%m/%Y}" if one.closed_at else "",
    }


async def show_own_phone(turn: Turn, pressed: Pressed) -> None:
    phone = await show_phone(turn.desk)
    turn.answer_once("own_phone", phone=spelled(phone) if phone else "")


async def take_along(turn: Turn, pressed: Pressed | None = None) -> None:
    content = await export(turn.desk, turn.who)
    kept = await keep_enclosure(
        turn.desk.session, name=FILE_NAME, media_type=MEDIA_TYPE, content=content, now=turn.desk.now
    )
    # The file says the phone: it goes once it was sent.
    words = turn.text("data_taken_along")
    turn.answers.append(Answer(words, kind=NoticeKind.CODE, enclosure_id=kept))
