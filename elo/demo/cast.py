"""Who plays in the demonstration. Institutions are real names of Bahia; every person and address is invented."""

from dataclasses import dataclass
from datetime import date, datetime

from db.institutions import Layer
from scheduler.clock import BRASILIA

#: The curtain rises on the day the agreement begins: 24/12 closes early and 25/12 is a holiday.
FIRST_MORNING = datetime(2025, 12, 9, 9, 30, tzinfo=BRASILIA)
STARTS, ENDS = date(2025, 12, 9), date(2035, 12, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    name: str
    email: str
    institution: str
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    acronym: str
    name: str
    layer: Layer
    parent: str = ""
    municipality_code: str = ""


HOUSES = (
    House(acronym="SEGES", name="Secretaria-Executiva da Rede de Parcerias", layer=Layer.SECRETARIAT),
    House(acronym="UPB", name="União dos Municípios da Bahia", layer=Layer.FIRST),
    House(
        acronym="IRECE",
        name="Município de Irecê",
        layer=Layer.SECOND,
        parent="UPB",
        municipality_code="2914604",
    ),
    House(
        acronym="LENCOIS",
        name="Município de Lençóis",
        layer=Layer.SECOND,
        parent="UPB",
        municipality_code="2919306",
    ),
    House(
        acronym="MUCUGE",
        name="Município de Mucugê",
        layer=Layer.SECOND,
        parent="UPB",
        municipality_code="2921906",
    ),
)

MARIA = Role(
    name="Maria Flor (fictícia)", email="maria@upb.example.org", institution="UPB", function="coordenador"
)
ANA = Role(
    name="Ana Terra (fictícia)", email="ana@seges.example.org", institution="SEGES", function="coordenador"
)
RUI = Role(
    name="Rui Prado (fictício)",
    email="rui@seges.example.org",
    institution="SEGES",
    function="servidor_designado",
)
JOAO = Role(
    name="João Lima (fictício)", email="joao@irece.example.org", institution="IRECE", function="coordenador"
)
LIA = Role(
    name="Lia Rocha (fictícia)",
    email="lia@lencois.example.org",
    institution="LENCOIS",
    function="coordenador",
)
DAVI = Role(
    name="Davi Serra (fictício)",
    email="davi@mucuge.example.org",
    institution="MUCUGE",
    function="coordenador",
)

PEOPLE = (MARIA, ANA, RUI, JOAO, LIA, DAVI)
#: Who already talks to the bot when the page is opened; the others have e-mail only.
ON_TELEGRAM = (MARIA, ANA)
