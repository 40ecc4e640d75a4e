"""Work in a process of its own: the same answers, within limits, and ended when nobody waits."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from functools import partial

import pytest

from nuzuh.loaders import DataError
from nuzuh.loaders.apart import EndedError, Limits, Turns, Workers
from nuzuh.loaders.user import UserDataError
from tests.loaders import bad_work
from tests.loaders.processes import children_of, gone

_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has these limits and tells of processes"
)
pytestmark = [_linux, pytest.mark.slow]

AMPLE = Limits(memory=300_000_000, processor=20, time=60, answer=10_000_000)
LITTLE = replace(AMPLE, processor=2)


@pytest.fixture(
    scope="module", params=["warm", "here", pytest.param("afresh", marks=pytest.mark.slow)]
)
def workers(request):
    some = Workers(way=request.param)
    yield some
    some.stop()


class Left(BaseException):
    """How Streamlit ends a run whose reader has left."""


class Leaver:
    """Somebody who leaves as soon as so many processes do their work; it remembers which."""

    def __init__(self, others, more):
        self.others = others
        self.more = more
        self.seen = set()

    def __call__(self):
        self.seen = set(children_of(os.getpid())) - self.others
        if len(self.seen) == self.more:
            raise Left


def test_the_answer_is_what_it_would_be_here(workers):
    assert workers.run(partial(divmod, 17, 5), AMPLE) == (3, 2)
    assert workers.run(partial(bad_work.huge, 3_000_000), AMPLE) == bytes(3_000_000)


def test_a_refusal_comes_with_all_that_it_holds(workers):
    with pytest.raises(UserDataError) as here:
        bad_work.refusing()
    with pytest.raises(UserDataError) as apart:
        workers.run(bad_work.refusing, AMPLE)
    assert vars(apart.value) == vars(here.value)
    assert apart.value.args == here.value.args
    assert apart.value.sentences == here.value.sentences
    assert len(apart.value.problems) == 50
    assert apart.value.more == 10


def test_a_mistake_is_raised_here_with_its_place_there(workers):
    with pytest.raises(KeyError) as raised:
        workers.run(bad_work.mistaken, AMPLE)
    assert 'return {}["absent"]' in str(raised.value.__cause__)
    with pytest.raises(RuntimeError, match="1 and 2"):
        workers.run(bad_work.odd, AMPLE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (bad_work.endless, "time"),
        pytest.param(bad_work.asleep, "time", marks=pytest.mark.thorough),
        (bad_work.greedy, "memory"),
        (bad_work.greedy_in_disguise, "memory"),
        (bad_work.killed, "memory"),
        (bad_work.huge, "answer"),
        (bad_work.crashing, "silence"),
        (bad_work.leaving, "silence"),
    ],
)
@pytest.mark.few(4)
def test_what_takes_too_much_is_ended_with_the_reason(workers, work, reason):
    workers.run(partial(abs, -1), AMPLE)
    before = set(children_of(os.getpid()))
    with pytest.raises(EndedError) as ended:
        workers.run(work, replace(LITTLE, time=3) if work is bad_work.asleep else LITTLE)
    assert ended.value.reason == reason
    assert workers.run(partial(abs, -1), AMPLE) == 1
    assert gone(set(children_of(os.getpid())) - before)


def test_it_may_write_nothing(workers, tmp_path):
    with pytest.raises(OSError, match="File too large"):
        workers.run(partial(bad_work.writing, str(tmp_path / "file")), AMPLE)


@pytest.mark.parametrize("work", [bad_work.endless, bad_work.asleep, bad_work.with_a_child_asleep])
@pytest.mark.few(3)
def test_it_dies_when_whoever_asked_leaves(workers, work):
    # Another test's process may be kept warm beside it.
    before = set(children_of(os.getpid()))
    workers.run(partial(abs, -1), AMPLE)
    others = {workers._warm.pid} if workers.way == "warm" else set()
    assert gone(set(children_of(os.getpid())) - others - before)
    leaver = Leaver(set(children_of(os.getpid())), 2 if work is bad_work.with_a_child_asleep else 1)
    with pytest.raises(Left):
        workers.run(work, AMPLE, leaver)
    assert gone(leaver.seen)


def test_another_warm_process_takes_the_place_of_one_that_died():
    workers = Workers(way="warm")
    try:
        assert workers.run(partial(abs, -1), AMPLE) == 1
        (first,) = [workers._warm.pid]
        killed = []

        def kill():
            below = children_of(first)
            if below:
                killed.extend([first, *below])
                workers._warm.send_signal(signal.SIGKILL)

        with pytest.raises(EndedError):
            workers.run(bad_work.asleep, AMPLE, kill)
        assert gone(killed)
        assert workers.run(partial(abs, -1), AMPLE) == 1
        assert workers._warm.pid != first
    finally:
        workers.stop()
    assert workers._warm is None


@pytest.mark.slow
@pytest.mark.parametrize("way", ["warm", "here"])
def test_nothing_stays_when_the_server_is_killed(root, way):
    code = f"""
        from nuzuh.loaders.apart import Limits, Workers
        from tests.loaders import bad_work
        Workers(way={way!r}).run(bad_work.asleep, Limits(10**9, 20, 60, 10**6))
    """
    server = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=root)
    until = time.monotonic() + 30
    while len(below := children_of(server.pid)) < (2 if way == "warm" else 1):
        assert time.monotonic() < until
        time.sleep(0.05)
    server.kill()
    server.wait()
    assert gone(below)


def test_many_threads_ask_at_once():
    workers = Workers(way="warm")
    answers = {}

    def ask(number):
        answers[number] = workers.run(partial(pow, number, 2), AMPLE)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        workers.stop()
    assert answers == {number: number**2 for number in range(12)}


def test_a_process_with_threads_is_not_forked():
    some, done = Workers(), threading.Event()
    assert threading.active_count() > 1 or some.way == "here"
    thread = threading.Thread(target=done.wait)
    thread.start()
    assert some.way == "warm"
    done.set()
    thread.join()


def test_turns_come_in_order_and_only_a_few_at_once():
    turns, lock = Turns(2), threading.Lock()
    came, at_once, places = [], [], {}
    release = [threading.Event() for _ in range(6)]

    def take(number):
        def poll(place):
            places.setdefault(number, []).append(place)

        with turns.turn(poll):
            with lock:
                came.append(number)
                at_once.append(turns.taken)
            release[number].wait(10)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(6)]
    for number, thread in enumerate(threads):
        thread.start()
        until = time.monotonic() + 10
        while number not in (came if number < 2 else places):
            assert time.monotonic() < until
            time.sleep(0.01)
    assert came == [0, 1]
    for number in (1, 0, 2, 3, 4, 5):
        release[number].set()
        time.sleep(0.05)
    for thread in threads:
        thread.join(10)
    assert came == [0, 1, 2, 3, 4, 5]
    assert max(at_once) == 2
    assert turns.taken == 0
    assert {number: told[0] for number, told in places.items()} == {2: 1, 3: 2, 4: 3, 5: 4}
    assert all(told == sorted(told, reverse=True) for told in places.values())


def test_nobody_passes_who_is_busy_while_it_waits():
    turns, came, asked, busy = Turns(1), [], threading.Event(), threading.Event()

    def slow(_):
        asked.set()
        busy.wait(20)

    def take(name, poll):
        with turns.turn(poll):
            came.append(name)

    places, behind = [], threading.Event()

    def note(place):
        places.append(place)
        if len(places) > 3:
            behind.set()

    first = threading.Thread(target=take, args=("first", slow))
    second = threading.Thread(target=take, args=("second", note))
    with turns.turn(slow):
        first.start()
        assert asked.wait(20)
        second.start()
        assert behind.wait(20)
    # The turn is free, and the first has not seen it yet.
    places.clear()
    behind.clear()
    assert behind.wait(20)
    assert came == []
    busy.set()
    first.join(20)
    second.join(20)
    assert came == ["first", "second"]
    assert set(places) <= {1, 2}


def test_who_leaves_gives_up_the_place():
    turns = Turns(1)

    def leave(place):
        assert place == 1
        raise Left

    def never(place):
        raise AssertionError(place)

    with turns.turn(never), pytest.raises(Left), turns.turn(leave):
        pass
    with pytest.raises(Left), turns.turn(never):
        raise Left
    with turns.turn(never):
        assert turns.taken == 1
    assert turns.taken == 0


def test_an_error_of_data_is_pickled_whole():
    error = DataError("mine.csv", "a count is never negative", row=12, column="value")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (made here)
    assert (str(again), vars(again)) == (str(error), vars(error))
