"""Ids that must not mix, one type per table that others point to."""

from typing import NewType

AdhesionId = NewType("AdhesionId", int)
AnnouncementId = NewType("AnnouncementId", int)
AttachmentId = NewType("AttachmentId", int)
ChannelId = NewType("ChannelId", int)
DataRequestId = NewType("DataRequestId", int)
DateMoveId = NewType("DateMoveId", int)
DeliverableId = NewType("DeliverableId", int)
DeliveryId = NewType("DeliveryId", int)
DecisionId = NewType("DecisionId", int)
EnclosureId = NewType("EnclosureId", int)
GoalId = NewType("GoalId", int)
HappeningId = NewType("HappeningId", int)
InstitutionId = NewType("InstitutionId", int)
InstrumentId = NewType("InstrumentId", int)
NoticeId = NewType("NoticeId", int)
ObligationId = NewType("ObligationId", int)
PersonId = NewType("PersonId", int)
PlanId = NewType("PlanId", int)
WordingId = NewType("WordingId", int)

#: What SQLAlchemy maps to an integer column.
ALL = (
    AdhesionId,
    AnnouncementId,
    AttachmentId,
    ChannelId,
    DataRequestId,
    DateMoveId,
    DeliverableId,
    DeliveryId,
    DecisionId,
    EnclosureId,
    GoalId,
    HappeningId,
    InstitutionId,
    InstrumentId,
    NoticeId,
    ObligationId,
    PersonId,
    PlanId,
    WordingId,
)
