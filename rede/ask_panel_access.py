"""Some days after access to the Painel Gerencial was given, the partner is asked whether it works; once."""

from db.deliverables import Deliverable, DeliverableState
from db.institutions import Institution
from db.panel_accesses import held_access
from rede.announce import Buttons
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.panel_access import CONCERNED, NOT_YET, WORKS, facts_of, stage_of
from rede.tasks import holders, tell_task


async def ask_panel_access(desk: Desk, access_id: int) -> bool:
    """False: nobody has to be asked any more."""
    access = await held_access(desk.session, access_id)
    if access is None or access.ask_on is None or access.ask_on > desk.today:
        return False
    access.ask_on = None
    if access.given_on is None or access.works is not None:
        return False
    place = await desk.session.get_one(Institution, access.institution_id)
    named = await desk.session.get_one(Deliverable, access.deliverable_id)
    if named.state is DeliverableState.CANCELLED:
        return False
    words, texts = words_of(desk, "panel_question", facts_of(access, place, named)), desk.office.texts
    labels = ((texts.chat("button_panel_works"), WORKS), (texts.chat("button_panel_not_yet"), NOT_YET))
    for person_id in await holders(desk, place.id, CONCERNED):
        sealer, version = desk.office.sealer, stage_of(access)
        row = [(label, bound(sealer, person_id, act, access.id, version)) for label, act in labels]
        buttons: Buttons = [row]
        key = f"panel-asked:{access.id}:{version}:{person_id}"
        await tell_task(desk, person_id, words, key=key, buttons=buttons)
    return True
