"""Results that live as long as the value they are computed from, and no longer.

A module-level cache would keep uploaded models and unused atlases alive. Instead the owner itself
stores the results computed from it, and they are freed with it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar
from weakref import ref

P = ParamSpec("P")
T = TypeVar("T")


class Owner:
    """A value that keeps results computed from it; see ``kept_by``."""

    @cached_property
    def _results(self) -> "_Results":
        return _Results()


class _Results:
    """Results of several functions; of each, those that were asked for last."""

    def __init__(self) -> None:
        self._found: dict[object, OrderedDict[Hashable, Any]] = {}
        self._lock = threading.RLock()

    def get(self, function: object, key: Hashable, most: int, make: Callable[[], T]) -> T:
        with self._lock:
            mine = self._found.setdefault(function, OrderedDict())
            if key in mine:
                mine.move_to_end(key)
                result: T = mine[key]
                return result
        # Computed outside the lock, so that one slow result does not block the others.
        result = make()
        with self._lock:
            result = mine.setdefault(key, result)
            while len(mine) > most:
                mine.popitem(last=False)
        return result


def kept_by(parameter: str, most: int = 8) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep a function's results with the argument of that name, an ``Owner``.

    Results are kept by the other arguments, which must be hashable. Other owners among them are
    not kept alive, so a result should refer to none that may go away before its own owner.

    Args:
        parameter: name of the argument that owns the results.
        most: how many results of the function one owner keeps; the last asked for stay.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        shape = signature(function)

        @wraps(function)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            bound = shape.bind(*args, **kwargs)
            bound.apply_defaults()
            owner = bound.arguments[parameter]
            others = tuple(
                ref(value) if isinstance(value, Owner) else value
                for name, value in bound.arguments.items()
                if name != parameter
            )
            results: _Results = owner._results  # noqa: SLF001 the two halves of one mechanism
            return results.get(function, others, most, lambda: function(*args, **kwargs))

        return ask

    return decorate
