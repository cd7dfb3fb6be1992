"""`elo meeting` as a script meets it: convened, changed, called off; nothing in a rehearsal."""

import json
from pathlib import Path

from tests.elo.conftest import Elo

ADD = ["meeting", "add", "--title", "Balanço", "--starts", "2098-05-06T14:30", "--place", "Auditório"]


def test_a_meeting_is_convened_changed_and_called_off(started: Elo, folder: Path) -> None:
    (folder / "i.csv").write_text("acronym;name;layer\nUPB;União dos Municípios;1\n")
    assert started("institutions", "import", "i.csv").code == 0
    people = "email;name;institution;functions\nrui@example.org;Rui;UPB;coordenador\n"
    (folder / "p.csv").write_text(people)
    assert started("people", "import", "p.csv").code == 0
    (folder / "pauta.txt").write_text("1. Metas")
    refused = started(*ADD, "--agenda", " ", "--yes")
    assert (refused.code, "--agenda says nothing" in refused.err) == (2, True)
    rehearsed = json.loads(started(*ADD, "--agenda", "@pauta.txt", "--dry-run", "--json").out)
    assert (rehearsed["meeting"], rehearsed["audience"], rehearsed["hears"]) == (None, "camada:1", 1)
    added = json.loads(started(*ADD, "--agenda", "@pauta.txt", "--yes", "--json").out)
    number = str(added["meeting"])
    assert started("meeting", "change", number, "--place", "Sala 2", "--yes").code == 0
    shown = json.loads(started("meeting", "show", number, "--json").out)
    assert (shown["place"], shown["changed"], shown["institutions"][0]["unanswered"]) == ("Sala 2", 1, 1)
    early = started("meeting", "attendance", number, "--by", "rui@example.org", "--came", "UPB")
    assert "no such meeting" in early.err, early.err
    assert started("meeting", "cancel", number, "--why", "Sem quórum", "--yes").code == 0
    [row] = json.loads(started("meeting", "list", "--json").out)
    assert (row["id"], row["cancelled"]) == (int(number), True)
    assert started("meeting", "show", "999").code == 1
