"""Names of commands, actions, callbacks and blocks: what Slack sends back to us, so never renamed lightly."""

from typing import Final

COMMAND_DEAL: Final = "/deal"
COMMAND_PILLARS: Final = "/pillars"
COMMANDS: Final = (COMMAND_DEAL, COMMAND_PILLARS)

EVENT_HOME_OPENED: Final = "app_home_opened"
EVENT_USER_CHANGE: Final = "user_change"
EVENT_UNINSTALLED: Final = "app_uninstalled"
EVENT_TOKENS_REVOKED: Final = "tokens_revoked"
EVENTS: Final = (EVENT_HOME_OPENED, EVENT_USER_CHANGE, EVENT_UNINSTALLED, EVENT_TOKENS_REVOKED)

# Buttons. The value says what it is about; see the view that makes it.
ACTION_UNDO: Final = "deal_undo"  # value: change id
ACTION_DETAILS: Final = "deal_details"  # value: deal number
ACTION_RECORD_AGAIN: Final = "deal_record_again"  # value: the entry, as bot.listeners.entries writes it
ACTION_CLOSE_THIS: Final = "deal_close_this"  # value: the entry, with the number of the deal
ACTION_NEW_INSTEAD: Final = "deal_new_instead"  # value: the entry; of an amount that was read as a number too
ACTION_UNDO_IMPORT: Final = "import_undo"  # value: the import's id
ACTION_LIST_PAGE: Final = "deal_list_page"  # value: "open:2" or "all:2"
ACTION_LIST_PAGE_BACK: Final = "deal_list_page_back"
ACTION_NEW_DEAL: Final = "deal_new"  # opens the form; value: ""
ACTION_SHOW_PILLARS: Final = "pillars_show"  # value: "team" or "mine"
ACTION_WHY: Final = "pillars_why"  # value: which card, as bot.views.verdict_lines.CardReference writes it
ACTION_CHART: Final = "pillars_chart"  # a choice; value: the same with a pillar
ACTION_UNDO_GOAL: Final = "goal_undo"  # value: the two rows of the change, "12:7", 0 for none
ACTION_SETTINGS: Final = "settings_open"  # opens the form for the workspace; value: ""
ACTION_COACH_COMMIT: Final = "coach_commit"  # value: rule
ACTION_COACH_NOT_FOR_ME: Final = "coach_not_for_me"  # value: rule
ACTION_COACH_WHY: Final = "coach_why"  # value: rule, or "" for the whole plan
ACTION_COACH_REVIEW: Final = "coach_review"  # shows the verdict that is due; value: rule
ACTION_COACH_REVIEW_WEEKS: Final = "coach_review_weeks"  # ends in ":weeks"; value: "commitment:weeks"
ACTION_COACH_SHARE: Final = "coach_share"  # value: commitment id
ACTION_COACH_UNSHARE: Final = "coach_unshare"  # value: commitment id
ACTION_COACH_CHECK_YES: Final = "coach_check_yes"  # value: "commitment:period", the period as the question has it
ACTION_COACH_CHECK_PARTLY: Final = "coach_check_partly"
ACTION_COACH_CHECK_NO: Final = "coach_check_no"
ACTION_COACH_CONTINUE: Final = "coach_continue"  # value: commitment id
ACTION_COACH_CHANGE: Final = "coach_change"  # value: commitment id
ACTION_COACH_FINISH: Final = "coach_finish"  # value: commitment id
ACTIONS: Final = (
    ACTION_UNDO,
    ACTION_DETAILS,
    ACTION_RECORD_AGAIN,
    ACTION_CLOSE_THIS,
    ACTION_NEW_INSTEAD,
    ACTION_UNDO_IMPORT,
    ACTION_LIST_PAGE,
    ACTION_LIST_PAGE_BACK,
    ACTION_NEW_DEAL,
    ACTION_SHOW_PILLARS,
    ACTION_WHY,
    ACTION_CHART,
    ACTION_UNDO_GOAL,
    ACTION_SETTINGS,
    ACTION_COACH_COMMIT,
    ACTION_COACH_NOT_FOR_ME,
    ACTION_COACH_WHY,
    ACTION_COACH_REVIEW,
    ACTION_COACH_REVIEW_WEEKS,
    ACTION_COACH_SHARE,
    ACTION_COACH_UNSHARE,
    ACTION_COACH_CHECK_YES,
    ACTION_COACH_CHECK_PARTLY,
    ACTION_COACH_CHECK_NO,
    ACTION_COACH_CONTINUE,
    ACTION_COACH_CHANGE,
    ACTION_COACH_FINISH,
)

# Modals.
CALLBACK_DEAL_FORM: Final = "deal_form"
CALLBACK_SETTINGS_FORM: Final = "settings_form"
CALLBACKS: Final = (CALLBACK_DEAL_FORM, CALLBACK_SETTINGS_FORM)

# The deal form's fields: block id = action id = field of the form. Errors name them.
FIELD_OUTCOME: Final = "outcome"  # won | lost | open | order
FIELD_AMOUNT: Final = "amount"
FIELD_CUSTOMER: Final = "customer"
FIELD_PRODUCT: Final = "product"
FIELD_CONTACT_ROLE: Final = "contact_role"
FIELD_LOSS_REASON: Final = "loss_reason"
FIELD_OPENED_ON: Final = "opened_on"
FIELD_FIRST_MEETING_ON: Final = "first_meeting_on"
FIELD_QUOTED_ON: Final = "quoted_on"
FIELD_CLOSED_ON: Final = "closed_on"
FIELD_NOTE: Final = "note"
DEAL_FORM_FIELDS: Final = (
    FIELD_OUTCOME,
    FIELD_AMOUNT,
    FIELD_CUSTOMER,
    FIELD_PRODUCT,
    FIELD_CONTACT_ROLE,
    FIELD_LOSS_REASON,
    FIELD_OPENED_ON,
    FIELD_FIRST_MEETING_ON,
    FIELD_QUOTED_ON,
    FIELD_CLOSED_ON,
    FIELD_NOTE,
)

# The fields of the form for the workspace, in the same way.
FIELD_CURRENCY: Final = "currency"
FIELD_STARTING_POINT: Final = "starting_point"
FIELD_CALL_OFF_UNIT: Final = "call_off_unit"
FIELD_HORIZON: Final = "horizon_months"
FIELD_WEEK_START: Final = "week_start"
SETTINGS_FORM_FIELDS: Final = (
    FIELD_CURRENCY,
    FIELD_STARTING_POINT,
    FIELD_CALL_OFF_UNIT,
    FIELD_HORIZON,
    FIELD_WEEK_START,
)

FORM_FIELDS: Final = {CALLBACK_DEAL_FORM: DEAL_FORM_FIELDS, CALLBACK_SETTINGS_FORM: SETTINGS_FORM_FIELDS}
