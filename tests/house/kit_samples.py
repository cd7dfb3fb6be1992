"""Facts for the texts of what partners copy to their pages."""

from collections.abc import Mapping, Sequence

from rede.kits import KitWords
from tests.house.check_in_samples import NOTHING, Facts

KIT = KitWords(
    about="classes:12",
    title="Turma: Gestão de parcerias <1>",
    banner="Gestão de parcerias: inscrições até sexta-feira, 12/03/2027, às 18h",
    news="Gestão de parcerias: inscrições abertas\n\nA Rede de Parcerias oferece o curso.",
    popup="Gestão de parcerias. Inscrições até sexta-feira, 12/03/2027.",
)
CLASS: Facts = {
    "course": "Gestão de parcerias",
    "about": "O curso mostra como prestar contas.",
    "starts": "segunda-feira, 15/03/2027",
    "ends": "sexta-feira, 19/03/2027",
    "closes": "sexta-feira, 12/03/2027, às 18h",
    "modality": "presencial",
    "hours": "20",
    "seats": 40,
    "place": "Irecê, BA",
    "link": "https://www.gov.br/cursos",
}
BARE: Facts = {
    **CLASS,
    "about": "",
    "ends": "",
    "closes": "",
    "hours": "",
    "seats": None,
    "place": "",
    "link": "",
}
PAGE: Facts = {"official_page": "https://www.gov.br/rede"}
KITS: Mapping[str, Sequence[Facts]] = {
    "kits_list": (
        {"classes": 2, "campaigns": 0, "keeps": False},
        {"classes": 0, "campaigns": 0, "keeps": True},
    ),
    "kit_shown": ({"kit": KIT, "reports": "3.2"}, {"kit": KIT, "reports": ""}),
    "kit_picture": ({"title": "Campanha"},),
    "kit_electoral": ({"acronym": "SEFAZ", "first": "sáb., 04/07", "last": "dom., 25/10"},),
    "kit_gone": NOTHING,
    "kit_empty": NOTHING,
    "kit_with_cpf": NOTHING,
    "kit_too_long": tuple(
        {"part": one, "length": 1600, "most": 1500} for one in ("title", "banner", "news", "popup")
    ),
    "kit_ask_title": NOTHING,
    "kit_ask_banner": NOTHING,
    "kit_ask_news": NOTHING,
    "kit_ask_popup": NOTHING,
    "kit_ask_picture": NOTHING,
    "kit_no_picture": NOTHING,
    "kit_saved": ({"title": "Semana da transparência", "word": "campanha 3"},),
    "button_kit_page": NOTHING,
    "button_kit_rewrite": NOTHING,
    **{f"kit_page_{part}": (PAGE, {"official_page": ""}) for part in ("title", "banner", "news", "popup")},
    **{f"kit_class_{part}": (CLASS, BARE) for part in ("title", "banner", "news", "popup")},
}
