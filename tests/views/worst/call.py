"""A view function with the worst that it can be called with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """A view function, what to call it with beside the texts, and what somebody typed that has to be readable in it.

    `together` are arguments that are drawn as one, by their names: a pillar with a value that it can have.
    """

    view: Callable[..., Any]
    arguments: Mapping[str, st.SearchStrategy[Any]] = field(default_factory=dict)
    together: Mapping[tuple[str, ...], st.SearchStrategy[Any]] = field(default_factory=dict)
    shows: Callable[[Arguments], Iterable[str | None]] = lambda arguments: ()

    @property
    def name(self) -> str:
        return f"{self.view.__module__.removeprefix('bot.views.')}.{self.view.__name__}"

    def drawn(self) -> st.SearchStrategy[Arguments]:
        """Its arguments by name, without the texts."""

        def merged(single: Arguments, pairs: tuple[Any, ...]) -> Arguments:
            named = zip(self.together, pairs, strict=True)
            return {
                **single,
                **{name: value for names, values in named for name, value in zip(names, values, strict=True)},
            }

        return st.builds(merged, st.fixed_dictionaries(dict(self.arguments)), st.tuples(*self.together.values()))


def call(
    view: Callable[..., Any],
    together: Mapping[tuple[str, ...], st.SearchStrategy[Any]] | None = None,
    shows: Callable[[Arguments], Iterable[str | None]] = lambda arguments: (),
    **arguments: st.SearchStrategy[Any],
) -> Call:
    """A `Call` as one writes it: the arguments by their names."""
    return Call(view, arguments, together or {}, shows)


flags = st.booleans()
currency = st.sampled_from(["SEK", "KWD"])
metadata = st.just("m" * 3_000)
entry = st.just("e" * 2_000)
VALUED = ("pillar", "value")
SCORED = ("pillar", "score")
