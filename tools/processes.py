"""The server and the jobs, side by side: started, watched, and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from tools.environment import TOP, child_environment
from tools.say import line

GRACE_SECONDS = 10.0
LOOK_SECONDS = 0.1


def _end_with_parent() -> None:
    """On Linux, be told to stop when the starter dies without a word (kill -9), so that nothing is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Processes:
    """Children in sessions of their own: Ctrl-C reaches only us, and we stop them in order."""

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_stop = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_soon)

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def start(self, name: str, command: list[str], **environment: str) -> None:
        self.children[name] = subprocess.Popen(
            command, cwd=TOP, env=child_environment(**environment), stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=_end_with_parent,
        )  # fmt: skip

    def ended(self) -> str | None:
        """The name of a child that has ended by itself, if any."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def wait(self) -> str | None:
        """Wait until we are asked to stop (None) or a child ends by itself (its name)."""
        while not self.asked_to_stop:
            if name := self.ended():
                return name
            time.sleep(LOOK_SECONDS)
        return None

    def stop(self) -> None:
        """Ask every child to end, newest first; whatever has not ended after the grace is killed with its workers."""
        for child in reversed(self.children.values()):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for name, child in self.children.items():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                line(f"{name}이(가) {GRACE_SECONDS:.0f}초 안에 멈추지 않아 강제로 끝냅니다 (killed).")
            self._kill_group(child.pid)
            child.wait()

    @staticmethod
    def _kill_group(leader: int) -> None:
        """End what the child may have left in its own session; normally nothing is there."""
        try:
            os.killpg(leader, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
