"""Questions on a terminal: what is no answer is asked again; Ctrl-C, or the end of input, ends the command."""

import asyncio
import io
import signal

import pytest

from elo.cli.ending import Ending, Failure
from elo.cli.questions import ask_number


class CtrlC:
    """A terminal at which somebody gives up."""

    def readline(self) -> str:
        signal.raise_signal(signal.SIGINT)
        return "2\n"


async def ask() -> int:
    return ask_number("2.1: which reading, 1 to 3?", most=3)


@pytest.mark.parametrize(
    ("typed", "number"), [("2\n", 2), ("\n", 1), ("9\n0\ntwo\n-1\n3\n", 3)], ids=["first", "Enter", "late"]
)
def test_a_number_out_of_range_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, number: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert asyncio.run(ask()) == number
    asked_again = typed.count("\n") - 1
    assert capsys.readouterr().err.count("write a number from 1 to 3") == asked_again


@pytest.mark.parametrize("terminal", [CtrlC(), io.StringIO()], ids=["Ctrl-C", "end of input"])
def test_a_question_left_without_answer_stores_nothing(
    monkeypatch: pytest.MonkeyPatch, terminal: CtrlC | io.StringIO
) -> None:
    monkeypatch.setattr("sys.stdin", terminal)
    with pytest.raises(Failure, match="interrupted: nothing was stored") as refused:
        asyncio.run(ask())
    assert refused.value.ending is Ending.INTERRUPTED
