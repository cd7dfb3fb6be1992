"""The same course reported twice is told; classes of it on other days, or elsewhere, are not."""

import pytest

from db import Database
from rede.duplicate_courses import Course, course_in, is_same, repeats
from rede.filing import Details
from tests.rede.makers import a_desk
from tests.rede.reviews import a_network, handed_in

DAYS = "2026-03-10/2026-03-12"
COURSE = Course("Gestão de Convênios no Transferegov", DAYS, "Salvador")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(
            Course("gestao de convenios no transferegov", DAYS, "SALVADOR"), True, id="accents and case"
        ),
        pytest.param(Course("Gestão de Convênio no Transferegov.", DAYS, "Salvador"), True, id="a slip"),
        pytest.param(Course("Fiscalização de obras", DAYS, "Salvador"), False, id="another title"),
        pytest.param(Course(COURSE.title, "2026-04-10/2026-04-12", "Salvador"), False, id="other days"),
        pytest.param(Course(COURSE.title, DAYS, "Irecê"), False, id="another place"),
    ],
)
def test_alike_is_the_same_days_place_and_nearly_the_same_title(other: Course, same: bool) -> None:
    assert is_same(COURSE, other) is same


def test_modules_are_told_apart_by_their_number() -> None:
    first, second = (Course(f"Gestão de convênios, módulo {number}", DAYS, "Salvador") for number in (1, 2))
    assert not is_same(first, second)


def test_without_its_days_a_course_is_like_no_other() -> None:
    assert not is_same(Course(COURSE.title, "", ""), Course(COURSE.title, "", ""))


async def test_the_first_report_of_it_is_named(database: Database) -> None:
    await a_network(database)
    told = Details(evidence={"title": COURSE.title, "days": DAYS, "place": COURSE.place})
    first = await handed_in(database, "2.2", hours="20", details=told)
    second = await handed_in(database, "2.2", hours="20", details=told)
    course = course_in(second.evidence, second.description)
    async with a_desk(database) as desk:
        assert await repeats(desk, second.institution_id, course, before=second.id) == first.protocol
        assert await repeats(desk, first.institution_id, course, before=first.id) == ""
