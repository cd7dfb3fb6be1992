"""A CPF never gets further than memory, however it is written; what is another number is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cpf import has_masked_cpf, mask_text, mask_update

VALID = "529.982.247-25"
BARE = "52998224725"
STARS = "***.***.***-**"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"meu CPF é {VALID}", f"meu CPF é {STARS}"),
        (BARE, "*" * 11),
        (f"/indicar Maria {BARE} ok", f"/indicar Maria {'*' * 11} ok"),
        ("529 982 247 25", "*** *** *** **"),
        ("529982247-25", "*********-**"),
        (f"CPF:{VALID}.", f"CPF:{STARS}."),
        ("529.982.247/25", "***.***.***/**"),
        ("529-982-247-25", "***-***-***-**"),
        ("529.982.247–25", "***.***.***–**"),
        ("529.982.247‐25", "***.***.***‐**"),
        ("529 . 982 . 247 - 25", "*** . *** . *** - **"),
        ("529\u00a0982\u202f247\u200925", "***\u00a0***\u202f***\u2009**"),
        ("529\u200b982\u200b247\u200b25", "***\u200b***\u200b***\u200b**"),
        ("529.982.\n247-25", "***.***.\n***-**"),
        ("５２９．９８２．２４７－２５", "***．***．***－**"),
        ("٥٢٩٩٨٢٢٤٧٢٥", "*" * 11),
        ("𝟓𝟐𝟗𝟗𝟖𝟐𝟐𝟒𝟕𝟐𝟓", "*" * 22),
        (f"{VALID} e 111.444.777-35", f"{STARS} e {STARS}"),
        ("111 222 333 529 982 247 25", "111 222 333 *** *** *** **"),
    ],
)
def test_a_valid_cpf_is_masked_at_equal_length(typed: str, kept: str) -> None:
    assert mask_text(typed) == kept
    assert has_masked_cpf(kept)
    assert units(kept) == units(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "529.982.247-26",
        "111.111.111-11",
        "19973.014253/2025-58",
        "processo 19973.014253/2025-58",
        "014253/2025-58",
        "CNPJ 14.305.759/0001-97",
        "12.ABC.345/01DE-35",
        "0001234-56.2024.8.05.0001",
        "RP-2026-000142",
        "(71) 98765-4321",
        "+55 71 98765-4321",
        f"+55 {BARE}",
        f"+55({BARE})",
        f"tel {BARE}",
        f"Telefone de contato: {BARE}",
        f"celular é {BARE}",
        f"Zap: {BARE}",
        f"WhatsApp {BARE}",
        f"SEI {BARE}",
        f"sei nº {BARE}",
        f"nº do processo: {BARE}",
        f"protocolo {BARE}",
        f"CNPJ {BARE}",
        f"https://example.org/ver/{BARE}",
        f"www.example.org/?id={BARE}",
        f"(example.org/{BARE})",
        f"link:https://example.org/a?b={BARE}",
        f"1{BARE}",
        f"{BARE}1",
    ],
)
def test_what_is_no_cpf_stays_as_it_is(typed: str) -> None:
    assert mask_text(typed) == typed
    assert not has_masked_cpf(typed)


@pytest.mark.parametrize(
    "typed",
    [
        f"telefone: {VALID}",
        f"celular 71999887766 cpf {BARE}",
        f"telefone? não, CPF {BARE}",
        f"C.P.F. nº {BARE}",
        f"CPFs: {BARE}",
        f"só sei que é {BARE}",
        f"https://example.org/?cpf={BARE}",
        f"https://example.org/ {BARE}",
        f"{BARE}@example.org",
        f"tel 71999887766, {BARE}",
    ],
)
def test_a_cpf_said_plainly_is_masked_beside_other_words_too(typed: str) -> None:
    assert BARE not in mask_text(typed)
    assert VALID not in mask_text(typed)


@pytest.mark.parametrize("asks", ["phone", "sei", "protocol"])
def test_a_bare_number_answers_the_question_that_was_asked(asks: str) -> None:
    assert mask_text(f"é {BARE}", asks=asks) == f"é {BARE}"
    assert mask_text(f"cpf {BARE}", asks=asks) == f"cpf {'*' * 11}"
    assert mask_text(VALID, asks=asks) == STARS
    assert mask_text(BARE, asks="summary") == "*" * 11


def test_masking_goes_as_deep_as_the_update_and_leaves_numbers_and_names_of_things_alone() -> None:
    update = {
        "update_id": int(BARE),
        "message": {
            "caption": BARE,
            "entities": [{"offset": 1}],
            "document": {"file_id": BARE, "file_name": f"{BARE}.pdf"},
            "contact": {"phone_number": BARE, "vcard": f"TEL;CELL:{BARE}\nNOTE:{BARE}"},
            "poll": {"question": f"De quem é {BARE}?"},
        },
        "callback_query": {"id": BARE, "data": BARE},
    }
    stars = "*" * 11
    assert mask_update(update) == {
        "update_id": int(BARE),
        "message": {
            "caption": stars,
            "entities": [{"offset": 1}],
            "document": {"file_id": BARE, "file_name": f"{stars}.pdf"},
            "contact": {"phone_number": BARE, "vcard": f"TEL;CELL:{BARE}\nNOTE:{stars}"},
            "poll": {"question": f"De quem é {stars}?"},
        },
        "callback_query": {"id": BARE, "data": stars},
    }


# --- every valid number, in every writing ----------------------------------------------------------------

BETWEEN = ["", ".", " ", "-", "–", "‐", "\u2212", "\u00a0", "\u2009", "\n", ". ", " - ", "/", "．", "_"]
SCRIPTS = ["0", "٠", "۰", "०", "０", "𝟎"]


@st.composite
def written(draw: st.DrawFn, *, valid: bool) -> str:
    digits = draw(st.lists(st.integers(0, 9), min_size=9, max_size=9).filter(lambda nine: len(set(nine)) > 1))
    for _ in range(2):
        weighed = sum(digit * weight for digit, weight in zip(reversed(digits), range(2, 12), strict=False))
        digits.append((weighed * 10) % 11 % 10)
    if not valid:
        digits[-1] = (digits[-1] + draw(st.integers(1, 9))) % 10
    zero = ord(draw(st.sampled_from(SCRIPTS)))
    said = [chr(zero + digit) for digit in digits]
    for place in (9, 6, 3):
        said.insert(place, draw(st.sampled_from(BETWEEN)))
    return "".join(said)


around = st.sampled_from(["", " ", "é ", "(", "Meu cpf: ", "😀", "\n", "Maria, "])


@given(around, written(valid=True), st.sampled_from(["", " ", ".", ")", " ok", "😀"]))
def test_every_valid_cpf_is_masked_in_every_writing(before: str, number: str, after: str) -> None:
    text = before + number + after
    masked = mask_text(text)
    assert not any(one.isdecimal() for one in masked)
    assert (masked.replace("*", ""), units(masked)) == (signs(text), units(text))
    assert has_masked_cpf(masked)
    assert mask_text(masked) == masked


@given(around, written(valid=False))
def test_no_other_number_is_touched(before: str, number: str) -> None:
    assert mask_text(before + number) == before + number


@given(st.text())
def test_what_has_no_number_stays(text: str) -> None:
    masked = mask_text(text)
    assert masked == text or has_masked_cpf(masked)


def units(text: str) -> int:
    """Of UTF-16: what Telegram counts the offsets of entities in."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def signs(text: str) -> str:
    return "".join(one for one in text if not one.isdecimal())
