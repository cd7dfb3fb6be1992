"""A class is entered, changed and called off: by whoever holds it, and only as it can be."""

from collections.abc import Sequence
from contextlib import nullcontext
from itertools import product

import pytest

from db import Database
from db.classes import Modality, lessons_of
from db.courses import Course
from rede.access import NotYours
from rede.cancel_class import cancel_class
from rede.change_class import change_class
from rede.class_plan import ClassFlaw, ClassRefused, Column, cells_of
from rede.class_rows import ClassReader
from rede.enter_class import enter_class, proposed_code
from tests.rede.classes import CELLS, class_of, entered, place_of
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, person_id, register


async def test_a_class_is_kept_with_its_course_and_lessons(database: Database) -> None:
    await register(database)
    number = await entered(database)
    one = await class_of(database, number)
    async with database.read() as session:
        course, lessons = await session.get_one(Course, one.course_id), await lessons_of(session, [number])
    assert (course.title, course.axis, one.modality) == ("Gestão de convênios", "2", Modality.IN_PERSON)
    assert (str(one.starts_on), str(one.ends_on), len(lessons[number])) == ("2026-01-12", "2026-01-13", 2)


#: What is written otherwise in a good class, and what is wrong then.
WRONG: Sequence[tuple[dict[str, str], Column, ClassFlaw]] = (
    ({"workload": ""}, Column.WORKLOAD, ClassFlaw.EMPTY),
    ({"workload": "muitas"}, Column.WORKLOAD, ClassFlaw.BAD_HOURS),
    ({"seats": "0"}, Column.SEATS, ClassFlaw.BAD_SEATS),
    ({"modality": "por carta"}, Column.MODALITY, ClassFlaw.BAD_MODALITY),
    ({"audience": "marcianos"}, Column.AUDIENCE, ClassFlaw.BAD_AUDIENCE),
    ({"link": "https://example.org/x"}, Column.LINK, ClassFlaw.BAD_LINK),
    ({"link": "javascript:alert(1)"}, Column.LINK, ClassFlaw.BAD_LINK),
    ({"instructor": "Rita, CPF 529.982.247-25"}, Column.INSTRUCTOR, ClassFlaw.CPF),
    ({"place": "=A1"}, Column.PLACE, ClassFlaw.FORMULA),
    ({"course": "x" * 201}, Column.COURSE, ClassFlaw.TOO_LONG),
    ({"opens": "20/12/2025"}, Column.CLOSES, ClassFlaw.CLOSES_BEFORE_OPENS),
    ({"closes": "14/01/2026"}, Column.CLOSES, ClassFlaw.CLOSES_AFTER_END),
    ({"opens": "", "closes": "08/12/2025"}, Column.CLOSES, ClassFlaw.CLOSED_ALREADY),
    ({"lessons": "", "starts": "12/01/2026", "ends": "11/01/2026"}, Column.ENDS, ClassFlaw.ENDS_BEFORE_START),
    ({"starts": "13/01/2026", "ends": "14/01/2026"}, Column.LESSONS, ClassFlaw.LESSON_OUTSIDE),
    ({"lessons": "12/01/2026 17h-14h"}, Column.LESSONS, ClassFlaw.BAD_LESSON),
    ({"closes": "31/02/2026"}, Column.CLOSES, ClassFlaw.BAD_MOMENT),
    ({"axis": "9"}, Column.AXIS, ClassFlaw.BAD_AXIS),
)


async def test_what_cannot_be_is_refused_by_its_column(database: Database) -> None:
    await register(database)
    for cells, column, flaw in WRONG:
        async with a_desk(database) as desk:
            with pytest.raises(ClassRefused) as refused:
                await enter_class(desk, {**CELLS, **cells})
        assert [(one.column, one.flaw) for one in refused.value.problems] == [(column, flaw)]
        assert "529" not in str(refused.value.facts)


async def test_a_class_that_is_over_is_history(database: Database) -> None:
    await register(database)
    past = {"opens": "", "closes": "01/02/2025", "lessons": "", "starts": "03/02/2025", "ends": "05/02/2025"}
    assert (await class_of(database, await entered(database, cells=past))).changed == ""


async def test_what_is_written_reads_the_same_again(database: Database) -> None:
    await register(database)
    async with a_desk(database) as desk:
        plan = await ClassReader(desk).read(
            {**CELLS, "workload": "20,5", "lessons": "12/01/2026 14h30-24h (A)"}
        )
        assert await ClassReader(desk).read(cells_of(plan)) == plan


#: Who may enter whose classes; whoever is not here may not.
MAY = {(ANA, "SEGES"), (ANA, "UPB"), (ANA, "IRECE"), (MARIA, "UPB"), (JOAO, "IRECE")}


async def test_a_partner_enters_its_own_classes_and_the_secretariat_all(database: Database) -> None:
    await register(database)
    for who, holder in product((ANA, MARIA, JOAO), ("SEGES", "UPB", "IRECE")):
        actor, place = await person_id(database, who), await place_of(database, holder)
        async with a_desk(database, actor=actor) as desk:
            refused = nullcontext() if (who, holder) in MAY else pytest.raises(NotYours)
            with refused:
                await enter_class(desk, {**CELLS, "code": who + holder}, institution_id=place)


async def test_a_code_is_taken_once_and_the_next_is_proposed(database: Database) -> None:
    await register(database)
    await entered(database)
    async with a_desk(database) as desk:
        assert await proposed_code(desk, "GESTAO DE CONVENIOS") == "2"
        with pytest.raises(ClassRefused) as refused:
            await enter_class(desk, {**CELLS, "course": "gestão de convênios"})
    assert refused.value.problems[0].flaw is ClassFlaw.CODE_TAKEN


@pytest.mark.parametrize(
    ("cells", "relevant", "columns", "sequence"),
    [
        ({"place": "Ilhéus"}, False, ["place"], 1),
        ({"lessons": "19/01/2026 9h-12h"}, False, ["starts", "ends", "lessons"], 1),
        ({"level": "básico"}, False, ["level"], 0),
        ({"level": "básico"}, True, ["level"], 1),
        ({"place": "Salvador", "seats": "30 vagas"}, True, [], 0),
    ],
)
async def test_a_change_counts_where_it_is_relevant(
    database: Database, cells: dict[str, str], relevant: bool, columns: list[str], sequence: int
) -> None:
    await register(database)
    number = await entered(database)
    async with a_desk(database) as desk:
        done = await change_class(desk, number, cells, relevant=relevant)
        assert ([str(one) for one in done.columns], done.told) == (columns, bool(sequence))
    assert (await class_of(database, number)).sequence == sequence


async def test_what_changes_back_before_anybody_heard_is_no_change(database: Database) -> None:
    await register(database)
    number = await entered(database)
    for place in ("Ilhéus", "Salvador"):
        async with a_desk(database) as desk:
            await change_class(desk, number, {"place": place})
    assert (await class_of(database, number)).changed == ""


async def test_a_class_is_called_off_once_with_a_reason(database: Database) -> None:
    await register(database)
    number = await entered(database)
    async with a_desk(database) as desk:
        with pytest.raises(ClassRefused, match="class_cancel_without_reason"):
            await cancel_class(desk, number, why=" . ")
        assert (await cancel_class(desk, number, why="Sem sala")).sequence == 1
        assert (await cancel_class(desk, number, why="Outro")).cancelled_why == "Sem sala"
        with pytest.raises(ClassRefused, match="class_cancelled"):
            await change_class(desk, number, {"place": "Ilhéus"})
