"""What we may have to tell an admin about the team's own playbook."""

from bot.errors.base import CoachError


class PlaybookRefused(CoachError):
    """A playbook that cannot be used; the old one stays in force.

    params: reason (a key of `coaching.playbook.PlaybookError`), line (0 where there is none, as in a form), and what
    that error's own `params` say of it: path, value, low, high, longest, options.
    """

    key = "playbook"
