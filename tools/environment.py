"""The .venv folder: made when missing or broken, filled from a lock file only when that lock file changed."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tools.say import end_ticks, line, step, stop, tick
from tools.trouble import explain

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
PACKAGE_LINE = re.compile(r"(?:Collecting|Downloading|Building wheel for|Installing collected packages:) *(\S+)")


def digest(*paths: Path) -> str:
    """One fingerprint of the contents of all these files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def child_environment(**extra: str) -> dict[str, str]:
    """The environment for what we start: UTF-8 everywhere, and no trace of another virtual environment."""
    strangers = (
        "VIRTUAL_ENV",
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONSAFEPATH",
        "PIP_USER",
        "PIP_TARGET",
        "PIP_PREFIX",
    )
    kept = {name: value for name, value in os.environ.items() if name not in strangers}
    return kept | {"PYTHONUTF8": "1"} | extra


def run_logged(command: list[str], what: str, log: Path, show: Callable[[str], None] | None = None) -> None:
    """Run a command with its output in ``log``; when it fails, one sentence says why.

    :raises Stop: the command ended with an error.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as file:
        child = subprocess.Popen(
            command, cwd=TOP, env=child_environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        for text in child.stdout or ():
            file.write(text)
            if show:
                show(text)
    if child.wait():
        end_ticks()
        stop(explain(log.read_text(encoding="utf-8"), what, log))


def works() -> bool:
    """Whether .venv has a Python of this version that starts (a moved or updated base Python breaks it)."""
    question = "import sys, pip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, env=child_environment())
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def remove_venv() -> None:
    if VENV.is_symlink():
        VENV.unlink()
    for folder in {VENV, venv_folder()}:
        shutil.rmtree(folder, ignore_errors=True)


def venv_folder() -> Path:
    """Where the environment really is: .venv, or outside when a ':' in our path keeps Python from making one there."""
    if os.pathsep not in str(VENV):
        return VENV
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "seoul-kids-cafe-booking" / hashlib.sha256(str(TOP).encode()).hexdigest()[:16]


def make_venv() -> None:
    remove_venv()
    folder = venv_folder()
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch) / "venv.log"
        command = [sys.executable, "-m", "venv", "--clear", str(folder)]
        try:
            run_logged(command, "파이썬 가상 환경 만들기", log)
        except Exception:
            if "ensurepip" not in log.read_text(encoding="utf-8"):
                raise
            install_ensurepip()
            run_logged(command, "파이썬 가상 환경 만들기", log)
    if folder != VENV:
        VENV.symlink_to(folder)


def install_ensurepip() -> None:
    """Debian ships Python without ensurepip; fetch it when we may, else say how."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not apt_install(package):
        stop(f"파이썬의 venv 모듈이 없습니다. 'apt-get install {package}' 후 다시 실행해 주세요 (install {package}).")


def apt_install(package: str) -> bool:
    """Install a Debian package if we are root on a Debian; whether that worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = partial(
        subprocess.run,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"},
    )
    with step(f"데비안 꾸러미 {package} 설치 (apt-get)"):
        quiet(["apt-get", "update", "-qq"])  # a stale list may still do: the install decides
        return quiet(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]).returncode == 0


@contextmanager
def alone() -> Iterator[None]:
    """Hold the set-up of this folder, so that a ``make run`` and a ``make test`` at once do not install into each other."""
    folder = TOP / ".tools"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            line("· 다른 make가 준비를 마칠 때까지 기다립니다 (waiting for another make) …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ensure_python(lock: str) -> None:
    """Make .venv hold what the lock file names; nothing is done when it already does.

    The stamp is written last, so an interrupted install is repeated, not trusted.
    """
    if not works():
        with step("파이썬 가상 환경 만들기 (.venv)"):
            make_venv()
    stamp, wanted = VENV / f"installed-{lock}", digest(TOP / lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step(f"파이썬 꾸러미 설치 (pip, {lock})"):
        command = [
            str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check",
            "--progress-bar=off", "--retries=2", "-r", lock,
        ]  # fmt: skip
        run_logged(command, "파이썬 꾸러미 설치", LOG, _show_package)
        end_ticks()
    stamp.write_text(wanted)


def _show_package(text: str) -> None:
    if found := PACKAGE_LINE.search(text):
        tick(found.group(1))
