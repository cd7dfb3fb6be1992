"""What is wrong with a table of classes, or with one of them, in the words of the command line."""

from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure

if TYPE_CHECKING:
    from db.ids import InstitutionId
    from elo.cli.house import House
    from rede.class_plan import ClassProblem
    from rede.class_sheet import ClassSheetRefused

#: By `rede.class_plan.ClassFlaw`.
FLAWS = {
    "empty": "is empty",
    "formula": "is a formula that nobody computed: open the table in a spreadsheet program and save it",
    "cpf": "has a CPF, which is never kept: remove it",
    "too_long": "has more than {got} characters",
    "bad_modality": "must be presencial, remota, híbrida or autoinstrucional (got {got})",
    "bad_hours": "is not a number of hours as 20h or 20,5 (got {got})",
    "bad_seats": "is not a number from 1 on (got {got})",
    "bad_day": "is not a date as 10/05/2027 (got {got})",
    "bad_moment": "is not a date, or date and hour, as 10/05/2027 18h (got {got})",
    "bad_lesson": "is not a lesson as 10/05/2027 14h-17h (got {got})",
    "bad_link": "must be an https page of gov.br or of [links] hosts (got {got})",
    "bad_audience": "is no audience as todos or camada:2 uf:BA (got {got})",
    "bad_axis": "must be 1, 2 or 3 (got {got})",
    "closes_before_opens": "enrolment closes on {got}, before it opens",
    "closes_after_end": "enrolment closes on {got}, after the class ends",
    "closed_already": "enrolment closed already, on {got}",
    "ends_before_start": "{got} is before the class begins",
    "lesson_outside": "{got} is outside the days of the class",
    "unknown_institution": "there is no institution {got}",
    "code_taken": "the course has a class {got}, which is another's",
    "repeated": "the class is already on line {got}",
}
#: By the keys of `rede.class_plan.ClassRefused`.
REFUSED = {
    "class_wrong": "nothing was changed",
    "class_cancelled": "it was called off: nothing of it changes any more",
    "class_over": "it is over",
    "class_cancel_without_reason": "--why is empty: say why it is called off",
    "class_cancel_reason_wrong": "--why has more than 300 characters, or a CPF",
}
_SHEETS = {
    "class_sheet_unreadable": "it is no CSV, and no XLSX workbook",
    "class_sheet_too_large": "it is too large, the most is {most} MB",
    "class_sheet_without_headings": "no line names the columns: at least curso and turma are needed",
    "class_sheet_empty": "it has a header and no rows",
    "class_sheet_twice": "two columns are {column}",
    "class_sheet_too_many": "it has too many rows, the most is {most}",
}


def sheet_in_words(refused: "ClassSheetRefused") -> str:
    return _SHEETS[refused.key].format(**refused.facts)


def in_words(one: "ClassProblem") -> str:
    return FLAWS[one.flaw].format(got=one.got)


async def holder_of(house: "House", acronym: str) -> "InstitutionId | None":
    from db.institutions import institution_by_acronym

    if not acronym:
        return None
    async with house.database.read() as session:
        found = await institution_by_acronym(session, acronym)
    if found is None:
        hint = "elo institutions import brings institutions in"
        raise Failure(Ending.FAILED, f"there is no institution {acronym}", hint)
    return found.id
