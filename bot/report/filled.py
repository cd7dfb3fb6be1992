"""What a form of a report holds: its description and what was found in it, hours, evidence, files."""

from collections.abc import Mapping
from decimal import Decimal

from bot.forms import Form
from bot.report.answers import Days, found_in, hours_in
from bot.turn import Turn
from db.deliverables import Deliverable
from db.ids import AttachmentId
from db.obligations import Owed
from rede.evidence import Field, Wanted, fields_of
from rede.filing import Details, check_description, evidence_in
from rede.progress import asks_for_hours
from scheduler.deadlines import rule_from_json

#: Before the name of a field of the evidence.
EVIDENCE = "e_"
#: The class that the report follows from.
CLASS = "class"

#: Characters of a word that may be meant for a button.
LONGEST_WORD = 15


def days_of(turn: Turn) -> Days:
    return Days(turn.desk.today, turn.desk.office.calendar.is_business_day)


def describe(turn: Turn, form: Form, text: str, key: str) -> None:
    """Takes the description, and what it says of the evidence; what an earlier one said of it goes.

    Raises:
        ReportRefused: it says nothing, or more than can be kept.
    """
    words = check_description(text)
    for name in form.fields.pop("found", "").split(","):
        form.fields.pop(name, None)
    form.fields["description"] = words
    found = {EVIDENCE + name: value for name, value in found_in(words, key, days_of(turn)).items()}
    if (hours := hours_in(words)) is not None:
        found["hours"] = str(hours)
    fresh = {name: value for name, value in found.items() if name not in form.fields}
    form.fields |= fresh
    if fresh:
        form.fields["found"] = ",".join(fresh)


def describe_again(turn: Turn, form: Form) -> None:
    """The goal is another: what the description says is looked for anew."""
    if "description" in form.fields:
        describe(turn, form, form.fields["description"], form.fields.get("key", ""))


def adjusts(turn: Turn, form: Form, one: Owed) -> bool:
    """Whoever adjusts a report writes what was missing, and that is the report from now on; a word alone is a
    button that there is not."""
    said = turn.said.text.strip()
    if "report" not in form.fields or len(said) <= LONGEST_WORD:
        return False
    describe(turn, form, said, one.goal.key)
    return True


def keep_answer(form: Form, name: str, value: str) -> None:
    """What was answered holds, whatever the description says."""
    found = [one for one in form.fields.pop("found", "").split(",") if one not in ("", name)]
    if found:
        form.fields["found"] = ",".join(found)
    form.fields[name] = value


def fill_from(form: Form, report: Deliverable, owed: Owed) -> None:
    """A report that came back, as it was."""
    form.fields |= {"report": str(report.id), "key": owed.goal.key, "description": report.description}
    if report.hours is not None:
        form.fields["hours"] = str(report.hours)
    form.fields |= {EVIDENCE + name: value for name, value in evidence_in(report.evidence).items()}


def counts_hours(owed: Owed) -> bool:
    return asks_for_hours(rule_from_json(owed.goal.rule))


def evidence_of(form: Form, key: str) -> Mapping[str, str]:
    known = (one.name for one in fields_of(key))
    return {name: form.fields[EVIDENCE + name] for name in known if EVIDENCE + name in form.fields}


def file_ids(form: Form) -> list[AttachmentId]:
    numbers = form.fields.get("files", "").split(",")
    return [AttachmentId(int(number)) for number in numbers if number]


def hours_of(form: Form) -> Decimal | None:
    return Decimal(form.fields["hours"]) if "hours" in form.fields else None


def details_of(form: Form, key: str) -> Details:
    nothing = form.fields.get("nothing") == "1"
    return Details(evidence=evidence_of(form, key), attachments=file_ids(form), says_nothing=nothing)


def missing(form: Form, owed: Owed, *, dialogue: bool) -> Field | None:
    """The field of the evidence to be asked next; in one line only what there is no report without."""
    wanted = (Wanted.REQUIRED, Wanted.ASKED) if dialogue else (Wanted.REQUIRED,)
    passed = form.fields.get("passed", "").split(",")
    return next(
        (
            one
            for one in fields_of(owed.goal.key)
            if one.wanted in wanted and EVIDENCE + one.name not in form.fields and one.name not in passed
        ),
        None,
    )


def pass_over(form: Form, name: str) -> None:
    form.fields["passed"] = ",".join(filter(None, (form.fields.get("passed", ""), name)))


def is_whole(form: Form, owed: Owed) -> bool:
    """Nothing is missing without which there is no report."""
    told = "description" in form.fields and ("hours" in form.fields or not counts_hours(owed))
    return told and missing(form, owed, dialogue=False) is None
