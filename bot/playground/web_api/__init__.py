"""The Web API: `/api/<method>`."""

from __future__ import annotations

from . import app_methods, chat, conversations, dialogs, files, reactions, users, views
from .call import Method

METHODS: tuple[Method, ...] = (
    *app_methods.METHODS,
    *chat.METHODS,
    *conversations.METHODS,
    *users.METHODS,
    *views.METHODS,
    *reactions.METHODS,
    *files.METHODS,
    *dialogs.METHODS,
)
BY_NAME = {method.name: method for method in METHODS}
