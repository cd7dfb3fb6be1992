"""`elo deadline` is a contract of JSON and exit codes; the rules themselves are tested in tests/scheduler."""

import json

import pytest

from tests.elo.conftest import Elo


def dates(out: str) -> list[tuple[str, str]]:
    return [(one["literal"], one["extended"]) for one in json.loads(out)["dates"]]


def test_json_of_one_deadline(elo: Elo) -> None:
    ended = elo("deadline", "Até 15 dias após o início da vigência", "--starts", "2025-12-09", "--json")
    told = json.loads(ended.out)
    assert ended.code == 0
    assert list(told) == [
        "phrase",
        "rule",
        "reading",
        "confidence",
        "alternatives",
        "dates",
        "calendar",
    ]
    assert isinstance(told["rule"], dict)
    assert list(told["dates"][0]) == ["literal", "extended", "provisional", "why"]
    assert dates(ended.out) == [("2025-12-24", "2025-12-26")]


def test_dates_are_written_as_iso_or_as_in_brazil(elo: Elo) -> None:
    phrase = "Até 15 dias após o início da vigência"
    assert (
        elo("deadline", phrase, "--starts", "09/12/2025").out
        == elo("deadline", phrase, "--starts", "2025-12-09").out
    )


@pytest.mark.parametrize(
    ("phrase", "arguments", "day"),
    [
        ("Até 15 dias após o início da vigência", "--starts 2025-12-09", "2025-12-24"),
        ("Quando convocadas pela Secretaria-Executiva da Rede", "--event 2026-03-10", "2026-03-10"),
        ("Até 60 dias antes do término da vigência", "--starts 2025-12-09 --ends 2035-12-09", "2035-10-10"),
        ("dentro de 49 (quarenta e nove) meses a partir da assinatura", "--signed 2026-01-05", "2030-02-05"),
    ],
)
def test_one_date_is_found_however_far(elo: Elo, phrase: str, arguments: str, day: str) -> None:
    ended = elo("deadline", phrase, *arguments.split(), "--json")
    assert [literal for literal, _ in dates(ended.out)] == [day]


def test_the_law_that_counts_is_chosen(elo: Elo) -> None:
    phrase = ("deadline", "Até 15 dias após o início da vigência", "--starts", "2025-12-09", "--json")
    assert dates(elo(*phrase, "--policy", "codigo-civil").out) == [("2025-12-24", "2025-12-24")]


def test_a_recurrence_stops_after_two_years_or_at_until(elo: Elo) -> None:
    phrase = ("deadline", "Trimestral", "--starts", "2026-01-31", "--json")
    assert len(dates(elo(*phrase).out)) == 8
    assert dates(elo(*phrase, "--until", "2026-12-31").out)[-1] == ("2026-10-31", "2026-11-03")


@pytest.mark.parametrize("phrase", ["A definir", "quando der", ""])
def test_what_cannot_be_read_is_one_with_the_reason(elo: Elo, phrase: str) -> None:
    ended = elo("deadline", phrase, "--starts", "2025-12-09", "--json")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: ")


def test_a_phrase_without_a_date_says_why(elo: Elo) -> None:
    ended = elo("deadline", "Durante a vigência do Acordo", "--starts", "2025-12-09", "--json")
    assert (ended.code, dates(ended.out)) == (0, [])
    assert "no due date" in ended.err
    assert "--starts" in elo("deadline", "Até 15 dias após o início da vigência").err
    assert "--event" in elo("deadline", "Quando convocadas pela Secretaria-Executiva da Rede").err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--uf", "XX"],
        ["--municipality", "123"],
        ["--uf", "SP", "--municipality", "2927408"],
        ["--starts", "31/02/2026"],
        ["--starts", "20026-01-05"],
        ["--policy", "clt"],
    ],
)
def test_what_is_not_known_is_misuse(elo: Elo, arguments: list[str]) -> None:
    ended = elo("deadline", "Anual", "--starts", "2026-01-05", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "error: " in ended.err
    assert "hint: " in ended.err


BY_THE_START = ("deadline", "Até 15 dias após o início da vigência", "--json", "--starts")


def test_the_federal_calendar_counts_alone_unless_a_state_is_named(elo: Elo) -> None:
    assert dates(elo(*BY_THE_START, "2026-06-17").out) == [("2026-07-02", "2026-07-02")]
    assert dates(elo(*BY_THE_START, "2026-06-17", "--uf", "ba").out) == [("2026-07-02", "2026-07-03")]


def test_a_municipality_tells_its_state_and_adds_its_own_days(elo: Elo) -> None:
    told = json.loads(elo(*BY_THE_START, "2026-06-09", "--municipality", "2927408").out)
    assert told["dates"][0]["why"] == "vence qui., 25/06/2026 (24/06 é feriado em Salvador (BA): São João)"
    assert told["calendar"] == {
        "uf": "BA",
        "municipality": "2927408",
        "places": ["União", "Bahia", "Salvador (BA)", "Distrito Federal"],
        "lists": [2025, 2026],
    }


def test_the_calendar_used_is_told(elo: Elo) -> None:
    told = json.loads(elo(*BY_THE_START, "2026-06-09").out)["calendar"]
    assert told == {"uf": None, "municipality": None, "places": ["União"], "lists": [2025, 2026]}
    in_words = elo("deadline", "Anual", "--starts", "2026-01-05", "--uf", "SP").out
    assert "calendar: União, São Paulo, Distrito Federal\n" in in_words


def test_a_municipality_whose_days_nobody_loaded_is_told(elo: Elo) -> None:
    ended = elo(*BY_THE_START, "2026-06-09", "--municipality", "1100015")
    assert ended.code == 0
    assert "no holidays of 1100015 itself are known" in ended.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--uf", "XX"], "error: no State is called XX"),
        (["--municipality", "123"], "error: no municipality has the code 123"),
        (["--uf", "SP", "--municipality", "2927408"], "error: Salvador is in BA, not in SP"),
    ],
)
def test_a_place_that_is_not_is_told_by_its_name(elo: Elo, arguments: list[str], words: str) -> None:
    assert words in elo(*BY_THE_START, "2026-06-09", *arguments).err


@pytest.mark.parametrize("event", ["2026-03-12T14:05", "2026-03-12 14:05", "12/03/2026 14:05"])
def test_hours_count_from_the_minute_of_the_event(elo: Elo, event: str) -> None:
    phrase = ("deadline", "Em até 48 horas após o conhecimento", "--json", "--event")
    [told] = json.loads(elo(*phrase, event).out)["dates"]
    assert (told["literal"], told["at"]) == ("2026-03-14", "2026-03-16T14:05-03:00")
    assert "at" not in json.loads(elo(*phrase, "2026-03-12").out)["dates"][0]


def test_every_reading_of_a_phrase_is_listed_with_its_rule_the_adopted_one_first(elo: Elo) -> None:
    told = json.loads(elo("deadline", "Semestral", "--starts", "2025-12-09", "--json").out)
    assert told["confidence"] == "assumed"
    assert [one["rule"]["basis"] for one in told["alternatives"]] == ["from-start", "civil"]
    assert told["alternatives"][0] == {"rule": told["rule"], "reading": told["reading"]}
    assert "or: Uma vez a cada semestre civil" in elo("deadline", "Semestral").out


def test_an_end_before_the_start_is_said(elo: Elo) -> None:
    ended = elo("deadline", "Anual", "--starts", "2025-12-09", "--ends", "2024-12-09")
    assert (ended.code, ended.out) == (2, "")
    assert "--ends 2024-12-09 is not after --starts 2025-12-09" in ended.err
