"""What a report sets off besides what its goal makes of it: a visit to the page that it names (goal 3.1), access to
the Painel for whom it names (1.2). A tool of the acts that file reports."""

from db.deliverables import Deliverable
from db.obligations import Owed
from rede.desk import Desk
from rede.look_at_pages import ask_for_look
from rede.panel_access import ask_for_access


async def set_off(desk: Desk, owed: Owed, report: Deliverable) -> None:
    """Also after a correction: what is under way already is not begun again."""
    await ask_for_access(desk, owed, report)
    await ask_for_look(desk, owed, report)
