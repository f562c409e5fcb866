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
)

# Modals.
CALLBACK_DEAL_FORM: Final = "deal_form"
CALLBACKS: Final = (CALLBACK_DEAL_FORM,)

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
