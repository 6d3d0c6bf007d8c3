"""The rush: a thread per client, all let go and held again together."""

import time
from collections.abc import Sequence
from threading import Event, Thread
from typing import Protocol

HOLD_SECONDS = 300


class Client(Protocol):
    def act(self) -> None: ...

    def close(self) -> None: ...


class Rush:
    """Clients act while it is ``on``; ``hold`` returns when each has finished its act, lost answers settled."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self._on, self._over = Event(), Event()
        self._idle = [Event() for _ in clients]
        self._failed: list[BaseException] = []
        self._threads = [Thread(target=self._run, args=pair, daemon=True) for pair in zip(clients, self._idle, strict=True)]
        for thread in self._threads:
            thread.start()

    def go(self) -> None:
        for idle in self._idle:
            idle.clear()
        self._on.set()

    def hold(self) -> None:
        """Let every client finish what it is at.

        :raises TimeoutError: one did not.
        """
        self._on.clear()
        until = time.monotonic() + HOLD_SECONDS
        for idle in self._idle:
            if not idle.wait(max(0.0, until - time.monotonic())):
                raise TimeoutError("a client got no definite answer")
        if self._failed:
            raise self._failed[0]

    def end(self) -> None:
        self._over.set()
        self._on.set()
        for thread in self._threads:
            thread.join(HOLD_SECONDS)

    def _run(self, client: Client, idle: Event) -> None:
        while not self._over.is_set():
            if not self._on.is_set():
                idle.set()
                self._on.wait()
                continue
            try:
                client.act()
            except BaseException as error:
                # Told by hold(): a client that broke is a mistake of ours, not a finding.
                self._failed.append(error)
                idle.set()
                return
        client.close()
