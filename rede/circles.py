"""Whom a step of a ladder calls: those who follow the goal, or, once they did not answer, somebody higher up.

A rung that nobody can be reached on is passed over for the next, so nobody is told twice and nobody is left out.
A tool of acts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from db import Session
from db.ids import InstitutionId, ObligationId, PersonId
from db.institutions import Institution, Layer, institutions_by_id, the_secretariat
from db.notices import people_told
from db.people import Function
from db.serving import Serving, people_serving, who_follow, without_thematic
from scheduler.ladder import RUNGS, Rung

#: Functions that follow some goals besides those who follow all.
FOLLOWERS_TOO: Mapping[str, Sequence[Function]] = {
    "1.2": (Function.RESPONSAVEL_PAINEL,),
    "1.3": (Function.RESPONSAVEL_PAINEL,),
}
#: By which function a rung of the institution is held.
HELD_BY = {
    Rung.SUBSTITUTE: Function.SUBSTITUTO,
    Rung.COORDINATOR: Function.COORDENADOR,
    Rung.OFFICE: Function.GABINETE,
}
#: What those who were reminded are called among those `told_before`; and where whoever is told now was one of them.
FOLLOWERS, OTHER_FOLLOWERS = "followers", "other_followers"


@dataclass(frozen=True, slots=True)
class Call:
    """Who is told. `rung` None: those who follow the goal; else who else was told before, the lowest first."""

    people: Sequence[PersonId]
    rung: Rung | None = None
    told_before: Sequence[str] = ()
    #: Whether anybody else of the institution can be reached at all.
    reachable: bool = False


@dataclass(frozen=True, slots=True)
class Circles:
    """Who serves some institutions, and the Secretariat; and who was told of some obligations."""

    institutions: Mapping[InstitutionId, Institution]
    serving: Mapping[InstitutionId, Sequence[Serving]]
    secretariat: Sequence[Serving]
    told: Mapping[ObligationId, Collection[PersonId]]

    def call(
        self,
        place: InstitutionId,
        key: str,
        rung: Rung | None,
        *,
        climbed: int = 0,
        about: ObligationId | None = None,
    ) -> Call:
        """Whom a step about the goal of that key calls; nobody, when everybody was told before.

        `climbed`: how many steps of this ladder have climbed already. `about`: what it is a step of.
        """
        followers = self.followers(place, key)
        if rung is None:
            return Call(followers)
        held = list(self._held(place))
        if not held:
            return Call(())
        number = min(RUNGS.index(rung), len(held) - 1)
        if number < climbed:
            return Call(())
        called, people = held[number]
        reached = {one.person_id for one in self.serving[place] if one.reachable}
        named = OTHER_FOLLOWERS if people.intersection(followers) else FOLLOWERS
        below = [(named, reached.intersection(followers) - people), *held[:number]]
        told = self.told.get(about, ()) if about is not None else ()
        # While nobody rang, steps were passed over, and whom they call was not told.
        told_before = [name for name, circle in below if circle.intersection(told)]
        return Call(sorted(people), called, told_before, any(circle for _, circle in below))

    def followers(self, place: InstitutionId, key: str) -> Sequence[PersonId]:
        serving = self.serving[place]
        if self.institutions[place].layer == Layer.SECRETARIAT:
            return sorted({one.person_id for one in without_thematic(serving)})
        return who_follow(serving, also=FOLLOWERS_TOO.get(key, ()))

    def without_office(self) -> Iterator[Institution]:
        """Institutions with an address of their own where nobody of the office can be reached."""
        for place, institution in self.institutions.items():
            if institution.email and not _holders(self.serving[place], Function.GABINETE):
                yield institution

    def _held(self, place: InstitutionId) -> Iterator[tuple[Rung, set[PersonId]]]:
        """The rungs on which somebody stands who was not told on a lower one, in order."""
        told: set[PersonId] = set()
        for rung in RUNGS:
            fresh = self._holders(place, rung) - told
            if fresh:
                yield rung, fresh
            told |= fresh

    def _holders(self, place: InstitutionId, rung: Rung) -> set[PersonId]:
        if rung is not Rung.SECRETARIAT:
            return _holders(self.serving[place], HELD_BY[rung])
        # The second layer's ends in a weekly list (rede/weekly_lists.py); the Secretariat's own people know.
        climbs = self.institutions[place].layer == Layer.FIRST
        return {one.person_id for one in self.secretariat if one.reachable and climbs}


async def circles_of(
    session: Session, places: Collection[InstitutionId], *, climbing: Collection[ObligationId] = ()
) -> Circles:
    """`climbing`: obligations of which it has to be known who was told."""
    secretariat = await the_secretariat(session)
    known = set(places) | ({secretariat.id} if secretariat else set())
    serving = await people_serving(session, known)
    return Circles(
        institutions=await institutions_by_id(session, places),
        serving=serving,
        secretariat=without_thematic(serving[secretariat.id]) if secretariat else (),
        told=await people_told(session, climbing),
    )


def _holders(serving: Sequence[Serving], function: Function) -> set[PersonId]:
    return {one.person_id for one in serving if one.function == function and one.reachable}
