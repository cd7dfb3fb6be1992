"""What deadlines count from, in plain Portuguese: dates of the instrument, events, and days that come back."""

from scheduler.rules import Anchor, EventKind, Origin, Turn

#: With their articles.
ORIGINS: dict[Origin, str] = {
    Anchor.STARTS: "o início da vigência",
    Anchor.ENDS: "o fim da vigência",
    Anchor.SIGNED: "a última assinatura",
    Anchor.PUBLISHED: "a publicação no Diário Oficial da União",
    EventKind.CONVOCATION: "a reunião",
    EventKind.COURSE_CHANGE: "a alteração nos cursos",
    EventKind.ADHESION: "a assinatura do termo de adesão",
    EventKind.REQUEST: "o pedido",
    EventKind.NORM: "a data da norma",
    EventKind.AGENDA: "a data marcada",
    EventKind.KNOWLEDGE: "o conhecimento do fato",
    EventKind.PAYMENT: "o adimplemento",
    EventKind.RECEIPT: "o recebimento",
    EventKind.NOTICE: "a notificação",
    EventKind.OCCURRENCE: "o acontecimento que a frase diz",
    Turn.WEEK: "o fim de cada semana",
    Turn.MONTH: "o fim de cada mês civil",
    Turn.BIMESTER: "o fim de cada bimestre civil",
    Turn.QUARTER: "o fim de cada trimestre civil",
    Turn.FOUR_MONTHS: "o fim de cada quadrimestre civil",
    Turn.SEMESTER: "o fim de cada semestre civil",
    Turn.YEAR: "o fim de cada ano civil",
    Turn.ANNIVERSARY: "cada aniversário da vigência",
}
#: What an event asks by itself.
ON_EVENT = {
    EventKind.CONVOCATION: "quando houver convocação, no dia da reunião",
    EventKind.COURSE_CHANGE: "sempre que houver alteração nos cursos",
    EventKind.ADHESION: "quando for assinado termo de adesão",
    EventKind.REQUEST: "quando a Secretaria-Executiva pedir, até a data escrita no pedido",
    EventKind.NORM: "na data da norma vigente, que a Secretaria-Executiva informa",
    EventKind.AGENDA: "nas datas marcadas com antecedência",
    EventKind.KNOWLEDGE: "quando houver conhecimento do fato",
    EventKind.PAYMENT: "quando houver adimplemento",
    EventKind.RECEIPT: "quando houver recebimento",
    EventKind.NOTICE: "quando houver notificação",
    EventKind.OCCURRENCE: "quando ocorrer o acontecimento que a frase diz",
}


def of(origin: Origin) -> str:
    """`o início` → `do início`, `cada aniversário` → `de cada aniversário`."""
    words = ORIGINS[origin]
    return f"de {words}" if words.startswith("cada ") else f"d{words}"


def to(origin: Origin) -> str:
    """`o início` → `ao início`, `a data` → `à data`, `cada aniversário` → `a cada aniversário`."""
    words = ORIGINS[origin]
    if words.startswith("cada "):
        return f"a {words}"
    return f"à{words[1:]}" if words.startswith("a ") else f"a{words}"
