"""What people write after /preferencias, read or not understood; never guessed."""

import pytest

from bot.preference_words import Wish, read_wish
from db.preferences import ChannelChoice

TELEGRAM, EMAIL, BOTH = ChannelChoice.TELEGRAM, ChannelChoice.EMAIL, ChannelChoice.BOTH


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("email", Wish(EMAIL)),
        ("E-MAIL PRIMEIRO", Wish(EMAIL)),
        ("Prefiro por e-mail.", Wish(EMAIL)),
        ("telegram", Wish(TELEGRAM)),
        ("telegram primeiro, e-mail depois", Wish(TELEGRAM)),
        ("primeiro e-mail, depois telegram", Wish(EMAIL)),
        ("os dois", Wish(BOTH)),
        ("ambos", Wish(BOTH)),
        ("telegram e e-mail", Wish(BOTH)),
        ("comunicados não", Wish(announcements=False)),
        ("não receber comunicados", Wish(announcements=False)),
        ("Comunicados: NAO", Wish(announcements=False)),
        ("sem comunicados", Wish(announcements=False)),
        ("comunicados sim", Wish(announcements=True)),
        ("quero receber os comunicados", Wish(announcements=True)),
        ("email, comunicados não", Wish(EMAIL, announcements=False)),
    ],
)
def test_words_that_say_what_is_wanted(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "",
        "whatsapp",
        "comunicados",
        "comunicados por e-mail",
        "parar comunicados por e-mail",
        "quero parar de receber comunicados pelo Telegram",
        "não quero e-mail",
        "nenhum",
        "sem prazos",
        "receber",
        "telegram antes do e-mail",
        "e-mail depois",
        "depois telegram, primeiro e-mail",
        "email whatsapp",
    ],
)
def test_words_that_do_not_are_not_guessed(text: str) -> None:
    assert read_wish(text) is None
