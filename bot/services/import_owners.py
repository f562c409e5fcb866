"""Whose the deals of a file are."""

from collections.abc import Sequence
from datetime import datetime

from bot.storage.workspaces import Members, Profile

NO_OWNER = "No owner"
"""Under which name deals wait whose file names nobody."""

NOBODY_YET = 0
"""The id of somebody who is not written down: no member's."""


class Directory:
    """Who the names of a file are: a Slack member by e-mail, then by name, else somebody who waits under that name."""

    def __init__(self, members: Members, profiles: Sequence[Profile], now: datetime, *, writes: bool = True) -> None:
        """Without `writes` nobody is written down: who would be is NOBODY_YET."""
        self._writes = writes
        self._members = members
        self._now = now
        self._profiles = profiles
        everybody = members.all()
        self._here = [m for m in everybody if m.profile.slack_user_id]
        self._waiting = {_name_key(m.profile.name): m.id for m in everybody if not m.profile.slack_user_id}
        self._known: dict[tuple[str | None, str | None], int] = {}
        self.joined: set[str] = set()
        self.waiting: set[str] = set()

    def member(self, name: str | None, email: str | None) -> int:
        """The member's id, for a name and an e-mail address as the file has them."""
        key = (name, email)
        if key not in self._known:
            self._known[key] = self._find(name, email)
        return self._known[key]

    def is_member(self, member_id: int, name: str | None, email: str | None) -> bool:
        """Whether a row that says this is that member's, or nobody's. Nobody is written down for it."""
        if name is None and email is None:
            return True
        return any(member.id == member_id and _is(member.profile, name, email) for member in self._here)

    def _find(self, name: str | None, email: str | None) -> int:
        called = name or email or NO_OWNER
        candidates = [p for p in self._profiles if email and p.email and p.email.casefold() == email.casefold()]
        if not candidates and name:
            wanted = _name_key(name)
            candidates = [p for p in self._profiles if wanted in (_name_key(p.name), _name_key(p.handle))]
        if not candidates:
            found = [member for member in self._here if _is(member.profile, name, email)]
            if len(found) == 1:
                self.joined.add(called)
                return found[0].id
        if len(candidates) == 1:  # two people of one name are for an admin to tell apart
            self.joined.add(called)
            return self._keep(candidates[0])
        self.waiting.add(called)
        key = _name_key(called)
        if key not in self._waiting:
            self._waiting[key] = self._members.keep_waiting(called, self._now) if self._writes else NOBODY_YET
        return self._waiting[key]

    def _keep(self, profile: Profile) -> int:
        if self._writes:
            return self._members.keep(profile, self._now)
        known = self._members.by_slack_id(profile.slack_user_id)
        return NOBODY_YET if known is None else known.id


def _is(profile: Profile, name: str | None, email: str | None) -> bool:
    if email and profile.email:
        return email.casefold() == profile.email.casefold()
    return bool(name) and _name_key(name or "") in (_name_key(profile.name), _name_key(profile.handle))


def _name_key(name: str) -> str:
    """The form in which names are compared: "Ek, Elin", as registers write her, is "elin ek"."""
    last, comma, first = name.casefold().partition(",")
    spoken = f"{first} {last}" if comma and "," not in first else name.casefold()
    return " ".join(spoken.split())
