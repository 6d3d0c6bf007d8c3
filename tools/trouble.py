"""Turn what a failed command printed into one sentence for the person who typed ``make``."""

import errno
import re
from pathlib import Path

FULL = "디스크가 가득 찼습니다. 공간을 비운 뒤 다시 실행해 주세요 (the disk is full)."
CLOSED = "이 폴더에 쓸 수 없습니다. 쓰기 권한을 확인해 주세요 (the folder is not writable)."
NEWER = (
    "데이터베이스가 이 프로그램보다 새 버전입니다. 새 프로그램을 쓰세요 (the database is of a newer version than this code)."
)
AWAY = "데이터베이스에 연결할 수 없습니다. DATABASE_URL과 서버를 확인해 주세요 (cannot connect to the database)."
ALTERED = "내려받은 꾸러미가 잠금 파일의 해시와 달라 설치하지 않았습니다 (a package does not match its locked hash)."
OFFLINE = "인터넷에 연결할 수 없어 꾸러미를 받지 못했습니다. 연결을 확인해 주세요 (no network to download packages)."
UNLOCKED = "package.json과 package-lock.json이 서로 다릅니다. make lock을 실행해 주세요 (run make lock)."

# The first pattern that is found names the cause.
CAUSES = {
    r"No space left|ENOSPC|disk is full|disk full|Disk quota": FULL,
    r"Read-only file system|EROFS|Permission denied|EACCES|readonly database": CLOSED,
    r"Can't locate revision": NEWER,
    r"connection to server|connection failed|connection timeout|failed to resolve host": AWAY,
    r"DO NOT MATCH THE HASHES|EINTEGRITY": ALTERED,
    r"npm (?:error|ERR!) .*in sync": UNLOCKED,
    r"name resolution|NewConnectionError|Failed to establish|ConnectTimeout|ReadTimeout|ProxyError|Max retries": OFFLINE,
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|Network is unreachable": OFFLINE,
}
ERRNOS = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: CLOSED, errno.EACCES: CLOSED, errno.EPERM: CLOSED}
RAISED = re.compile(r"[\w.]+(?:Error|Exception): ")  # how the last line of a stack trace begins
SHOWN = 20
NOISE = ("(Background on this error", "[SQL:", "[notice]", "WARNING:")


def explain(output: str, what: str, log: Path | None = None) -> str:
    """What failed, and why: a known cause, or the sentences of our own commands, or the last line."""
    for pattern, cause in CAUSES.items():
        if re.search(pattern, output):
            return f"{what}: {cause}"
    lines = [line.strip() for line in output.splitlines() if line.strip() and not line.strip().startswith(NOISE)]
    errors = [line for line in lines if line.startswith(("ERROR", "npm error", "npm ERR!", "Error"))]
    if lines and not errors and "Traceback" not in output:
        return "\n".join([f"{what}에 실패했습니다 (failed):", *lines[:SHOWN]])
    raised = [line for line in lines if RAISED.match(line)]
    last = (raised or errors or lines or [""])[-1][:300]
    where = f" 자세한 기록: {log}" if log and log.exists() else ""
    return f"{what}에 실패했습니다 (failed): {last}{where}"


def explain_os_error(error: OSError) -> str:
    """The sentence for a file that cannot be read or written."""
    cause = ERRNOS.get(error.errno or 0, f"{error.strerror or error}.")
    return f"{error.filename}: {cause}" if error.filename else cause
