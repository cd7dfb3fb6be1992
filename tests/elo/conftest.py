"""The command line as a script meets it: exit code, stdout, stderr; each test in a folder of its own."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from elo.cli import main


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str


Elo = Callable[..., Ended]


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    """What `logs.set_up` changes for the whole process is put back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and an environment that says nothing to Elo."""
    for name in [name for name in os.environ if name.startswith("ELO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def elo(folder: Path, capsys: pytest.CaptureFixture[str]) -> Elo:
    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = main(list(arguments))
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("initialised")
    assert main(["init", "--admin", "maria@example.org", "-c", str(home / "config.toml")]) == 0
    return home


@pytest.fixture
def started(elo: Elo, folder: Path, initialised: Path) -> Elo:
    """The command line in a folder where `elo init --admin maria@example.org` was run."""
    shutil.copytree(initialised, folder, dirs_exist_ok=True)
    return elo
