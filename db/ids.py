"""Ids that must not mix, one type per table that others point to."""

from typing import NewType

AdhesionId = NewType("AdhesionId", int)
AnnouncementId = NewType("AnnouncementId", int)
AttachmentId = NewType("AttachmentId", int)
ChannelId = NewType("ChannelId", int)
ClassId = NewType("ClassId", int)
ContributionId = NewType("ContributionId", int)
CourseId = NewType("CourseId", int)
DataRequestId = NewType("DataRequestId", int)
DateMoveId = NewType("DateMoveId", int)
DecisionId = NewType("DecisionId", int)
DeliverableId = NewType("DeliverableId", int)
DeliveryId = NewType("DeliveryId", int)
EnclosureId = NewType("EnclosureId", int)
FeedId = NewType("FeedId", int)
ForumGroupId = NewType("ForumGroupId", int)
GoalId = NewType("GoalId", int)
HappeningId = NewType("HappeningId", int)
InstitutionId = NewType("InstitutionId", int)
InstrumentId = NewType("InstrumentId", int)
JointActionId = NewType("JointActionId", int)
KitId = NewType("KitId", int)
MeetingId = NewType("MeetingId", int)
NoticeId = NewType("NoticeId", int)
ObligationId = NewType("ObligationId", int)
PersonId = NewType("PersonId", int)
PlanId = NewType("PlanId", int)
PostId = NewType("PostId", int)
RequestId = NewType("RequestId", int)
WordingId = NewType("WordingId", int)

#: What SQLAlchemy maps to an integer column.
ALL = (
    AdhesionId,
    AnnouncementId,
    AttachmentId,
    ChannelId,
    ClassId,
    ContributionId,
    CourseId,
    DataRequestId,
    DateMoveId,
    DecisionId,
    DeliverableId,
    DeliveryId,
    EnclosureId,
    FeedId,
    ForumGroupId,
    GoalId,
    HappeningId,
    InstitutionId,
    InstrumentId,
    JointActionId,
    KitId,
    MeetingId,
    NoticeId,
    ObligationId,
    PersonId,
    PlanId,
    PostId,
    RequestId,
    WordingId,
)
