"""Turn what a failed command printed into one sentence for the person who typed ``make``."""

import errno
import re
from pathlib import Path

# The first pattern that is found names the cause; the order is from specific to general.
CAUSES = (
    (r"No space left|ENOSPC|disk is full|disk full|Disk quota",
     "디스크가 가득 찼습니다. 공간을 비운 뒤 다시 실행해 주세요 (the disk is full)."),
    (r"Read-only file system|EROFS|Permission denied|EACCES|readonly database",
     "이 폴더에 쓸 수 없습니다. 쓰기 권한을 확인해 주세요 (the folder is not writable)."),
    (r"THESE PACKAGES DO NOT MATCH THE HASHES|EINTEGRITY",
     "내려받은 꾸러미가 잠금 파일의 해시와 다릅니다. 설치하지 않았습니다 (a package does not match its locked hash)."),
    (r"name resolution|NewConnectionError|Failed to establish|ConnectTimeout|ReadTimeout|ProxyError|SSLError|"
     r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|Network is unreachable|Max retries",
     "인터넷에 연결할 수 없어 꾸러미를 받지 못했습니다. 연결을 확인해 주세요 (no network to download packages)."),
    (r"npm (?:error|ERR!) .*in sync",
     "package.json과 package-lock.json이 서로 다릅니다. make lock을 실행해 주세요 (run make lock)."),
)  # fmt: skip

ERRNOS = {
    errno.ENOSPC: CAUSES[0][1],
    errno.EDQUOT: CAUSES[0][1],
    errno.EROFS: CAUSES[1][1],
    errno.EACCES: CAUSES[1][1],
    errno.EPERM: CAUSES[1][1],
}


def explain(output: str, what: str, log: Path | None = None) -> str:
    """One sentence: what failed, and why if a known cause is in the output; else its last line and where the rest is."""
    for pattern, cause in CAUSES:
        if re.search(pattern, output):
            return f"{what}: {cause}"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR", "npm error", "npm ERR!", "Error"))]
    last = (errors or lines or [""])[-1][:300]
    where = f" 자세한 기록: {log}" if log and log.exists() else ""
    return f"{what}에 실패했습니다 (failed): {last}{where}"


def explain_os_error(error: OSError) -> str:
    """The sentence for a file that cannot be read or written."""
    cause = ERRNOS.get(error.errno or 0, f"{error.strerror or error}.")
    return f"{error.filename}: {cause}" if error.filename else cause
