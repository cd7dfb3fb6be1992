"""The floors, asked once more and quickly: the gate's import-linter has the last word, and no exceptions."""

import re
import tomllib
from typing import Any

import pytest

from tests.house.modules import PACKAGES, ROOT, imported, importers, sources

#: Floors, the highest first; those of one floor never see one another.
FLOORS = (("elo",), ("bot", "sandbox"), ("rede",), ("notifier",), ("db", "scheduler"))
#: Who alone may import what.
KEEPERS = {
    "sqlalchemy": r"db/.*",
    "alembic": r"db/.*",
    "aiosqlite": r"db/.*",
    "asyncpg": r"db/.*",
    "telegram": r"bot/.*|notifier/(by_telegram|bot_api)\.py",
    "aiosmtplib": r"notifier/smtp_line\.py",
    "apscheduler": r"scheduler/bell\.py",
    "pydantic_settings": r"elo/.*",
    "uvicorn": r"elo/http/.*|sandbox/.*",
    "starlette": r"elo/http/.*|sandbox/.*",
    "jinja2": r"notifier/texts/.*|sandbox/page/.*",
    "unittest.mock": r"nobody",
}


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))


def allowed(package: str) -> set[str]:
    level = next(at for at, floor in enumerate(FLOORS) if package in floor)
    below = {name for floor in FLOORS[level + 1 :] for name in floor}
    return {package} | (set() if package in ("sandbox", "scheduler") else below)


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_only_point_down(package: str) -> None:
    forbidden = set(PACKAGES) - allowed(package)
    strays = {
        f"{file}: {name}"
        for file in sources(package)
        for name in imported(file)
        if name.partition(".")[0] in forbidden
    }

    assert strays == set()


@pytest.mark.parametrize(("module", "keepers"), KEEPERS.items(), ids=list(KEEPERS))
def test_library_is_imported_only_by_its_keepers(module: str, keepers: str) -> None:
    assert {file for file in importers(module) if not re.fullmatch(keepers, file)} == set()


def test_import_contracts_name_all_seven_packages_and_ignore_nothing() -> None:
    linter = pyproject()["tool"]["importlinter"]
    floors = next(one for one in linter["contracts"] if one["type"] == "layers")

    assert sorted(linter["root_packages"]) == sorted(PACKAGES)
    assert sorted(re.split(r" \| ", " | ".join(floors["layers"]))) == sorted(PACKAGES)
    assert [one["name"] for one in linter["contracts"] if "ignore_imports" in one] == []


def test_wheel_packs_all_seven_packages() -> None:
    wheel = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert sorted(wheel["packages"]) == sorted(PACKAGES)


def test_acts_never_import_one_another() -> None:
    """A file of `rede` whose name is a verb's is an act; the others are what acts work with."""
    tools = {
        "access",
        "adhesion_rows",
        "administrators",
        "agreements",
        "amendment_words",
        "announce",
        "approval_of_broadcasts",
        "attachment_folder",
        "attendance_reports",
        "audience",
        "audience_in_words",
        "audience_reading",
        "audience_values",
        "audience_words",
        "audit_lines",
        "bound_buttons",
        "broadcast_progress",
        "broadcast_words",
        "by_channel",
        "calendar_entries",
        "called_for",
        "circles",
        "class_holder",
        "class_plan",
        "class_report",
        "class_rows",
        "class_sheet",
        "class_shelf",
        "class_values",
        "class_words",
        "compiling",
        "contact_goal",
        "convened_people",
        "convening",
        "cpfs",
        "desk",
        "digest",
        "dues",
        "duplicate_courses",
        "electoral",
        "electoral_hold",
        "elo_names",
        "erasing",
        "evidence",
        "evidence_lines",
        "filing",
        "find_institution",
        "forum_answer",
        "forum_goal",
        "forum_plan",
        "forum_post",
        "fulfilling",
        "functions",
        "goal_states",
        "going_live",
        "guessing",
        "handing_in",
        "happened",
        "hearers",
        "invite_letter",
        "invite_person",
        "invite_words",
        "joint_taken_back",
        "joint_words",
        "kits",
        "known_days",
        "lateness",
        "lines",
        "links",
        "look_at_pages",
        "mailbox_letter",
        "means",
        "meeting_words",
        "meetings",
        "naming",
        "offers",
        "own_broadcasts",
        "own_goals",
        "page_look",
        "page_words",
        "panel_access",
        "personal_data",
        "phones",
        "post_to_topic",
        "progress",
        "progress_lines",
        "publishing",
        "readings",
        "receipt",
        "refusal",
        "rehearsal",
        "report_notices",
        "request_draft",
        "request_sheets",
        "requested",
        "result_of_broadcast",
        "review_words",
        "rows",
        "sampling",
        "second_layer",
        "send_invite",
        "sendings",
        "set_off",
        "silence",
        "spreadsheet",
        "standstills",
        "steps",
        "stopped_broadcasts",
        "succession",
        "tasks",
        "to_many",
        "trace",
        "trace_lines",
        "waking",
    }
    acts = {file.stem for file in sources("rede")} - tools - {"__init__"}
    strays = {
        f"{act}: {name}"
        for act in acts
        for name in imported(ROOT / "rede" / f"{act}.py")
        if name in {f"rede.{other}" for other in acts - {act}}
    }

    assert strays == set()
