"""Audiences on the command line: `--audience "camada:1 uf:BA,SE"`, and in English why one is refused."""

from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure

if TYPE_CHECKING:
    from rede.audience import Audience, AudienceRefused


def audience_named(words: str) -> "Audience":
    """
    Raises:
        Failure: nobody is named, or by words that are not known.
    """
    from rede.audience import AudienceRefused, read_audience

    if not words.strip():
        raise Failure(Ending.USAGE, "nobody is named: --audience says whom it is for", "--audience todos")
    try:
        return read_audience(words)
    except AudienceRefused as refused:
        raise audience_failure(refused) from None


def audience_failure(refused: "AudienceRefused") -> Failure:
    facts = refused.facts
    match refused.key:
        case "audience_unknown":
            meant = facts["near"] or ", ".join(["todos", *facts["known"]])
            hint = f"did you mean {meant}?" if facts["near"] else f"known: {meant}"
            return Failure(Ending.USAGE, f"no audience is called {facts['words']}", hint)
        case "audience_value_missing":
            return Failure(Ending.USAGE, f"{facts['filter']}: says nothing", facts["example"])
        case "audience_value_unknown":
            near = ", ".join(facts["near"])
            message = f"{facts['filter']} has no {facts['words']}"
            return Failure(Ending.USAGE, message, f"near: {near}" if near else "")
        case "audience_goal_state":
            message = f"meta:{facts['words']} does not say which of its institutions"
            return Failure(Ending.USAGE, message, f"meta:{facts['words']}=pendente, or =atrasada")
        case "audience_contradiction":
            return Failure(
                Ending.USAGE, f"nobody can be all of this: {facts['words']}", "a comma is any of: uf:BA,SE"
            )
        case "audience_too_long":
            return Failure(Ending.USAGE, f"an audience has at most {facts['most']} characters")
        case "audience_empty":
            return Failure(Ending.USAGE, "the audience is empty", "--audience todos")
        case _:
            raise refused
