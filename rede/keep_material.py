"""Material of a course, a file or a link, is kept with it (Portaria SEGES/MGI nº 4.890/2023, art. 21, X)."""

from db.audit import record
from db.courses import Material, materials_of
from db.enclosures import LARGEST, Enclosed, keep_enclosure
from db.ids import CourseId, EnclosureId
from rede.access import NotYours
from rede.class_holder import require_course
from rede.desk import Desk
from rede.links import allowed_link
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf

#: Longest title, in characters; how many a course keeps.
LONGEST, MOST = 120, 50


class MaterialRefused(Refusal):
    """`material_without_title`, `material_title_wrong` (`most`), `material_with_cpf`, `material_which`,
    `material_file_size` (`most`), `material_too_many` (`most`)."""


async def keep_material(
    desk: Desk, course_id: CourseId, *, title: str, link: str = "", file: Enclosed | None = None
) -> Material:
    """A link or a file, one of the two. The same link again is the one that is there.

    Raises:
        NotYours: the course is another's, or there is none.
        MaterialRefused, LinkRefused: it cannot be kept as it is.
    """
    course = await require_course(desk, course_id)
    named = _checked_title(title)
    if bool(link) == (file is not None):
        raise MaterialRefused("material_which")
    address = allowed_link(desk.office, link) if link else ""
    standing = await materials_of(desk.session, course.id)
    known = next((one for one in standing if address and one.link == address), None)
    if known is not None:
        return known
    if len(standing) >= MOST:
        raise MaterialRefused("material_too_many", most=MOST)
    kept = Material(
        course_id=course.id,
        title=named,
        created_at=desk.now,
        created_by=desk.actor,
        link=address,
        enclosure_id=await _kept(desk, file) if file is not None else None,
    )
    desk.session.add(kept)
    await desk.session.flush()
    _note(desk, "material.keep", kept)
    return kept


async def remove_material(desk: Desk, number: int) -> Material:
    """It is sent to nobody any more. Removing it again changes nothing. Raises NotYours."""
    kept = await desk.session.get(Material, number)
    if kept is None:
        raise NotYours
    await require_course(desk, kept.course_id)
    if kept.removed_at is None:
        kept.removed_at, kept.enclosure_id = desk.now, None
        _note(desk, "material.remove", kept)
    return kept


def _checked_title(title: str) -> str:
    named = " ".join(title.split())
    if not any(letter.isalnum() for letter in named):
        raise MaterialRefused("material_without_title")
    if has_cpf(named):
        raise MaterialRefused("material_with_cpf")
    if len(named) > LONGEST:
        raise MaterialRefused("material_title_wrong", most=LONGEST)
    return named


async def _kept(desk: Desk, file: Enclosed) -> EnclosureId:
    if not 0 < len(file.content) <= LARGEST:
        raise MaterialRefused("material_file_size", most=LARGEST // 1_000_000)
    return await keep_enclosure(
        desk.session, name=file.name, media_type=file.media_type, content=file.content, now=desk.now
    )


def _note(desk: Desk, act: str, kept: Material) -> None:
    record(desk.session, act, f"materials:{kept.id}", now=desk.now, person_id=desk.actor)
