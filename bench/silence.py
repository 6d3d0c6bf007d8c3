"""``python -m bench.silence PORT COUNT``: hold so many connections on which nothing is ever sent, until told to end.

A process of its own, so that the families who reserve meanwhile have theirs. A connection that the server ends is opened
anew.
"""

import asyncio
import sys

OPENED_AT_ONCE = 200
AGAIN_SECONDS = 1.0


async def _hold(port: int, at_once: asyncio.Semaphore) -> None:
    while True:
        try:
            async with at_once, asyncio.timeout(10):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while await reader.read(4096):
                pass
            writer.close()
        except (OSError, TimeoutError):
            pass
        await asyncio.sleep(AGAIN_SECONDS)


async def _hold_all(port: int, count: int) -> None:
    at_once = asyncio.Semaphore(OPENED_AT_ONCE)
    await asyncio.gather(*(_hold(port, at_once) for _ in range(count)))


if __name__ == "__main__":
    asyncio.run(_hold_all(int(sys.argv[1]), int(sys.argv[2])))
