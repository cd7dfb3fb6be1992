"""/privacidade: what is kept, why, for how long, who sees it, and whom to ask. For strangers too."""

from bot.turn import Turn


async def handle(turn: Turn) -> None:
    office = turn.desk.office
    turn.answer(
        "privacy",
        months=office.retention_months,
        officer=office.officer,
        mailbox=office.mailbox,
        official_page=office.official_page,
        keeps_cpf=office.keeps_cpf,
        linked=turn.person is not None,
    )
