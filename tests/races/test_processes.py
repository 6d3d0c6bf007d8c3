"""The same races between processes, as a server with workers beside jobs has them: each with its own engine and memory."""

import multiprocessing
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier

import pytest

from booking import create_app
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.config import Settings
from booking.db import db
from booking.rules.refusals import Refused
from booking.scope import Actor
from tests.support.agreement import assert_agreement
from tests.world import NOW, a_slot, a_world, guardians, taken

PROCESSES = 4
_barrier: Barrier


def _know(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


def _work(settings: Settings, slot_id: int, families: list[tuple[Actor, int]]) -> list[str]:
    """In a process of its own: reserve for these families, one after the other, and ask for no-shows in between."""
    answers = []
    with create_app(settings).app_context():
        _barrier.wait(timeout=60)
        for actor, child_id in families:
            try:
                reserve(slot_id, actor=actor, child_ids=[child_id], adults=1, request_id="r", now=NOW)
                answers.append("reserved")
            except Refused as refused:
                answers.append(refused.refusal.code.value)
            mark_no_shows(slot_id, now=NOW)
        db.session.remove()
        db.engine.dispose()
    return answers


@pytest.fixture
def processes() -> Pool:
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(PROCESSES, _know, (spawn.Barrier(PROCESSES),)) as pool:
        yield pool


def test_four_processes_sell_twenty_places_once(settings, processes):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=20)
    families = guardians(48)
    db.session.remove()

    parts = processes.starmap(_work, [(settings, slot_id, families[n::PROCESSES]) for n in range(PROCESSES)], chunksize=1)

    answers = [answer for part in parts for answer in part]
    assert answers.count("reserved") == 20
    assert answers.count("slot_full") == 28
    assert taken(slot_id) == 20
    assert_agreement()
