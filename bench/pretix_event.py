"""Run by pretix's own Python (:mod:`bench.pretix`): an organizer, an event with one item that never sells out, a token.

Prints them as one line of JSON, the last one.
"""

import json
import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix.settings")
django.setup()

from django.utils.timezone import now  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402
from pretix.base.models import Event, Organizer, Team  # noqa: E402

PLACES = 10_000_000
MAY = ("all_events", "all_event_permissions", "all_organizer_permissions", "can_change_orders", "can_view_orders")

with scopes_disabled():
    organizer = Organizer.objects.create(slug="bench", name="Bench")
    known = {one.name for one in Team._meta.get_fields()}
    team = Team.objects.create(organizer=organizer, name="api", **{name: True for name in MAY if name in known})
    event = Event.objects.create(
        organizer=organizer,
        slug="cafe",
        name="Kids cafe",
        currency="KRW",
        date_from=now() + timedelta(days=30),
        live=True,
        plugins="",
    )
    item = event.items.create(name="Slot", default_price=0, active=True, admission=True)
    event.quotas.create(name="places", size=PLACES).items.add(item)
    token = team.tokens.create(name="bench").token
    print(json.dumps({"organizer": organizer.slug, "event": event.slug, "item": item.pk, "token": token}))
