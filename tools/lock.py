"""Remake the lock files: exact versions and the hashes of every platform's files, but no registry's address.

``requirements.lock`` is the service, ``requirements-dev.lock`` the service and its tests (the same versions), and
``requirements-node.lock`` Node.js as a wheel for machines without it.
"""

import re
import subprocess

from tools.environment import TOP, VENV, ensure_python
from tools.frontend import npm
from tools.say import step, stop

OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--no-config",
    "--python-version=3.11",
    "--upgrade",
    "--quiet",
)
# In this order: the tests take the service's versions.
LOCKS = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-dev.lock": ("pyproject.toml", "--group=dev", "--constraint=requirements.lock"),
    "requirements-node.lock": ("--group=node",),
}


def addresses(text: str) -> list[str]:
    """The lines of a lock file that name an address or a folder of this machine."""
    return [line for line in text.splitlines() if re.search(r"https?:|file:|--find-links|@ ", line)]


def compile_lock(uv: str, name: str, sources: tuple[str, ...]) -> None:
    target = TOP / name
    command = [uv, "pip", "compile", *OPTIONS, *sources, f"--output-file={name}"]
    if subprocess.run(command, cwd=TOP, stdout=subprocess.DEVNULL).returncode:
        stop(f"{name}을 만들지 못했습니다. 위의 uv 설명을 보세요 (uv could not resolve).")
    if found := addresses(target.read_text(encoding="utf-8")):
        stop(f"{name}에 주소가 들어 있습니다: {found[0]} (a lock file must not hold addresses).")


def lock_npm(npm: list[str]) -> None:
    if subprocess.run([*npm, "install", "--package-lock-only", "--ignore-scripts"], cwd=TOP).returncode:
        stop("package-lock.json을 만들지 못했습니다 (npm could not resolve).")
    if '"resolved"' in (TOP / "package-lock.json").read_text(encoding="utf-8"):
        stop("package-lock.json에 주소가 들어 있습니다 (a lock file must not hold addresses).")


def main() -> int:
    ensure_python("requirements-dev.lock")  # uv is one of the development tools
    for name, sources in LOCKS.items():
        with step(f"{name} (resolve)"):
            compile_lock(str(VENV / "bin" / "uv"), name, sources)
    with step("package-lock.json (resolve)"):
        lock_npm(npm())
    return 0
