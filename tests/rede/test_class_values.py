"""What people write about a class is read as they mean it, or not at all."""

import pytest

from db.classes import Modality
from rede.class_values import (
    read_axis,
    read_day,
    read_hours,
    read_lessons,
    read_modality,
    read_moment,
    read_seats,
)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("20h", "20.00"),
        ("20,5", "20.50"),
        ("8 horas", "8.00"),
        ("40 horas-aula", "40.00"),
        ("0", None),
        ("-3", None),
        ("vinte", None),
        ("99999", None),
        ("20h30", None),
    ],
)
def test_hours_are_a_number(text: str, hours: str | None) -> None:
    found = read_hours(text)
    assert (str(found) if found is not None else None) == hours


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("10/05/2027", "10/05/2027 00:00", "10/05/2027 23:59"),
        ("10/05/2027 14h", "10/05/2027 14:00", "10/05/2027 14:00"),
        ("10/05/2027, às 14h30", "10/05/2027 14:30", "10/05/2027 14:30"),
        ("2027-05-10 18:00:00", "10/05/2027 18:00", "10/05/2027 18:00"),
        ("10/05/2027 24h", "10/05/2027 23:59", "10/05/2027 23:59"),
        ("31/02/2027", None, None),
        ("10/05/27", None, None),
        ("10/05/2027 25h", None, None),
        ("maio", None, None),
    ],
)
def test_a_day_alone_opens_at_its_first_minute_and_closes_at_its_last(
    text: str, opens: str | None, closes: str | None
) -> None:
    read = [read_moment(text, closes=one) for one in (False, True)]
    assert [f"{one:%d/%m/%Y %H:%M}" if one else None for one in read] == [opens, closes]
    assert (read_day(text) is None) == (read[0] is None and "25h" not in text)


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("10/05/2027 14h-17h; 11/05/2027 14h-17h", ["10 14:00 17:00", "11 14:00 17:00"]),
        ("11/05/2027 das 9h às 12h30\n10/05/2027 9 a 12", ["10 09:00 12:00", "11 09:00 12:30"]),
        ("10/05/2027, 14:00 – 17:00 (Prática);", ["10 14:00 17:00"]),
        ("", []),
    ],
)
def test_lessons_stand_in_their_order(text: str, lessons: list[str]) -> None:
    found = read_lessons(text)
    assert not isinstance(found, str)
    assert [f"{one.starts_at:%d %H:%M} {one.ends_at:%H:%M}" for one in found] == lessons


@pytest.mark.parametrize("text", ["10/05/2027", "10/05/2027 17h-14h", "toda segunda", "30/02/2027 9h-10h"])
def test_what_is_no_lesson_is_named(text: str) -> None:
    assert read_lessons(f"10/05/2027 9h-10h; {text}") == text


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("EaD", Modality.REMOTE),
        ("On-line, ao vivo", Modality.REMOTE),
        ("semipresencial", Modality.HYBRID),
        ("Híbrida", Modality.HYBRID),
        ("Presencial", Modality.IN_PERSON),
        ("Auto-instrucional", Modality.SELF_PACED),
        ("por carta", None),
    ],
)
def test_a_modality_is_known_by_what_people_call_it(text: str, modality: Modality | None) -> None:
    assert read_modality(text) is modality


def test_seats_and_axes() -> None:
    assert [read_seats(one) for one in ("30", "1.200 vagas", "0", "-1", "trinta")] == [
        30,
        1200,
        None,
        None,
        None,
    ]
    axes = [
        read_axis(one) for one in ("2", "Eixo 3 - Transparência", "capacitação", "Melhoria da Gestão", "9")
    ]
    assert axes == ["2", "3", "2", "1", None]
