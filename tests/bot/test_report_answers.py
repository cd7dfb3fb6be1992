"""What answers about evidence, and the text of a report itself, say."""

from datetime import date
from decimal import Decimal

import pytest

from bot.report.answers import Days, found_in, hours_in, read_answer
from rede.evidence import Field, Reads
from rede.filing import ReportRefused

DAYS = Days(date(2025, 12, 19), lambda day: day.weekday() < 5)


@pytest.mark.parametrize(
    ("reads", "said", "kept"),
    [
        (Reads.DAY, "ontem", "2025-12-18"),
        (Reads.DAY, "15/12", "2025-12-15"),
        (Reads.DAYS, "15 a 18/12", "2025-12-15/2025-12-18"),
        (Reads.DAYS, "15/12", "2025-12-15"),
        (Reads.LINK, "www.upb.example.org", "https://www.upb.example.org"),
        (Reads.LINK, "HTTP://upb.example.org/a?b=1.", "HTTP://upb.example.org/a?b=1"),
        (Reads.LINK, "Retirado (eleições)", "retirado por período eleitoral"),
        (Reads.COUNT, "1.200 pessoas", "1200"),
        (Reads.MODALITY, "EAD", "online"),
        (Reads.MODALITY, "foi híbrido", "híbrida"),
        (Reads.ITEMS, "os três", "banner, notícia, pop-up"),
        (Reads.ITEMS, "popup e banner", "banner, pop-up"),
        (Reads.SEI, "SEI 19973.014253/2025-58", "19973.014253/2025-58"),
        (Reads.WORDS, "  Câmara   de Irecê ", "Câmara de Irecê"),
    ],
)
def test_an_answer_is_kept(reads: Reads, said: str, kept: str) -> None:
    assert read_answer(Field("x", reads), said, DAYS) == kept


@pytest.mark.parametrize(
    ("reads", "said", "refusal"),
    [
        (Reads.DAY, "um dia desses", "report_day_unreadable"),
        (Reads.DAY, "20/12/2025", "report_day_to_come"),
        (Reads.DAYS, "32/12", "report_day_unreadable"),
        (Reads.LINK, "javascript:alert(1)", "report_link_unreadable"),
        (Reads.LINK, "na capa", "report_link_unreadable"),
        (Reads.LINK, "https://usuario:senha@x.example.org", "report_link_unreadable"),
        (Reads.COUNT, "40 a 50", "report_count_unreadable"),
        (Reads.MODALITY, "boa", "report_choice_unreadable"),
        (Reads.SEI, "19973", "report_sei_unreadable"),
        (Reads.WORDS, "...", "report_words_unreadable"),
        (Reads.WORDS, "a" * 121, "report_words_unreadable"),
    ],
)
def test_what_is_no_answer_is_said_so(reads: Reads, said: str, refusal: str) -> None:
    with pytest.raises(ReportRefused, match=refusal):
        read_answer(Field("x", reads), said, DAYS)


@pytest.mark.parametrize(
    ("key", "said", "found"),
    [
        ("2.2", "Curso em 10/12 e 12/12", {"days": "2025-12-10/2025-12-12"}),
        ("2.2", "Turmas de 10/12 e outra de 15/12", {}),
        ("2.2", "Curso do AC 15/2025, 30 alunos", {"participants": "30"}),
        ("2.2", "30 alunos e 20 servidores", {}),
        ("2.2", "Curso em 20/12", {}),
        ("3.1", "No ar: https://a.example.org/x. Veja", {"link": "https://a.example.org/x"}),
        ("3.1", "Veja upb.org.br e cidade.ba.gov.br", {}),
        ("3.1", "Veja www.upb.org.br", {"link": "https://www.upb.org.br"}),
        ("1.2", "Ofício no processo 19973.014253/2025-58", {"sei": "19973.014253/2025-58"}),
        ("1.4", "Reunião de 10 a 12/12", {}),
        ("1.4", "Reunião em 10/12, online", {"day": "2025-12-10"}),
    ],
)
def test_what_the_report_says_itself(key: str, said: str, found: dict[str, str]) -> None:
    assert found_in(said, key, DAYS) == found


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("Curso de 20 horas em Irecê", "20"),
        ("Curso (1,5h) de Obrasgov", "1.5"),
        ("Curso das 14h às 18h", None),
        ("Curso às 14h30", None),
        ("4 horas por dia", None),
        ("20 horas em maio e 10 horas em junho", None),
        ("Curso sem carga", None),
    ],
)
def test_hours_within_the_text(said: str, hours: str | None) -> None:
    assert hours_in(said) == (Decimal(hours) if hours else None)
