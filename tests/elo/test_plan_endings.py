"""How `elo plan` ends where not all of it could be done, where nothing was to be done, and where it is stopped."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from db.database import StoreFull, StoreUnreachable
from db.ids import InstrumentId
from elo.recounting import Outcome
from rede.decide_reading import decide_all
from rede.readings import GoalRead
from tests.elo.conftest import Elo, Ended
from tests.elo.test_plan import EXAMPLE

IMPORT = ["plan", "import", EXAMPLE, "--institution"]
AMEND = ["plan", "amend", "--institution", "UPB", "--from", "2027-07-01", "--yes"]
TABLE = "institution;number;starts\nUPB;AC 1/2025;09/12/2025\nAMM;AC 2/2025;2026-01-10\n"


@pytest.fixture
def rede(started: Elo, folder: Path) -> Elo:
    (folder / "i.csv").write_text(
        "acronym;name;layer\nUPB;União dos Municípios;1\nAMM;Associação Mineira;1\n"
    )
    (folder / "many.csv").write_text(TABLE)
    assert started("institutions", "import", "i.csv").code == 0
    return started


@pytest.fixture
def upb(rede: Elo) -> Elo:
    assert rede(*IMPORT, "UPB", "--starts", "2025-12-09", "--yes").code == 0
    return rede


def data(ended: Ended) -> dict[str, object]:
    found: dict[str, object] = json.loads(ended.out)
    return found


def versions(rede: Elo) -> list[object]:
    found = data(rede("plan", "show", "UPB", "--json"))["versions"]
    assert isinstance(found, list)
    return found


def test_a_correction_of_the_new_document_is_among_what_would_change(upb: Elo) -> None:
    ended = upb(*AMEND, EXAMPLE, "--set", "2.2=80 horas por ano civil", "--dry-run")
    assert ended.out.startswith("changed  2.2  deadline: No mínimo 80 horas a cada ano civil")


@pytest.mark.parametrize("wish", [[], [EXAMPLE]], ids=["nothing given", "the plan in force"])
def test_an_amendment_that_changes_nothing_tells_nobody(upb: Elo, wish: list[str]) -> None:
    before = upb("outbox", "list", "--json").out
    ended = upb(*AMEND, *wish)
    assert (ended.code in (1, 2), ended.out) == (True, "")
    assert "amend" in ended.err
    assert len(versions(upb)) == 1
    assert upb("outbox", "list", "--json").out == before


def test_the_law_that_counts_the_days_is_set_at_somebodys_word(upb: Elo) -> None:
    order = ["plan", "start", "UPB", "--policy", "codigo-civil"]
    refused = upb(*order)
    assert (refused.code, "would move" in upb(*order, "--dry-run").out) == (1, True)
    done = data(upb(*order, "--yes", "--json"))
    assert (done["set"], done["moved"]) == (["policy"], done["moved"])
    assert done["moved"] != 0
    assert "nothing new" in upb(*order).out


def test_what_many_decide_counts_for_the_plans_that_were_there_before(
    rede: Elo, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[object] = []

    async def recount(*_: object) -> Outcome:
        counted.append(1)
        return Outcome()

    monkeypatch.setattr("elo.recounting.recount_all", recount)
    order = ["plan", "import", EXAMPLE, "--many", "many.csv", "--yes"]
    assert (rede(*order, "--dry-run").code, len(counted)) == (0, 0)
    assert (rede(*order).code, len(counted)) == (0, 1)
    assert (rede(*order).code, len(counted)) == (0, 1)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(StoreFull("x"), "no room is left for the database"), (StoreUnreachable("x"), "the database is away")],
    ids=["full disk", "lost database"],
)
def test_many_that_are_stopped_are_partly_done_and_go_on(
    rede: Elo, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    order = ["plan", "import", EXAMPLE, "--many", "many.csv", "--yes", "--json"]
    pages = 0

    async def stopped(*arguments: object, **named: object) -> Sequence[GoalRead]:
        nonlocal pages
        pages += 1
        if pages > 1:
            raise error
        return await decide_all(*arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr("rede.import_many.PAGE", 1)
        broken.setattr("rede.decide_reading.decide_all", stopped)
        ended = rede(*order)
    assert (ended.code, data(ended)["created"]) == (4, 1)
    assert f"many.csv: stopped after 1 of 2 rows, for {reason}" in ended.err
    again = data(rede(*order))
    assert (again["created"], again["unchanged"]) == (1, 1)


@pytest.mark.parametrize(
    "order",
    [
        [*AMEND, "--set", "1.2=Até 31 de março de cada ano"],
        ["plan", "start", "UPB", "--starts", "2026-02-02", "--yes"],
        ["plan", "decide", "Anual", "--choice", "2"],
    ],
    ids=["amend", "start", "decide"],
)
def test_an_agreement_that_cannot_be_counted_is_said(
    upb: Elo, monkeypatch: pytest.MonkeyPatch, order: list[str]
) -> None:
    async def recount(*_: object) -> Outcome:
        return Outcome(failed=frozenset({InstrumentId(7)}))

    monkeypatch.setattr("elo.recounting.recount_all", recount)
    ended = upb(*order)
    assert (ended.code, "1 agreement could not be counted" in ended.err) == (4, True)


def test_the_goals_of_a_reading_are_counted_in_words(upb: Elo) -> None:
    shown = upb("plan", "readings").out
    assert "(1 goal)" in shown
    assert "(1 goals)" not in shown
