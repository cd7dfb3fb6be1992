"""The Secretariat writes what partners copy: of a campaign, or in place of the words for a class or goal 3.1."""

from dataclasses import dataclass

from db.audit import record
from db.enclosures import keep_enclosure
from db.ids import EnclosureId
from db.kits import CAMPAIGN, Kit, add_campaign, kit_about
from rede.access import require_secretariat
from rede.desk import Desk
from rede.kits import kit_of
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf

#: Characters of the title and of each part.
LONGEST_TITLE = 90
LONGEST = {"banner": 120, "news": 1500, "popup": 300}


class KitRefused(Refusal):
    """`kit_empty`, `kit_title_too_long`, `kit_too_long` (`part`, `length`, `most`), `kit_with_cpf`, `kit_gone`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKit:
    title: str
    banner: str
    news: str
    popup: str
    #: Of a class or a goal (`classes:12`, `meta:3.1`); empty: a new campaign.
    about: str = ""


def check_part(part: str, words: str) -> str:
    """One part in one piece. Raises KitRefused."""
    text = words.strip()
    if not any(letter.isalnum() for letter in text):
        raise KitRefused("kit_empty", part=part)
    if has_cpf(text):
        raise KitRefused("kit_with_cpf")
    most = LONGEST_TITLE if part == "title" else LONGEST[part]
    if len(text) > most:
        raise KitRefused("kit_too_long", part=part, length=len(text), most=most)
    return text


async def write_kit(desk: Desk, new: NewKit) -> Kit:
    """
    Raises:
        NotYours: the actor does not serve the Secretariat.
        KitRefused: a part is missing or too long, or what it is about is gone.
    """
    await require_secretariat(desk)
    title, banner, news, popup = (check_part(name, getattr(new, name)) for name in ("title", *LONGEST))
    kit = await kit_about(desk.session, new.about) if new.about else None
    if kit is None:
        kit = Kit(about=new.about, title=title, created_at=desk.now, created_by=desk.actor)
        await _add(desk, kit)
    kit.title, kit.banner, kit.news, kit.popup = title, banner, news, popup
    await desk.session.flush()
    record(desk.session, "kit.write", f"kits:{kit.id}", now=desk.now, person_id=desk.actor)
    return kit


async def _add(desk: Desk, kit: Kit) -> None:
    """Raises KitRefused: there is no such class, campaign or goal."""
    if not kit.about:
        await add_campaign(desk.session, kit)
        return
    if kit.about.startswith(CAMPAIGN) or await kit_of(desk, kit.about) is None:
        raise KitRefused("kit_gone")
    desk.session.add(kit)


async def give_picture(desk: Desk, kit: Kit, *, name: str, media_type: str, content: bytes) -> EnclosureId:
    """The picture of the banner, in the place of an earlier one."""
    await require_secretariat(desk)
    kit.enclosure_id = await keep_enclosure(
        desk.session, name=name, media_type=media_type, content=content, now=desk.now
    )
    return kit.enclosure_id
