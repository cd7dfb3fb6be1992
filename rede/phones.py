"""Phones of people: sealed at rest, masked unless somebody says why the number is needed. A tool of acts."""

from db.people import Person
from db.sealing import BrokenSeal
from rede.desk import Desk

#: Digits at the end that a masked number shows.
SHOWN = 4


def checked_phone(text: str) -> str | None:
    """E.164 of a Brazilian number, or of one with its country code; None when it cannot be dialled."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "BR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def keep_phone(desk: Desk, person: Person, phone: str | None) -> bool:
    """True when it was another one, or none, before."""
    if phone == phone_of(desk, person):
        return False
    sealer = desk.office.sealer
    person.phone = sealer.seal(phone, table="people", column="phone", row=person.id) if phone else None
    return True


def phone_of(desk: Desk, person: Person) -> str | None:
    """E.164; empty where it was sealed with a key that is gone, None where there is none."""
    if person.phone is None:
        return None
    try:
        return desk.office.sealer.open(person.phone, table="people", column="phone", row=person.id)
    except BrokenSeal:
        return ""


def masked(phone: str) -> str:
    """`+5571912345678` → `(71) •••••-5678`: its reader knows it, nobody learns it."""
    area = f"({phone[3:5]}) " if phone.startswith("+55") else ""
    return f"{area}•••••-{phone[-SHOWN:]}"


def spelled(phone: str) -> str:
    """As people dial it: `(71) 91234-5678`, with the country's number where it is another's."""
    import phonenumbers

    number = phonenumbers.parse(phone, "BR")
    is_ours = number.country_code == phonenumbers.country_code_for_region("BR")
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, kind.NATIONAL if is_ours else kind.INTERNATIONAL)
