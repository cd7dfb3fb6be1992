"""Institutions enter the Rede, or change: the whole table or none of it. There is exactly one Secretariat."""

from collections.abc import Iterator, Sequence

from validate_docbr import CNPJ

from db.audit import record
from db.institutions import Institution, Layer, all_institutions, the_secretariat
from db.instruments import count_again
from rede.desk import Desk
from rede.elo_names import listed
from rede.known_days import seat_of
from rede.rows import Flaw, Registered, Row, RowProblem, RowsRefused, checked_email, cpf_problems

REQUIRED = ("acronym", "name", "layer")
COLUMNS = (*REQUIRED, "parent", "kind", "cnpj", "uf", "municipality_code", "elo", "email")
#: Copied as they are, where the table has them.
PLAIN = ("name", "kind", "municipality_code")
UFS = "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO"
LAYERS = {"0": Layer.SECRETARIAT, "1": Layer.FIRST, "2": Layer.SECOND}


async def found_secretariat(desk: Desk, *, acronym: str, name: str) -> Institution:
    """The one Secretariat; made, unless there is one."""
    secretariat = await the_secretariat(desk.session)
    if secretariat is None:
        secretariat = Institution(acronym=acronym, name=name, layer=Layer.SECRETARIAT)
        desk.session.add(secretariat)
        await desk.session.flush()
        _audit(desk, "institution.register", secretariat)
    return secretariat


async def register_institutions(desk: Desk, rows: Sequence[Row]) -> Registered:
    """Makes or updates one institution per row, found again by its acronym; idempotent.

    Raises:
        RowsRefused: with every problem of every row.
    """
    known = {one.acronym.lower(): one for one in await all_institutions(desk.session)}
    problems = [*_problems_of_cells(rows), *_problems_of_layers(rows, known)]
    if problems:
        raise RowsRefused(problems)
    created = updated = 0
    for row in sorted(rows, key=lambda each: each["layer"]):
        institution, is_new, changed = await _write(desk, row, known)
        created, updated = created + is_new, updated + (changed and not is_new)
        if changed:
            _audit(desk, "institution.register" if is_new else "institution.update", institution)
    return Registered(created, updated, len(rows) - created - updated)


def _audit(desk: Desk, act: str, institution: Institution) -> None:
    record(desk.session, act, f"institutions:{institution.id}", now=desk.now, person_id=desk.actor)


def _problems_of_cells(rows: Sequence[Row]) -> Iterator[RowProblem]:
    lines: dict[str, int] = {}
    for row in rows:
        yield from cpf_problems(row)
        for column in REQUIRED:
            if not row[column]:
                yield RowProblem(row.line, column, Flaw.EMPTY)
        first = lines.setdefault(row["acronym"].lower(), row.line)
        if first != row.line:
            yield RowProblem(row.line, "acronym", Flaw.REPEATED, str(first))
        if row["cnpj"] and not CNPJ().validate(unmasked_cnpj(row["cnpj"])):
            yield RowProblem(row.line, "cnpj", Flaw.BAD_CNPJ)
        if row["uf"] and row["uf"].upper() not in UFS.split():
            yield RowProblem(row.line, "uf", Flaw.BAD_UF, row["uf"])
        code = row["municipality_code"]
        if code and not (code.isascii() and code.isdigit() and len(code) == 7):
            yield RowProblem(row.line, "municipality_code", Flaw.BAD_MUNICIPALITY, code)
        if row["email"] and checked_email(row["email"]) is None:
            yield RowProblem(row.line, "email", Flaw.BAD_EMAIL)


def unmasked_cnpj(text: str) -> str:
    """`12.abc.345/01de-35` → `12ABC34501DE35`."""
    return text.translate(str.maketrans("", "", "./- ")).upper()


def _problems_of_layers(rows: Sequence[Row], known: dict[str, Institution]) -> Iterator[RowProblem]:
    layers = {acronym: Layer(one.layer) for acronym, one in known.items()}
    layers |= {row["acronym"].lower(): LAYERS[row["layer"]] for row in rows if row["layer"] in LAYERS}
    secretariats = list(dict.fromkeys(row["acronym"].lower() for row in rows if row["layer"] == "0"))
    parents = {one.id for one in known.values() if one.layer != Layer.SECRETARIAT}
    parents &= {one.parent_id for one in known.values() if one.parent_id is not None}
    for row in rows:
        acronym, before = row["acronym"].lower(), known.get(row["acronym"].lower())
        match row["layer"]:
            case "0" if acronym != secretariats[0]:
                yield RowProblem(row.line, "layer", Flaw.SECOND_SECRETARIAT, row["acronym"])
            case "0" if before is not None and before.layer != Layer.SECRETARIAT:
                yield RowProblem(row.line, "acronym", Flaw.TAKEN, row["acronym"])
            case "1" | "2" if before is not None and before.layer == Layer.SECRETARIAT and not secretariats:
                yield RowProblem(row.line, "layer", Flaw.SECRETARIAT_STAYS, row["acronym"])
            case "2" if before is not None and before.id in parents:
                yield RowProblem(row.line, "layer", Flaw.PARENT_OF_OTHERS, row["acronym"])
            case "0" | "1" | "2" | "":
                pass
            case other:
                yield RowProblem(row.line, "layer", Flaw.BAD_LAYER, other)
        yield from _problems_of_parent(row, layers)


def _problems_of_parent(row: Row, layers: dict[str, Layer]) -> Iterator[RowProblem]:
    parent = layers.get(row["parent"].lower())
    if row["layer"] == "2":
        if not row["parent"]:
            yield RowProblem(row.line, "parent", Flaw.NO_PARENT)
        elif parent is None:
            yield RowProblem(row.line, "parent", Flaw.UNKNOWN_PARENT, row["parent"])
        elif parent is not Layer.FIRST:
            yield RowProblem(row.line, "parent", Flaw.PARENT_NOT_FIRST_LAYER, row["parent"])
    elif row["parent"] and parent is not Layer.SECRETARIAT:
        # Everybody hangs from the Secretariat, so naming it is harmless.
        yield RowProblem(row.line, "parent", Flaw.UNEXPECTED_PARENT, row["parent"])


async def _write(desk: Desk, row: Row, known: dict[str, Institution]) -> tuple[Institution, bool, bool]:
    """The institution of a good row, whether it is new, whether anything changed."""
    layer = LAYERS[row["layer"]]
    institution = known.get(row["acronym"].lower())
    if layer is Layer.SECRETARIAT:
        institution = next((one for one in known.values() if one.layer == Layer.SECRETARIAT), institution)
    is_new = institution is None
    if institution is None:
        institution = Institution(acronym=row["acronym"], name=row["name"], layer=layer)
        desk.session.add(institution)
    known.pop(institution.acronym.lower(), None)
    values = _values(row, layer, known)
    if "elo" in row.cells:
        values["elo"] = await listed(desk, row["elo"])
    changed = is_new or any(getattr(institution, column) != value for column, value in values.items())
    seat = None if is_new else seat_of(institution)
    for column, value in values.items():
        setattr(institution, column, value)
    await desk.session.flush()
    if seat not in (None, seat_of(institution)):
        # Other holidays count from now on, for the Secretariat under every instrument: the bell moves the dates.
        own = None if institution.layer == Layer.SECRETARIAT else institution.id
        await count_again(desk.session, own)
    known[institution.acronym.lower()] = institution
    return institution, is_new, changed


def _values(row: Row, layer: Layer, known: dict[str, Institution]) -> dict[str, object]:
    values: dict[str, object] = {"acronym": row["acronym"], "layer": int(layer)}
    values |= {column: row[column] for column in PLAIN if column in row.cells}
    if "cnpj" in row.cells:
        values["cnpj"] = unmasked_cnpj(row["cnpj"])
    if "uf" in row.cells:
        values["uf"] = row["uf"].upper()
    if "email" in row.cells:
        values["email"] = checked_email(row["email"]) or ""
    parent = known.get(row["parent"].lower()) if layer is Layer.SECOND else None
    values["parent_id"] = parent.id if parent else None
    return values
