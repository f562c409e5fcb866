"""Names of commands, actions, callbacks and blocks: what Slack sends back to us, so never renamed lightly."""

from typing import Final

COMMAND_DEAL: Final = "/deal"
COMMAND_PILLARS: Final = "/pillars"
COMMAND_COACH: Final = "/coach"
COMMANDS: Final = (COMMAND_DEAL, COMMAND_PILLARS, COMMAND_COACH)

EVENT_HOME_OPENED: Final = "app_home_opened"
EVENT_USER_CHANGE: Final = "user_change"
EVENT_UNINSTALLED: Final = "app_uninstalled"
EVENT_TOKENS_REVOKED: Final = "tokens_revoked"
EVENT_MESSAGE: Final = "message"
EVENTS: Final = (EVENT_HOME_OPENED, EVENT_USER_CHANGE, EVENT_UNINSTALLED, EVENT_TOKENS_REVOKED, EVENT_MESSAGE)
SUBSCRIBED_AS: Final = {EVENT_MESSAGE: "message.im"}  # in the manifest, where that is another name

# Shortcuts, of everywhere and of a message.
SHORTCUT_RECORD: Final = "record_deal"
SHORTCUT_RECORD_FROM_MESSAGE: Final = "record_deal_from_message"
SHORTCUTS: Final = (SHORTCUT_RECORD, SHORTCUT_RECORD_FROM_MESSAGE)

# Buttons. The value says what it is about; see the view that makes it.
ACTION_UNDO: Final = "deal_undo"  # value: change id
ACTION_DETAILS: Final = "deal_details"  # value: deal number
ACTION_DELETE_DEAL: Final = "deal_delete"  # value: deal number
ACTION_RECORD_AGAIN: Final = "deal_record_again"  # value: the entry, as bot.listeners.entries writes it
ACTION_CLOSE_THIS: Final = "deal_close_this"  # value: the entry, with the number of the deal
ACTION_NEW_INSTEAD: Final = "deal_new_instead"  # value: the entry; of an amount that was read as a number too
ACTION_UNDO_IMPORT: Final = "import_undo"  # value: the import's id
ACTION_LIST_PAGE: Final = "deal_list_page"  # value: "open:2" or "all:2"
ACTION_LIST_EDIT: Final = "deal_edit_listed"  # a choice; value: deal number
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
ACTION_COACH_CHECK_AGAIN: Final = "coach_check_again"  # asks again for what was answered; value: the same
ACTION_COACH_CONTINUE: Final = "coach_continue"  # value: commitment id
ACTION_COACH_CHANGE: Final = "coach_change"  # value: commitment id
ACTION_COACH_FINISH: Final = "coach_finish"  # value: commitment id
ACTION_COACH_CHECK: Final = "coach_check"  # shows what is under way; value: ""
ACTION_COACH_PLAN: Final = "coach_plan"  # shows the plan; value: ""
ACTION_COACH_NOT_NOW: Final = "coach_not_now"  # value: rule
ACTION_COACH_HEED: Final = "coach_heed"  # takes "not now" or "not for me" back; value: rule
ACTION_COACH_DROP: Final = "coach_drop"  # value: commitment id
ACTION_PLAYBOOK: Final = "playbook_open"  # opens the team's playbook; value: ""
ACTION_PLAYBOOK_LIMITS: Final = "playbook_limits"  # a choice of a rule, whose thresholds a form on top shows
ACTION_PLAYBOOK_ADD: Final = "playbook_add"  # a form on top for an action of the team's own; value: ""
ACTION_PLAYBOOK_REMOVE: Final = "playbook_remove"  # value: the action's key
ACTION_TAG: Final = "tag_told"  # ends in ":place"; value: what to tag, as bot.values.asking.TagChoice writes it
ACTION_TAG_DISMISS: Final = "tag_dismissed"  # value: the same, without anything to record
ACTION_STALE_SHOW: Final = "stale_show"  # value: ""
ACTION_STALE_WON: Final = "stale_won"  # value: deal number
ACTION_STALE_LOST: Final = "stale_lost"  # value: deal number
ACTION_STALE_OPEN: Final = "stale_open"  # value: deal number
ACTION_WEEKLY_YES: Final = "weekly_yes"  # begins, or begins again, in the rhythm that is known; value: ""
ACTION_WEEKLY_CHOOSE: Final = "weekly_choose"  # opens the form for day and hour; value: ""
ACTION_WEEKLY_NO: Final = "weekly_no"  # value: ""
ACTION_WEEKLY_STOP: Final = "weekly_stop"  # value: ""
ACTION_CHANNELS: Final = "channels_open"  # opens the form for what is shared in channels; value: ""
ACTION_BOARD_PLACE: Final = (
    "board_place"  # one's own place, for one's own eyes; value: the board, "improved:2026-11-15"
)
ACTION_BOARD_JOIN: Final = "board_join"  # value: ""
ACTION_BOARD_LEAVE: Final = "board_leave"  # value: ""
ACTION_SAID_RECORD: Final = "said_record"  # value: what was understood, as bot.listeners.entries.Said packs it
ACTION_SAID_CHANGE: Final = "said_change"  # opens the form with it; value: the same
ACTION_SAID_DISMISS: Final = "said_dismiss"  # value: ""
ACTION_LOSS_REASONS: Final = "loss_reasons_open"  # opens the form for the reasons that are offered; value: ""
ACTION_IMPORT_FILE: Final = "import_file"  # opens the form that takes a file; value: ""
ACTION_EXPORT_DEALS: Final = "deals_export"  # opens the form for one's own deals as a file; value: ""
# Below what was found in a file. The value is the file's id here and the round of questions, "12:0".
ACTION_IMPORT_ANSWER: Final = "import_answer"  # a choice; ends in ":place"; its value is the place of the answer
ACTION_IMPORT_CONTINUE: Final = "import_continue"
ACTION_IMPORT_CONFIRM: Final = "import_confirm"
ACTION_IMPORT_DISMISS: Final = "import_dismiss"
ACTION_HOME_TAB: Final = "home_tab"  # ends in ":tab"; value: "mine", "team" or "workspace"
ACTION_HOME_PAGE: Final = "home_page"  # of the open deals; value: the page
ACTION_HOME_PAGE_BACK: Final = "home_page_back"
ACTION_HOME_DEALS: Final = "home_deals"  # opens the list of all one's deals; value: ""
ACTION_HOME_CHART: Final = "home_chart"  # a choice; value: the pillar to draw on the tab
ACTION_HOME_WON: Final = "home_won"  # value: deal number
ACTION_HOME_LOST: Final = "home_lost"  # value: deal number
ACTION_HOME_OPEN: Final = "home_open"  # value: deal number
ACTION_LANGUAGE: Final = "language_chosen"  # a choice of a language's code, or "slack"
ACTION_GOAL: Final = "goal_open"  # opens the form for a goal; value: "mine" or "team"
ACTION_ROLES: Final = "roles_open"  # opens the form for who is manager or admin; value: ""
ACTIONS: Final = (
    ACTION_HOME_TAB,
    ACTION_HOME_PAGE,
    ACTION_HOME_PAGE_BACK,
    ACTION_HOME_CHART,
    ACTION_HOME_WON,
    ACTION_HOME_LOST,
    ACTION_HOME_OPEN,
    ACTION_LANGUAGE,
    ACTION_GOAL,
    ACTION_ROLES,
    ACTION_IMPORT_FILE,
    ACTION_EXPORT_DEALS,
    ACTION_IMPORT_ANSWER,
    ACTION_IMPORT_CONTINUE,
    ACTION_IMPORT_CONFIRM,
    ACTION_IMPORT_DISMISS,
    ACTION_UNDO,
    ACTION_DETAILS,
    ACTION_DELETE_DEAL,
    ACTION_RECORD_AGAIN,
    ACTION_CLOSE_THIS,
    ACTION_NEW_INSTEAD,
    ACTION_UNDO_IMPORT,
    ACTION_LIST_PAGE,
    ACTION_LIST_PAGE_BACK,
    ACTION_LIST_EDIT,
    ACTION_HOME_DEALS,
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
    ACTION_COACH_CHECK_AGAIN,
    ACTION_COACH_CONTINUE,
    ACTION_COACH_CHANGE,
    ACTION_COACH_FINISH,
    ACTION_COACH_CHECK,
    ACTION_COACH_PLAN,
    ACTION_COACH_NOT_NOW,
    ACTION_COACH_HEED,
    ACTION_COACH_DROP,
    ACTION_PLAYBOOK,
    ACTION_PLAYBOOK_LIMITS,
    ACTION_PLAYBOOK_ADD,
    ACTION_PLAYBOOK_REMOVE,
    ACTION_TAG,
    ACTION_TAG_DISMISS,
    ACTION_SAID_RECORD,
    ACTION_SAID_CHANGE,
    ACTION_SAID_DISMISS,
    ACTION_LOSS_REASONS,
    ACTION_STALE_SHOW,
    ACTION_STALE_WON,
    ACTION_STALE_LOST,
    ACTION_STALE_OPEN,
    ACTION_WEEKLY_YES,
    ACTION_WEEKLY_CHOOSE,
    ACTION_WEEKLY_NO,
    ACTION_WEEKLY_STOP,
    ACTION_CHANNELS,
    ACTION_BOARD_PLACE,
    ACTION_BOARD_JOIN,
    ACTION_BOARD_LEAVE,
)

# Modals.
CALLBACK_DEAL_FORM: Final = "deal_form"
CALLBACK_SETTINGS_FORM: Final = "settings_form"
CALLBACK_PLAYBOOK_FORM: Final = "playbook_form"
CALLBACK_PLAYBOOK_LIMITS_FORM: Final = "playbook_limits_form"
CALLBACK_PLAYBOOK_ACTION_FORM: Final = "playbook_action_form"
CALLBACK_WEEKLY_FORM: Final = "weekly_form"
CALLBACK_CHANNELS_FORM: Final = "channels_form"
CALLBACK_LOSS_REASONS_FORM: Final = "loss_reasons_form"
CALLBACK_IMPORT_FORM: Final = "import_form"
CALLBACK_EXPORT_FORM: Final = "export_form"
CALLBACK_GOAL_FORM: Final = "goal_form"
CALLBACK_ROLES_FORM: Final = "roles_form"
CALLBACKS: Final = (
    CALLBACK_GOAL_FORM,
    CALLBACK_ROLES_FORM,
    CALLBACK_IMPORT_FORM,
    CALLBACK_EXPORT_FORM,
    CALLBACK_LOSS_REASONS_FORM,
    CALLBACK_WEEKLY_FORM,
    CALLBACK_CHANNELS_FORM,
    CALLBACK_DEAL_FORM,
    CALLBACK_SETTINGS_FORM,
    CALLBACK_PLAYBOOK_FORM,
    CALLBACK_PLAYBOOK_LIMITS_FORM,
    CALLBACK_PLAYBOOK_ACTION_FORM,
)

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

# The playbook's form: how long until a review, and the rules that are on, in groups of at most ten.
FIELD_REVIEW_WEEKS: Final = "review_weeks"
FIELD_RULES_MEASURING: Final = "rules_measuring"
FIELD_RULES_ORDER_VALUE: Final = "rules_order_value"
FIELD_RULES_WIN_RATE: Final = "rules_win_rate"
FIELD_RULES_LOSSES: Final = "rules_losses"
FIELD_RULES_TIME_TO_CLOSE: Final = "rules_time_to_close"
FIELD_RULES_OPPORTUNITIES: Final = "rules_opportunities"
PLAYBOOK_FORM_FIELDS: Final = (
    FIELD_REVIEW_WEEKS,
    FIELD_RULES_MEASURING,
    FIELD_RULES_ORDER_VALUE,
    FIELD_RULES_WIN_RATE,
    FIELD_RULES_LOSSES,
    FIELD_RULES_TIME_TO_CLOSE,
    FIELD_RULES_OPPORTUNITIES,
)

# The form for an action of the team's own: its texts are fields as `coaching.playbook` calls them. The form for a
# rule's thresholds has a field for each, by its name.
FIELD_OWN_PILLAR: Final = "pillar"
FIELD_OWN_TITLE_SV: Final = "sv.title"
FIELD_OWN_QUESTION_SV: Final = "sv.question"
FIELD_OWN_ACTION_SV: Final = "sv.action"
FIELD_OWN_HABIT_SV: Final = "sv.habit"
FIELD_OWN_TITLE_EN: Final = "en.title"
FIELD_OWN_QUESTION_EN: Final = "en.question"
FIELD_OWN_ACTION_EN: Final = "en.action"
FIELD_OWN_HABIT_EN: Final = "en.habit"
FIELD_OWN_LINK: Final = "link"
OWN_ACTION_FORM_FIELDS: Final = (
    FIELD_OWN_PILLAR,
    FIELD_OWN_TITLE_SV,
    FIELD_OWN_QUESTION_SV,
    FIELD_OWN_ACTION_SV,
    FIELD_OWN_HABIT_SV,
    FIELD_OWN_TITLE_EN,
    FIELD_OWN_QUESTION_EN,
    FIELD_OWN_ACTION_EN,
    FIELD_OWN_HABIT_EN,
    FIELD_OWN_LINK,
)

# The form for the weekly message, and the one for what is shared in channels.
FIELD_WEEKDAY: Final = "weekday"
FIELD_HOUR: Final = "hour"
FIELD_PAUSE_UNTIL: Final = "pause_until"
WEEKLY_FORM_FIELDS: Final = (FIELD_WEEKDAY, FIELD_HOUR, FIELD_PAUSE_UNTIL)
FIELD_WINS_CHANNEL: Final = "wins_channel"
FIELD_WINS_FROM: Final = "wins_from"
FIELD_WINS_AN_HOUR: Final = "wins_an_hour"
FIELD_WINS_SHOW: Final = "wins_show"
FIELD_BOARDS_CHANNEL: Final = "boards_channel"
FIELD_BOARDS: Final = "boards"
CHANNELS_FORM_FIELDS: Final = (
    FIELD_WINS_CHANNEL,
    FIELD_WINS_FROM,
    FIELD_WINS_AN_HOUR,
    FIELD_WINS_SHOW,
    FIELD_BOARDS_CHANNEL,
    FIELD_BOARDS,
)

# The form for the reasons that are offered: well-known ones on and off, and own words, one a line.
FIELD_KNOWN_REASONS: Final = "known_reasons"
FIELD_OWN_REASONS: Final = "own_reasons"
LOSS_REASONS_FORM_FIELDS: Final = (FIELD_KNOWN_REASONS, FIELD_OWN_REASONS)

# The form that takes files, and the one for one's deals as a file.
FIELD_FILES: Final = "files"
IMPORT_FORM_FIELDS: Final = (FIELD_FILES,)
FIELD_EXPORT_FORMAT: Final = "export_format"  # csv | xlsx
FIELD_EXPORT_PERIOD: Final = "export_period"
FIELD_EXPORT_WHOSE: Final = "export_whose"  # mine | all
EXPORT_FORM_FIELDS: Final = (FIELD_EXPORT_PERIOD, FIELD_EXPORT_FORMAT, FIELD_EXPORT_WHOSE)

# The form for a goal, and the one for somebody's role.
FIELD_GOAL_PILLAR: Final = "goal_pillar"
FIELD_GOAL_LEVEL: Final = "goal_level"
GOAL_FORM_FIELDS: Final = (FIELD_GOAL_PILLAR, FIELD_GOAL_LEVEL)
FIELD_ROLE_WHO: Final = "role_who"
FIELD_ROLE: Final = "role"
ROLES_FORM_FIELDS: Final = (FIELD_ROLE_WHO, FIELD_ROLE)

FORM_FIELDS: Final = {
    CALLBACK_GOAL_FORM: GOAL_FORM_FIELDS,
    CALLBACK_ROLES_FORM: ROLES_FORM_FIELDS,
    CALLBACK_IMPORT_FORM: IMPORT_FORM_FIELDS,
    CALLBACK_EXPORT_FORM: EXPORT_FORM_FIELDS,
    CALLBACK_LOSS_REASONS_FORM: LOSS_REASONS_FORM_FIELDS,
    CALLBACK_WEEKLY_FORM: WEEKLY_FORM_FIELDS,
    CALLBACK_CHANNELS_FORM: CHANNELS_FORM_FIELDS,
    CALLBACK_DEAL_FORM: DEAL_FORM_FIELDS,
    CALLBACK_SETTINGS_FORM: SETTINGS_FORM_FIELDS,
    CALLBACK_PLAYBOOK_FORM: PLAYBOOK_FORM_FIELDS,
    CALLBACK_PLAYBOOK_ACTION_FORM: OWN_ACTION_FORM_FIELDS,
}
