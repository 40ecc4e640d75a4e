"""Ends with 0 where the app on this machine is ready for readers: ``ready.py [PORT [SECONDS]]``.

For health checks of containers and service managers; asks Python's own library alone. With
SECONDS it asks again until the app is ready or they are over.
"""

from __future__ import annotations

import http.client
import sys
import time


def is_ready(port: int) -> bool:
    """Return whether the app at a port of this machine says that it is ready."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(words: list[str]) -> int:
    """Return the exit code."""
    port = int(words[0]) if words else 8501
    until = time.monotonic() + (float(words[1]) if len(words) > 1 else 0)
    while not is_ready(port):
        if time.monotonic() >= until:
            return 1
        time.sleep(0.5)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
