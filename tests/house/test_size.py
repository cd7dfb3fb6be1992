"""No file past 300 lines: one that grows is two things. A migration is a record, so it may."""

from tests.house.modules import PACKAGES, ROOT, sources

MOST_LINES = 300


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {
        file.as_posix(): len((ROOT / file).read_text(encoding="utf8").splitlines())
        for file in sources(*PACKAGES, "tests")
        if "migrations/versions" not in file.as_posix()
    }

    assert {file: length for file, length in lengths.items() if length > MOST_LINES} == {}
