"""What the documents say is so: links lead somewhere, names exist, commands are the ones CI types."""

import re
import tomllib
from pathlib import Path

import pytest

from elo.cli.ending import Ending
from notifier.texts import Texts
from scheduler.phrases import read_phrase
from scheduler.plan_document import decode_document, read_plan
from tests.house.modules import PACKAGES, ROOT, sources

DOCUMENTS = sorted(
    file.relative_to(ROOT)
    for file in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "docs").rglob("*.mmd"))
)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
CONVERSATIONS = sorted((ROOT / "docs" / "conversations").glob("*.mmd"))
#: A path of ours: `db/outbox.py`, `docs/decisions/`, `notifier/texts`.
OURS = re.compile(rf"\b((?:{'|'.join(PACKAGES)}|tests|docs)/[\w/.-]*\w/?)")


def read(document: Path | str) -> str:
    return (ROOT / document).read_text(encoding="utf8")


def exists(path: str) -> bool:
    return (ROOT / path).exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_to_files_lead_somewhere(document: Path) -> None:
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", read(document)) if ":" not in target]

    assert [target for target in targets if not (ROOT / document.parent / target).exists()] == []


def test_first_code_block_of_the_readme_is_the_two_commands() -> None:
    block = read("README.md").split("```")[1].splitlines()[1:]

    assert [line.partition("#")[0].split() for line in block] == [["make", "demo"], ["make", "test"]]


def test_readme_says_what_the_exit_codes_mean() -> None:
    said = {int(code) for code in re.findall(r"\b(\d+) [a-z]", read("README.md").partition("Exit codes:")[2])}

    assert {ending.value for ending in Ending} <= said


@pytest.mark.parametrize(
    "document", ["docs/architecture.md", *(file.relative_to(ROOT) for file in DECISIONS)]
)
def test_files_named_in_the_documents_exist(document: Path | str) -> None:
    named = {path.rstrip(".") for path in OURS.findall(read(document))}

    assert named
    assert {path for path in named if not exists(path)} == set()


def test_table_of_packages_names_only_files_that_exist() -> None:
    rows = re.findall(r"^\| `(\w+)/` \| (.*) \|$", read("docs/architecture.md"), re.MULTILINE)
    files = [
        f"{package}/{name}" for package, cell in rows for name in re.findall(r"`([\w.]+(?:\.\w+|/))`", cell)
    ]

    assert {package for package, _ in rows} == set(PACKAGES)
    assert [file for file in files if not exists(file)] == []


def test_architecture_is_one_page() -> None:
    assert len(read("docs/architecture.md").splitlines()) <= 70


def test_glossary_says_what_the_code_says() -> None:
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", read("docs/glossary.md"), re.MULTILINE)
    named = {name for cell in rows for whole in re.findall(r"`([\w.]+)`", cell) for name in whole.split(".")}
    code = "\n".join(read(file) for file in sources())

    assert {name for name in named if not re.search(rf"\b{name}\b", code)} == set()


def test_glossary_is_alphabetical() -> None:
    terms = re.findall(r"^\| ([^|]+) \| [^|]+ \|", read("docs/glossary.md"), re.MULTILINE)[1:]
    plain = str.maketrans("áâãçéêíóôõú", "aaaceeiooou")
    sorted_by = [term.lower().translate(plain) for term in terms if not term.startswith("---")]

    assert sorted_by == sorted(sorted_by)


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda file: str(file.name))
def test_decision_is_numbered_and_short(decision: Path) -> None:
    number = 1 + DECISIONS.index(decision)

    assert decision.name.startswith(f"{number:04d}-")
    assert read(decision).startswith(f"# {number}. ")
    assert len(read(decision).splitlines()) <= 40


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda file: str(file.name))
def test_conversation_is_of_a_command_and_names_texts_that_exist(conversation: Path) -> None:
    texts = Texts().keys
    named = set(re.findall(r"\b(?:report|invite)_\w+\b", read(conversation)))

    assert exists(f"bot/commands/{conversation.stem}.py")
    assert named - texts <= {"invite_person"}


def test_example_plan_is_read_with_every_goal_and_every_phrase() -> None:
    content = (ROOT / "docs" / "examples" / "plano-de-trabalho.txt").read_bytes()
    plan = read_plan(decode_document(content))

    assert len(plan.goals) == 20
    assert plan.problems == ()
    assert all(read_phrase(goal.deadline).reading for goal in plan.goals)


def test_each_rule_of_the_sandbox_names_a_test_that_exists() -> None:
    rows = re.findall(r"^\| (?!rule |---)(.+) \| ([^|]*) \|$", read("docs/sandbox-rules.md"), re.MULTILINE)
    named = {name for _, tests in rows for name in tests.split(", ")}

    assert len(rows) > 80
    assert {name for name in named if not exists(f"tests/sandbox/{name}.py")} == set()


def test_changelog_tells_of_this_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]

    assert f"## [{version}]" in read("CHANGELOG.md")


def test_picture_of_the_readme_is_small() -> None:
    assert 20_000 < (ROOT / "docs" / "images" / "page.png").stat().st_size < 400_000
