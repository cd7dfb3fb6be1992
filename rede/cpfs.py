"""The CPF of a person, where the Secretariat chose to keep it: sealed, found by a keyed hash. A tool of acts."""

from db.people import Person
from db.sealing import BrokenSeal
from rede.desk import Desk

#: Digits of a CPF.
LENGTH = 11


def cpf_of(desk: Desk, person: Person) -> str | None:
    """Eleven digits; empty where it was sealed with a key that is gone, None where there is none."""
    if person.cpf is None:
        return None
    try:
        return desk.office.sealer.open(person.cpf, table="people", column="cpf", row=person.id)
    except BrokenSeal:
        return ""


def masked(cpf: str) -> str:
    """`***.456.789-**`."""
    return f"***.{cpf[3:6]}.{cpf[6:9]}-**"
