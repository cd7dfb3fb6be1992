"""What a report sets off besides what its goal makes of it: a visit to the page that it names (goal 3.1), access to
the Painel for whom it names (1.2). Taken back, so is what partners of a joint action said. A tool of the acts that
file reports, or take them back."""

from db.deliverables import Deliverable
from db.obligations import Owed
from rede.desk import Desk
from rede.joint_taken_back import take_joint_back
from rede.look_at_pages import ask_for_look, withdraw_look
from rede.panel_access import ask_for_access, withdraw_task


async def set_off(desk: Desk, owed: Owed, report: Deliverable) -> None:
    """Also after a correction: what is under way already is not begun again."""
    await ask_for_access(desk, owed, report)
    await ask_for_look(desk, owed, report)


async def call_off(desk: Desk, report: Deliverable) -> None:
    """It was taken back: what it set off and nobody did yet is not done."""
    await withdraw_task(desk, report)
    await withdraw_look(desk, report)
    await take_joint_back(desk, report)
