"""Copy what the pages need of node_modules/ into booking/static/vendor/, as tools/vendor.txt lists it.

The copy is built beside the real folder and swapped in at the end, so a server that runs meanwhile never sees half
of it and files that are no longer listed disappear.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tools.say import stop

TOP = Path(__file__).resolve().parent.parent
LIST = TOP / "tools" / "vendor.txt"
VENDOR = TOP / "booking" / "static" / "vendor"


def rules(text: str) -> Iterator[tuple[str, str]]:
    """The (glob, folder) pairs of a vendor list; empty lines and comments are skipped."""
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        glob, arrow, folder = (part.strip() for part in raw.partition("->"))
        if not (glob and arrow and folder):
            stop(f"tools/vendor.txt {number}번째 줄은 'glob -> 폴더' 꼴이어야 합니다 (malformed line).")
        yield glob, folder


def copy(packages: Path = TOP / "node_modules", listing: Path = LIST, vendor: Path = VENDOR) -> int:
    """Replace ``vendor`` by the listed files and return how many they are."""
    fresh, old = vendor.with_name("vendor.new"), vendor.with_name("vendor.old")
    shutil.rmtree(fresh, ignore_errors=True)
    count = 0
    for glob, folder in rules(listing.read_text(encoding="utf-8")):
        files = [path for path in packages.glob(glob) if path.is_file()]
        if not files:
            stop(f"tools/vendor.txt의 {glob}에 맞는 파일이 없습니다 (no such file in node_modules).")
        (fresh / folder).mkdir(parents=True, exist_ok=True)
        for path in files:
            shutil.copyfile(path, fresh / folder / path.name)
        count += len(files)
    shutil.rmtree(old, ignore_errors=True)
    if vendor.exists():
        vendor.rename(old)
    fresh.rename(vendor)
    shutil.rmtree(old, ignore_errors=True)
    return count
