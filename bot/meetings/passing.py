"""[Repassar à 2ª camada]: a first-layer coordinator brings the Secretariat's meeting to their second layer."""

from bot.for_whom import speaking_for
from bot.turn import Turn
from db.ids import MeetingId
from db.institutions import Layer, institutions_by_id
from rede.access import NotYours
from rede.bound_buttons import Pressed
from rede.convene_meeting import pass_on
from rede.convening import convening_places


async def pass_on_pressed(turn: Turn, pressed: Pressed) -> None:
    numbers = await convening_places(turn.desk)
    places = await institutions_by_id(turn.desk.session, set(numbers))
    own = [places[one] for one in numbers if places[one].layer == Layer.FIRST]
    if not own:
        raise NotYours
    place = await speaking_for(turn, own)
    if place is None:
        return
    meeting = await pass_on(turn.desk, MeetingId(pressed.number), place.id)
    turn.answer("meeting_passed", title=meeting.title, acronym=place.acronym)
