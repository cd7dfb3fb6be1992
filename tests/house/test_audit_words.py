"""Every act that the code records has its words in Portuguese: acts are found in the sources."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum

from db.data_requests import DataRequestKind
from db.deliverables import DeliverableState
from notifier.bounce_codes import Severity
from notifier.texts import Texts
from rede.multiplier_path import Step
from tests.house.modules import ROOT, sources

#: How an act is written: `deliverable.submit`; what looks like one and is a file is none.
ACT, FILE = re.compile(r"[a-z_]+(\.[a-z_]+)+"), re.compile(r".*\.(png|json|csv|pdf)")
#: Acts whose end is a value, by what they begin with.
VALUES: dict[str, type[StrEnum]] = {
    "bounce.": Severity,
    "data_request.": DataRequestKind,
    "deliverable.": DeliverableState,
}
UNKNOWN = "fez outro ato"


def test_every_act_that_is_recorded_has_words() -> None:
    texts = Texts()
    found = set(recorded())
    assert len(found) > 70
    assert sorted(act for act in found if texts.chat("audit_act", act=act) == UNKNOWN) == []
    assert texts.chat("audit_act", act="of.tomorrow") == UNKNOWN


def recorded() -> Iterator[str]:
    yield from (f"multiplier.{step.name.lower()}" for step in Step)
    for file in sources("rede", "elo", "bot"):
        tree = ast.parse((ROOT / file).read_text("utf8"))
        if any(isinstance(node, ast.ImportFrom) and node.module == "db.audit" for node in ast.walk(tree)):
            for node in ast.walk(tree):
                yield from acts_of(node)


def acts_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if ACT.fullmatch(text) and not FILE.fullmatch(text):
            yield text
        case ast.Call(func=ast.Name(id="record"), args=[_, ast.Constant(value=str(text)), *_]):
            yield text
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), ast.FormattedValue(), *_]):
            yield from (f"{text}{value}" for value in VALUES.get(text, ()))
            if re.fullmatch(r"[a-z_]+\.", text) and text not in (*VALUES, "multiplier."):
                yield f"{text}*"
