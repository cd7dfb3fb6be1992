"""Updates as nobody sends them: every kind, parts missing, changed or doubled, and words that break things."""

from typing import Any

from hypothesis import strategies as st

#: What people type, what break texts are made of, and the edges of what Telegram and a database take.
WORDS = (
    *(
        "UPB",
        "IRECE",
        "APEMA",
        "Irecê",
        "1.2",
        "2.2",
        "C1",
        "9.9",
        "semestre",
        "20h",
        "-3h",
        "15/03",
        "31/02",
    ),
    *(
        "amanhã",
        "sexta",
        "hoje",
        "12",
        "0",
        "-1",
        "9" * 30,
        "RP-2025-000001",
        "AV-000001",
        "LG-000001",
        "rp 1",
    ),
    *(
        "aceitar",
        "devolver",
        "todos",
        "enviar",
        "sim",
        "não",
        "corrigir",
        "cancelar",
        "pular",
        "nada",
        "outra",
    ),
    *("1 pausar", "reenviar 2", "turma 1", "campanha 9", "nova", "publicar", "CT-000001", "ct 1", "agora"),
    *("continuar", "pronto", "camada:1", "uf:BA,ZZ", "meta:2.2=pendente", "camada:", "curso=x", "10h até 9h"),
    *("maria@upb.example.org", "joana@", "@", "https://upb.example.org/rede", "www.x", "javascript:alert(1)"),
    *(
        "<b>",
        "</b>",
        "<a href='x'>",
        "&amp;",
        "&#0;",
        "{{ 7*7 }}",
        "{% raw %}",
        "\u202egnirts",
        "\u200b",
        "\ufeff",
    ),
    *(
        "é",
        "e\u0301",
        "👩🏽\u200d🚀",
        "\ud83d",
        "\x00",
        "\x07",
        "\x1b[31m",
        "\t",
        "\n\n",
        "%s",
        "';--",
        '"',
        "“",
        "\\",
    ),
    *("19973.014253/2025-58", "12.ABC.345/01DE-35", "(71) 98765-4321", "ABCD-EFGH", "123456"),
)
WHOLE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
LONG = st.sampled_from(
    ["a" * 4096, "<b>" * 1365, "é " * 2048, "1.2 " * 1024, "\u202e" * 4096, "👩🏽\u200d🚀" * 500]
)
TEXTS = st.one_of(WHOLE, LONG, st.text(max_size=60), st.sampled_from(WORDS))
NUMBERS = st.one_of(
    st.integers(-5, 5),
    st.sampled_from([2**31, -(2**31), 2**53, -(2**53), 2**63 - 1, -(2**63), 2**64]),
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    st.text(max_size=12),
    st.just([]),
    st.just({}),
    st.floats(allow_nan=False),
)


def message(chat_id: object, text: str, **more: object) -> dict[str, Any]:
    """Of a private chat."""
    chat = {"id": chat_id, "type": "private", "first_name": "Fulana"}
    return {
        "message_id": 7,
        "date": 0,
        "chat": chat,
        "from": {"id": chat_id, "is_bot": False},
        "text": text,
        **more,
    }


#: Everything but text that a message may bring.
THINGS = (
    {"photo": [{"file_id": "a", "file_size": 10, "width": 1, "height": 1}], "caption": "1.2"},
    {"document": {"file_id": "a", "file_name": "../../x.pdf", "file_size": 2**40}, "media_group_id": "9"},
    {"voice": {"file_id": "a", "duration": 1}},
    {"video_note": {"file_id": "a"}},
    {"sticker": {"file_id": "a", "emoji": "🙂"}},
    {"contact": {"phone_number": "+5571987654321", "user_id": 71}},
    {"location": {"latitude": 0.0, "longitude": 0.0}},
    {"poll": {"id": "1", "question": "?", "options": []}},
    {"dice": {"emoji": "🎲", "value": 3}},
    {"new_chat_members": [{"id": 1, "is_bot": False}]},
    {"migrate_to_chat_id": -(10**12)},
    {"forward_origin": {"type": "hidden_user", "sender_user_name": "x"}},
    {"web_app_data": {"data": "x", "button_text": "y"}},
)


@st.composite
def mangled(draw: st.DrawFn, update: dict[str, Any]) -> dict[str, Any]:
    """The update with a part of it missing, or another thing in its place; its own number stays."""
    path, here = [], update
    for _ in range(draw(st.integers(1, 3))):
        keys = [key for key in here if key != "update_id"]
        if not keys:
            break
        path.append(draw(st.sampled_from(sorted(keys))))
        if not isinstance(here[path[-1]], dict):
            break
        here = here[path[-1]]
    return _replaced(update, path, draw(st.one_of(st.just("gone"), VALUES)))


def _replaced(update: dict[str, Any], path: list[str], value: object) -> dict[str, Any]:
    first, *rest = path
    if rest:
        return {**update, first: _replaced(update[first], rest, value)}
    if value == "gone":
        return {key: each for key, each in update.items() if key != first}
    return {**update, first: value}
