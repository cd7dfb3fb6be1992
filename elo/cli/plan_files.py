"""What the commands about plans share: a document read, `KEY=PHRASE` pairs, and refusals in words."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.options import words_only
from elo.cli.printing import say

if TYPE_CHECKING:
    from rede.refusal import Refusal
    from scheduler.plan_document import PlanDocument


def _process(text: str) -> str:
    from scheduler.plan.sei import is_process

    number = (words_only(text) or "").strip()
    if number and not is_process(number):
        raise typer.BadParameter(f"{number} is not a SEI process as 19999.000123/2025-07")
    return number


Yes = Annotated[bool, typer.Option("--yes", help="Accept what would be asked.")]
Corrections = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=PHRASE", help="Read this phrase for that goal instead. Repeatable."),
]
Why = Annotated[
    str,
    typer.Option("--why", metavar="TEXT", callback=words_only, help="Ground of the readings decided here."),
]
Sei = Annotated[
    str,
    typer.Option(
        "--sei", metavar="NUMBER", callback=_process, help="SEI process of the readings decided here."
    ),
]
Number = Annotated[
    str,
    typer.Option(
        "--number",
        metavar="NUMBER",
        callback=words_only,
        help="Of the agreement, where there are several.",
    ),
]


def content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Failure(Ending.USAGE, f"{file}: {error.strerror}") from error


def document_of(content: bytes, file: Path) -> "PlanDocument":
    from scheduler.plan_document import UnreadablePlan, decode_document, read_plan

    try:
        return read_plan(decode_document(content))
    except UnreadablePlan as error:
        hint = "export the plan as text or HTML, with its table of goals"
        raise Failure(Ending.FAILED, f"{file.name}: {error}", hint) from error


def say_problems(document: "PlanDocument") -> None:
    for problem in document.problems:
        say(f"note: line {problem.line}: {problem.reason}")


def say_found(document: "PlanDocument") -> None:
    """What a person may compare with the paper; the start of the vigência is never found, only given."""
    found = {
        "instrument": document.instrument,
        "partner": document.partner_acronym,
        "CNPJ": document.partner_cnpj,
        "SEI": document.sei,
        "last signature": document.last_signature,
    }
    if words := ", ".join(f"{name} {value}" for name, value in found.items() if value):
        say(f"the document says: {words}")


def corrections_of(pairs: Sequence[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs or ():
        key, phrase = _correction(pair)
        if key in found:
            message = f"--set gives goal {key} two phrases: {found[key]}; {phrase}"
            raise Failure(Ending.USAGE, message, "say each goal once")
        found[key] = phrase
    return found


def _correction(pair: str) -> tuple[str, str]:
    words_only(pair)
    key, equals, phrase = (part.strip() for part in pair.partition("="))
    if not equals or not key or not phrase:
        hint = '--set "2.1=Até 31 de março de cada ano"'
        raise Failure(Ending.USAGE, f"--set {pair}: write KEY=PHRASE", hint)
    return key.upper(), phrase


def in_words(refusal: "Refusal") -> Failure:
    facts = refusal.facts
    match refusal.key:
        case "plan_unknown_institution":
            hint = "elo institutions import brings institutions in"
            return Failure(Ending.FAILED, f"there is no institution {facts['acronym']}", hint)
        case "plan_of_the_secretariat":
            return Failure(Ending.FAILED, f"{facts['acronym']} is the Secretariat: a plan is a partner's")
        case "plan_without_dates":
            hint = "--starts, or while it is not known --published or --signed"
            return Failure(Ending.USAGE, "there is no day to count from; nothing was imported", hint)
        case "plan_ends_before_start":
            return Failure(Ending.USAGE, f"--ends {facts['ends']} is not after --starts {facts['starts']}")
        case "plan_already_imported":
            number = facts["number"] or "an instrument without number"
            message = f"{number} of {facts['acronym']} is imported already; nothing was changed"
            hint = "elo plan start moves its dates, elo plan amend its goals"
            return Failure(Ending.FAILED, message, hint)
        case "plan_with_cpf":
            return Failure(Ending.USAGE, "--name holds a CPF: it would be kept and read by others")
        case "plan_unknown_goal":
            near = [one for key in facts["keys"] for one in get_close_matches(key, facts["known"])]
            hint = f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
            message = f"--set: the plan has no goal {', '.join(facts['keys'])}"
            return Failure(Ending.USAGE, message, hint or f"its goals are {', '.join(facts['known'])}")
        case "plan_unreadable_phrases":
            rows = [f"goal {key} (line {line}): {reason}" for key, line, _, reason in facts["goals"]]
            hint = "--set KEY=PHRASE gives a phrase that can be read"
            return Failure(Ending.FAILED, "; ".join(rows) + "; nothing was imported", hint)
        case _:
            return _of_agreements(refusal)


def _of_agreements(refusal: "Refusal") -> Failure:
    facts = refusal.facts
    match refusal.key:
        case "plan_no_instrument":
            known = ", ".join(number or "one without number" for number in facts["numbers"])
            message = f"{facts['acronym']} has no agreement {facts['number']}".rstrip()
            return Failure(
                Ending.FAILED, message, f"it has {known}" if known else "elo plan import makes one"
            )
        case "plan_which_instrument":
            message = f"{facts['acronym']} has {len(facts['numbers'])} agreements"
            return Failure(Ending.USAGE, message, f"--number says which: {', '.join(facts['numbers'])}")
        case "plan_expired":
            message = f"the vigência ended on {facts['ends']}: it cannot be amended any more"
            return Failure(Ending.FAILED, message)
        case "plan_ends_before_amendment":
            return Failure(Ending.USAGE, f"--ends {facts['ends']} is before --from {facts['since']}")
        case "plan_unchanged":
            message = f"the plan is so already from {facts['since']} on: there is nothing to amend"
            return Failure(Ending.FAILED, message, "elo plan show shows what is in force")
        case "plan_already_amended":
            message = f"{facts['name']} from {facts['since']} is there already; nothing was changed"
            return Failure(Ending.FAILED, message)
        case _:
            return _of_readings(refusal)


def _of_readings(refusal: "Refusal") -> Failure:
    facts = refusal.facts
    match refusal.key:
        case "reading_certain":
            return Failure(Ending.FAILED, f"this phrase reads one way only: {facts['reading']}")
        case "reading_with_cpf":
            return Failure(
                Ending.USAGE, "the phrase, --why or --sei holds a CPF: it would be kept and read by others"
            )
        case "reading_unreadable":
            return Failure(Ending.FAILED, f"{facts['phrase']}: {facts['reason']}")
        case "reading_no_choice":
            return Failure(Ending.USAGE, f"--choice {facts['number']}: there are {facts['most']} readings")
        case "reading_uncertain":
            hint = "write one that reads one way, or take one with --choice"
            return Failure(Ending.USAGE, f"--as {facts['phrase']}: this reads several ways too", hint)
        case _:
            raise refusal
