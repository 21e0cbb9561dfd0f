"""Results live as long as the value that owns them, and no longer."""

import gc
import threading
import weakref
from dataclasses import dataclass

from explorer.owner import Owner, kept_by


@dataclass(frozen=True, eq=False)
class Model(Owner):
    name: str


class Result:
    """Something that can be watched going away."""

    def __init__(self, *of: object) -> None:
        self.of = of


@kept_by("model", most=2)
def result(model: Model, power: int = 1) -> Result:
    return Result(model, power)


def test_a_result_is_computed_once_however_it_is_asked_for():
    model = Model("a")
    first = result(model)
    assert result(model, 1) is first
    assert result(model=model, power=1) is first
    assert result(Model("a")) is not first


def test_results_go_with_their_owner_even_if_they_refer_to_it():
    model = Model("a")
    watched = weakref.ref(result(model))
    owner = weakref.ref(model)
    del model
    gc.collect()
    assert watched() is None
    assert owner() is None


def test_another_owner_among_the_arguments_is_not_kept_alive():
    @kept_by("first")
    def compare(first: Model, second: Model) -> str:
        return first.name + second.name

    first, second = Model("a"), Model("b")
    assert compare(first, second) == compare(first, second) == "ab"
    watched = weakref.ref(second)
    del second
    gc.collect()
    assert watched() is None
    assert compare(first, Model("c")) == "ac"


def test_of_many_results_those_asked_for_last_are_kept():
    model = Model("a")
    one, two = result(model, 1), result(model, 2)
    assert result(model, 1) is one
    result(model, 3)
    assert result(model, 1) is one
    assert result(model, 2) is not two


def test_two_functions_keep_their_results_apart():
    @kept_by("model")
    def other(model: Model, power: int = 1) -> Result:
        return Result(model, power)

    model = Model("a")
    assert other(model) is not result(model)
    assert other(model) is other(model)


def test_threads_that_ask_at_the_same_time_get_the_same_result():
    model, found = Model("a"), []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        found.append(result(model))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1
