"""The service for an ASGI server, as ``make run`` starts it: ``granian --interface asgi asgi:app``."""

import gc
import resource

from booking.busy import make_ready
from booking.config import BODY_MOST_BYTES
from booking.gate import Turns
from booking.headers import headers_for
from booking.whole_bodies import WholeBodies
from wsgi import app as wsgi_app

app = WholeBodies(
    wsgi_app,
    wsgi_app.extensions["busy"],
    Turns(),
    wsgi_app.extensions["line_at_the_gate"],
    most_bytes=BODY_MOST_BYTES,
    headers=headers_for(over_tls=wsgi_app.config["SETTINGS"].secure_cookies),
)

make_ready(wsgi_app)

# A connection is an open file, and shells allow fewer than a rush has (tools/server.py, CONNECTIONS).
OPEN_FILES = 10_240
allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
if allowed != resource.RLIM_INFINITY and allowed < wanted:
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))

# What is made at the start stays: the collector need not look through it again with every few requests.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
