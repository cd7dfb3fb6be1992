"""Who is in a group and what they may do there: the Bot API's ChatMember."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sandbox.requests.json_values import Json, JsonObject
from sandbox.users import User

#: Rights an administrator may hold (Bot API, ChatAdministratorRights).
RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_topics",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_manage_tags",
)
#: What a restricted member may be kept from (Bot API, ChatPermissions).
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


class Status(StrEnum):
    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    #: In the group, but kept from some things.
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


_INSIDE = frozenset({Status.CREATOR, Status.ADMINISTRATOR, Status.MEMBER, Status.RESTRICTED})


@dataclass(frozen=True, slots=True)
class Member:
    user: User
    status: Status = Status.MEMBER
    #: An administrator's rights, out of RIGHTS; what a restricted member still may, out of PERMISSIONS.
    rights: frozenset[str] = frozenset()

    @property
    def is_inside(self) -> bool:
        return self.status in _INSIDE

    @property
    def runs_the_group(self) -> bool:
        return self.status in (Status.CREATOR, Status.ADMINISTRATOR)

    def may(self, right: str) -> bool:
        return self.status is Status.CREATOR or (self.status is Status.ADMINISTRATOR and right in self.rights)

    def may_post(self, permission: str) -> bool:
        """Only a restricted member is kept from posting: nobody else has fewer permissions than the group gives."""
        return self.is_inside and (self.status is not Status.RESTRICTED or permission in self.rights)

    def to_json(self) -> JsonObject:
        return {"user": self.user.to_json(), "status": self.status.value, **self._details()}

    def _details(self) -> dict[str, Json]:
        match self.status:
            case Status.CREATOR:
                return {"is_anonymous": False}
            case Status.ADMINISTRATOR:
                rights: dict[str, Json] = {right: right in self.rights for right in RIGHTS}
                # The name that video chats had before Bot API 6.0 is still sent.
                rights["can_manage_voice_chats"] = rights["can_manage_video_chats"]
                return {"can_be_edited": False, "is_anonymous": False, **rights, "can_manage_chat": True}
            case Status.RESTRICTED:
                kept: dict[str, Json] = {permission: permission in self.rights for permission in PERMISSIONS}
                return {"is_member": True, "until_date": 0, **kept}
            case Status.KICKED:
                return {"until_date": 0}
            case _:
                return {}


def known_rights(given: Collection[str], known: Collection[str]) -> frozenset[str]:
    """Raises ValueError for one that is not among the `known` (RIGHTS, or PERMISSIONS)."""
    if unknown := set(given) - set(known):
        raise ValueError(f"no such right: {', '.join(sorted(unknown))}")
    return frozenset(given)
