"""An expected no. Its key names a text of notifier/texts; its facts fill it; the text is the reply.

Refusal
├── NotYours                        rede/access.py
├── AdhesionKnown                   rede/say_no_adhesions.py
├── AdhesionRefused                 rede/decide_adhesions.py
├── AdhesionsRefused                rede/inform_adhesions.py
├── AnswerRefused                   rede/answer_data_request.py
├── ApprovalRefused                 rede/approval_of_broadcasts.py
├── AudienceRefused                 rede/audience_words.py
├── BroadcastRefused                rede/broadcast.py
├── CancelRefused                   rede/cancel_happening.py
├── CheckInRefused                  rede/check_in.py
├── ClassRefused                    rede/class_plan.py
├── ClassesRefused                  rede/import_classes.py
├── ClassSheetRefused               rede/class_sheet.py
├── ConfirmRefused                  rede/confirm_chat.py
├── ContributionRefused             rede/offers.py
├── ConvocationRefused              rede/convening.py
├── CpfRefused                      rede/keep_cpf.py
├── DataRequestRefused              rede/ask_about_data.py
├── DelegationRefused               rede/delegate_review.py
├── DispensationRefused             rede/dispense.py
├── EloRefused                      rede/keep_elos.py
├── FileRefused                     bot/attachments.py
├── GroupRefused                    rede/attach_forum_group.py
├── HappeningRefused                rede/record_happening.py
├── HeldRefused                     rede/stopped_broadcasts.py
├── InviteRefused                   rede/confirm_chat.py
├── InvitingRefused                 rede/invite_contact.py
├── JointRefused                    rede/joint_words.py
├── LastAdministrator               rede/administrators.py
├── LastCoordinator                 rede/end_function.py
├── LinkRefused                     rede/links.py
├── MaterialRefused                 rede/keep_material.py
├── MeetingRefused                  rede/convening.py
├── MoveRefused                     rede/move_happening.py
├── NamingRefused                   rede/naming.py
├── NoEventRefused                  rede/say_no_event.py
├── NobodyToRemind                  rede/remind_second_layer.py
├── NothingToPutOff                 rede/put_off.py
├── PersonRefused                   rede/register_person.py
├── PlacingRefused                  rede/place_institution.py
├── PlanRefused                     rede/readings.py
├── PostRefused                     rede/forum_post.py
├── PurposeRefused                  rede/read_phone.py
├── ReadingRefused                  rede/decide_reading.py
├── ReportRefused                   rede/filing.py
├── RequestRefused                  rede/requested.py
├── ReviewRefused                   rede/review_deliverable.py
├── RowsRefused                     rede/rows.py
└── SheetRefused                    bot/termo_sheet.py
"""

from typing import Any


class Refusal(Exception):
    """Raised by acts; nothing of the transaction counts."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts: dict[str, Any] = facts
