"""What is asked next of a convocation, and the summary of it with the count of whom it reaches."""

from datetime import datetime

from bot import forms
from bot.convening.reading import read_days
from bot.forms import Form
from bot.turn import Turn
from db.convened import Convened, MeetingKind
from db.ids import InstitutionId
from db.institutions import Institution
from rede.announce import Buttons
from rede.audience import AudienceRefused, read_audience
from rede.audience_in_words import audience_in_words
from rede.convene_meeting import Invitation, invite, usual_audience
from rede.convening import FORUMS, Convocation, ConvocationRefused, check_convocation
from rede.links import LinkRefused
from rede.meeting_words import facts_apart

#: What may be put right, by the text of its button.
POINTS = {
    "meeting_button_title": "title",
    "meeting_button_when": "starts",
    "meeting_button_place": "place",
    "meeting_button_link": "link",
    "meeting_button_agenda": "agenda",
    "meeting_button_audience": "audience",
}


def next_of(form: Form) -> str | None:
    """The field that is asked next; None: all is there."""
    kind = form.fields.get("kind")
    forum = kind in FORUMS
    wanted = [
        "kind",
        *(["number"] if forum else []),
        *(["ufs"] if kind == MeetingKind.REGIONAL_FORUM else []),
    ]
    wanted += ["title", "starts", "ends"]
    if forum and _spans_days(form):
        wanted.append("days")
    wanted += ["place", "link", "agenda"]
    wanted += ["closes", *(["enrol"] if form.fields.get("closes") else [])] if forum else []
    return next((name for name in wanted if name not in form.fields), None)


def _spans_days(form: Form) -> bool:
    starts, ends = form.fields.get("starts"), form.fields.get("ends")
    return bool(starts and ends) and starts[:10] != ends[:10] if starts and ends else False


async def ask_next(turn: Turn, form: Form) -> None:
    """What does not go together is said, and any point may be put right: it need not be the last one asked."""
    asked = next_of(form)
    if asked is not None:
        await ask_point(turn, form, asked)
        return
    try:
        await summarise(turn, form)
    except (AudienceRefused, ConvocationRefused, LinkRefused) as refused:
        turn.answer(refused.key, **refused.facts)
        await ask_correction(turn, form)


async def ask_point(turn: Turn, form: Form, asked: str) -> None:
    form.fields.pop(asked, None)
    rows: list[list[tuple[str, str]]] = []
    match asked:
        case "kind":
            rows = [
                [_button(turn, form, "kind", "meeting_button_meeting", MeetingKind.MEETING)],
                [
                    _button(turn, form, "kind", "meeting_button_national", MeetingKind.NATIONAL_FORUM),
                    _button(turn, form, "kind", "meeting_button_regional", MeetingKind.REGIONAL_FORUM),
                ],
            ]
        case "ends":
            rows = [[_button(turn, form, "do", "meeting_button_two_hours", "usual")]]
        case "place" | "link" | "days" | "closes" | "enrol":
            rows = [[_button(turn, form, "do", "button_skip", "pular")]]
        case "audience":
            rows = [[_button(turn, form, "do", "meeting_button_usual_audience", "usual")]]
        case _:
            pass
    await ask(turn, form, asked, "meeting_ask", buttons=rows, what=asked)


async def ask(turn: Turn, form: Form, asked: str, key: str, /, *, buttons: Buttons, **facts: object) -> None:
    turn.answer(key, buttons=buttons, **facts)
    form.fields["asked"] = asked
    await forms.keep(turn, form)


def _button(turn: Turn, form: Form, field: str, label: str, value: str) -> tuple[str, str]:
    return turn.text(label), forms.button(form, field, value)


def convocation_of(turn: Turn, form: Form) -> Convocation:
    """Raises ConvocationRefused, LinkRefused: it cannot be convened so."""
    fields = form.fields
    closes = fields.get("closes", "")
    new = Convocation(
        title=fields["title"],
        agenda=fields["agenda"],
        starts_at=datetime.fromisoformat(fields["starts"]),
        kind=MeetingKind(fields["kind"]),
        ends_at=datetime.fromisoformat(fields["ends"]),
        days=read_days(turn, fields.get("days", "")),
        number=int(fields["number"]) if fields.get("number") else None,
        ufs=fields["ufs"].split(",") if fields.get("ufs") else (),
        place=fields.get("place", ""),
        link=fields.get("link", ""),
        enrol_closes_at=datetime.fromisoformat(closes) if closes else None,
        enrol_link=fields.get("enrol", ""),
    )
    return check_convocation(turn.desk, new)


async def invitation_of(turn: Turn, form: Form) -> Invitation:
    """Raises AudienceRefused, ConvocationRefused: nobody would hear it."""
    place = InstitutionId(int(form.fields["institution"]))
    own = await turn.desk.session.get_one(Institution, place)
    typed, audience = form.fields.get("audience", ""), None
    if typed:
        audience = read_audience(typed)
    elif not own.layer:
        ufs = form.fields.get("ufs", "")
        audience = usual_audience(MeetingKind(form.fields["kind"]), ufs.split(",") if ufs else ())
    return await invite(turn.desk, audience, place=place)


async def summarise(turn: Turn, form: Form) -> None:
    new, invitation = convocation_of(turn, form), await invitation_of(turn, form)
    rows = [
        [_button(turn, form, "do", "meeting_button_convene", "convocar")],
        [
            _button(turn, form, "do", "button_correct", "corrigir"),
            _button(turn, form, "do", "button_cancel", "cancelar"),
        ],
    ]
    count = invitation.headcount
    await ask(
        turn,
        form,
        "confirmation",
        "meeting_summary",
        buttons=rows,
        **facts_apart(turn.desk.office.texts, as_shown(new, invitation.place)),
        audience=await audience_in_words(turn.desk, invitation.audience),
        institutions=len(invitation.institutions),
        people=count.hears,
        telegram=count.telegram,
        email=count.email,
        left_out=sum(count.left_out.values()),
        days=len(new.days),
    )


def as_shown(new: Convocation, place: Institution) -> Convened:
    """As it would be kept; it is not."""
    return Convened(
        kind=new.kind,
        title=new.title,
        agenda=new.agenda,
        starts_at=new.starts_at,
        ends_at=new.ends,
        created_at=new.starts_at,
        audience="",
        institution_id=place.id,
        number=new.number,
        ufs=",".join(new.ufs),
        place=new.place,
        link=new.link,
        enrol_closes_at=new.enrol_closes_at,
        enrol_link=new.enrol_link,
    )


async def ask_correction(turn: Turn, form: Form) -> None:
    forum = form.fields.get("kind") in FORUMS
    points = POINTS | ({"meeting_button_closes": "closes"} if forum else {})
    pairs = [_button(turn, form, "ask", label, point) for label, point in points.items()]
    rows = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
    await ask(turn, form, "correction", "meeting_ask", buttons=rows, what="correction")
