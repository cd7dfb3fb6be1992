"""Whom the person of a turn may write to: everybody, or only those who joined through their institution."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.forms import Form
from bot.turn import Turn
from db.ids import InstitutionId
from rede.access import Act, NotYours, Role, places
from rede.audience import (
    EVERYBODY,
    Audience,
    AudienceRefused,
    Filter,
    Kind,
    Listener,
    checked,
    listeners,
    narrowed,
    read_audience,
)

#: The fields of a form: what is chosen, as it is spelled; whether an obligation follows from it.
FIELD, ESSENTIAL = "audience", "audience_essential"


@dataclass(frozen=True, slots=True)
class Scope:
    """`base` holds whatever is chosen; `within`: institutions whose people may be meant (None: all)."""

    base: Audience
    within: Collection[InstitutionId] | None

    @property
    def is_everybody(self) -> bool:
        return self.within is None


async def scope_of(turn: Turn) -> Scope:
    """
    Raises:
        NotYours: they may write to nobody.
        AudienceRefused: nobody joined through their institution yet (`audience_no_second_layer`, `acronyms`).
    """
    seen = await places(turn.desk, Act.BROADCAST)
    if seen.everywhere:
        return Scope(EVERYBODY, None)
    led = {one.place for one in turn.standings if one.role is Role.FIRST_COORDINATOR}
    acronyms = tuple(one.acronym for one in turn.served if one.id in led)
    if not acronyms:
        raise NotYours
    if not seen:
        raise AudienceRefused("audience_no_second_layer", acronyms=acronyms)
    return Scope(narrowed(EVERYBODY, Filter(Kind.SECOND_LAYER, acronyms)), seen.ids)


async def chosen(turn: Turn, form: Form, scope: Scope) -> Audience | None:
    """None: nothing yet. Who may write to their own second layer alone has chosen that."""
    written = form.fields.get(FIELD, "")
    if not written:
        return None if scope.is_everybody else scope.base
    return await known(turn, read_audience(written), scope)


async def known(turn: Turn, audience: Audience, scope: Scope) -> Audience:
    """With its names as they are kept, and never beyond the scope.

    Raises:
        AudienceRefused: a name is not known, or nobody can be meant.
    """
    return await checked(turn.desk, narrowed(audience, *scope.base.filters), within=scope.within)


async def heard(turn: Turn, audience: Audience, scope: Scope) -> Collection[Listener]:
    return await listeners(turn.desk, audience, within=scope.within)


async def audience_named(turn: Turn, words: str) -> Audience:
    """What a command says in one line, as it is kept.

    Raises:
        NotYours: the person may write to nobody.
        AudienceRefused: it is no audience.
    """
    return await known(turn, read_audience(words), await scope_of(turn))
