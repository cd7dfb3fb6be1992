"""One invented plano de trabalho as data, and what any export of it has to read as."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.plan_document import Party, PlanDocument

PARTNER = "Consórcio Intermunicipal do Vale do Jacarandá - CIVJ"
BOTH = f"SEGES e {PARTNER}"
TITLES = ("Eixos de atuação Metas/etapas", "Descrição", "Prazo/ Periodicidade", "Responsável")
SECOND_LAYER = frozenset(["1.1", "1.3", "2.1", "2.2", "3.1"])


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row as printed; `number` is the goal's, the axes it combines, or "" for the title of the last part."""

    number: str
    text: str
    deadline: str = ""
    responsible: str = ""

    @property
    def is_title(self) -> bool:
        return not self.deadline

    @property
    def cells(self) -> tuple[str, str, str, str]:
        if not self.number:
            return (self.text, "", "", "")
        return (self.number, self.text, self.deadline, self.responsible)


ROWS = (
    SampleRow("1", "Gestão das parcerias"),
    SampleRow(
        "1.1",
        "Indicar quem acompanha o Acordo, com nome, telefone e e-mail, enviando-o ao endereço da Rede",
        "Durante a vigência do Acordo",
        BOTH,
    ),
    SampleRow(
        "1.2",
        "Cadastrar no Painel Gerencial as pessoas indicadas pela instituição",
        "Até 15 (quinze) dias após o início da vigência",
        "SEGES",
    ),
    SampleRow(
        "1.3",
        "Participar das reuniões técnicas promovidas pela Rede de Parcerias.",
        "Quando convocadas pela Secretaria-Executiva da Rede",
        PARTNER,
    ),
    SampleRow("2", "Capacitação de quem usa os sistemas"),
    SampleRow("2.1", "Elaborar o cronograma de formação de multiplicadores.", "Anual", BOTH),
    SampleRow(
        "2.2",
        "Realizar cursos na área de atuação; contar as horas de cada turma.",
        "Anual com o mínimo de 60 horas ao ano",
        PARTNER,
    ),
    SampleRow("3", "Comunicação e transparência"),
    SampleRow(
        "3.1", "Inserir banner, notícia e pop-up na página oficial", "A partir do início da vigência", BOTH
    ),
    SampleRow(
        "3.2",
        "Elaborar o Relatório da Rede, com o que os parceiros mandaram.",
        "Observância à norma vigente",
        "SEGES",
    ),
    SampleRow("", "Eixos combinados"),
    SampleRow(
        "1 e 3",
        "Disponibilizar um fórum virtual para tirar dúvidas.",
        "10 dias a partir do início da vigência",
        "SEGES",
    ),
    SampleRow(
        "2 e 3",
        "Informar a relação das instituições que celebrarem Termo de Adesão, se e quando assinados.",
        "Até o dia 10 do mês subsequente à celebração do Termo de Adesão",
        PARTNER,
    ),
    SampleRow(
        "1, 2 e 3",
        "Compartilhar boas práticas e resultados de fiscalizações.",
        "Durante a vigência do Acordo",
        BOTH,
    ),
)
HEAD = (
    "AC Nº 42/2026",
    "PLANO DE TRABALHO Nº 03/2026",
    "Processo SEI-MGI nº 19955.000321/2026-17",
    "Este plano é inventado: serve para conferir a leitura de planos.",
    "1. DADOS CADASTRAIS",
)
PARTIES = (
    ("Partícipe 1 - MGI/SEGES", "Partícipe 2 - CIVJ"),
    (
        "Órgão: Ministério da Gestão e da Inovação em Serviços Públicos (MGI)",
        "Órgão: Consórcio Intermunicipal do Vale do Jacarandá (CIVJ)",
    ),
    ("CNPJ: 00.489.828/0001-55", "CNPJ: 12.ABC.345/01DE-35"),
)
BETWEEN = (
    "2. OBJETO",
    "Aderir à Rede de Parcerias, para ações de interesse público.",
    "3. CRONOGRAMA FÍSICO",
)
TAIL = (
    "Quando houver adesão ao Acordo de Cooperação por órgão ou entidade interessado, caberá ao partícipe aderente"
    " a execução das seguintes metas e etapas: 1.1, 1.3, 2.1 a 2.2 e 3.1, no âmbito de sua competência. A"
    " possibilidade está prevista no art. 12, § 1º, da Portaria Seges/MGI nº 3.506, de 2025.",
    "Documento assinado eletronicamente por Fulana de Tal, Presidente, em 02/03/2026, às 08:07, conforme horário"
    " oficial de Brasília.",
    "Documento assinado eletronicamente por Beltrano de Tal, Secretário, em 05/03/2026, às 17:09, conforme"
    " horário oficial de Brasília.",
)

SaidGoal = tuple[str, str, str, tuple[Party, ...], bool, str]
Said = tuple[SaidGoal, ...]
Facts = tuple[str | date | None, ...]


def said_goals(document: PlanDocument) -> Said:
    """All that a document says of its goals, but the lines they stand on."""
    return tuple(
        (goal.key, goal.axis, goal.text, goal.responsible, goal.second_layer, goal.deadline)
        for goal in document.goals
    )


def said_facts(document: PlanDocument) -> Facts:
    return (
        document.number,
        document.instrument,
        document.sei,
        document.partner_cnpj,
        document.last_signature,
        document.partner_acronym,
    )


def goals_of(rows: Sequence[SampleRow]) -> Said:
    """What the rows have to read as."""
    goals = [row for row in rows if not row.is_title]
    combined = [row for row in goals if "." not in row.number]
    keys = [row.number if "." in row.number else f"C{combined.index(row) + 1}" for row in goals]
    return tuple(
        (key, row.number.partition(".")[0], row.text, _owing(row), key in SECOND_LAYER, row.deadline)
        for key, row in zip(keys, goals, strict=True)
    )


def _owing(row: SampleRow) -> tuple[Party, ...]:
    owing = {BOTH: (Party.SEGES, Party.PARTNER), "SEGES": (Party.SEGES,), PARTNER: (Party.PARTNER,)}
    return owing[row.responsible]


GOALS = goals_of(ROWS)
FACTS: Facts = ("03/2026", "AC 42/2026", "19955.000321/2026-17", "12ABC34501DE35", date(2026, 3, 5), "CIVJ")
