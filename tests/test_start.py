"""The service does not start like this, and says why in one sentence."""

from datetime import timedelta

import pytest

from booking import config, create_app
from booking.db import transaction
from booking.models import Account
from tests.world import a_world

PRODUCTION = {"ENV": "production", "SECRET_KEY": "x" * 40, "BASE_URL": "https://kidscafe.example"}


@pytest.mark.parametrize(
    ("env", "named"),
    [
        (PRODUCTION | {"SECRET_KEY": ""}, "SECRET_KEY"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY"),
        (PRODUCTION | {"CLOCK_SHIFT": "+1h"}, "CLOCK_SHIFT"),
        (PRODUCTION | {"BASE_URL": ""}, "BASE_URL"),
        (PRODUCTION | {"BASE_URL": "kidscafe"}, "BASE_URL"),
        ({"ENV": "live"}, "ENV"),
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"DATABASE_URL": "mysql://db"}, "DATABASE_URL"),
        ({"CLOCK_SHIFT": "tomorrow"}, "CLOCK_SHIFT"),
        ({"CLOCK_SHIFT": "99999d"}, "CLOCK_SHIFT"),
        ({"CLOCK_SHIFT": "+99999999999d"}, "CLOCK_SHIFT"),
        ({"CLOCK_SHIFT": "-" + "9" * 5000}, "CLOCK_SHIFT"),
        ({"PORT": "9" * 5000}, "PORT"),
        ({"BASE_URL": "http://[::1"}, "BASE_URL"),
        ({"SLOTS_AHEAD_DAYS": "-1"}, "SLOTS_AHEAD_DAYS"),
        ({"KEEP_LOG_DAYS": "0"}, "KEEP_LOG_DAYS"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN"),
        ({"METRICS_TOKEN": "열여섯 글자가 넘지만 영문이 아닌 것"}, "METRICS_TOKEN"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(env, named, tmp_path):
    with pytest.raises(config.ConfigError, match=named) as refused:
        config.read({"VAR_DIR": str(tmp_path), "SECRET_KEY": "s"} | env)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", timedelta()),
        ("+3h", timedelta(hours=3)),
        ("-30m", timedelta(minutes=-30)),
        ("1d2h30m", timedelta(days=1, hours=2, minutes=30)),
        ("5400", timedelta(minutes=90)),
    ],
)
def test_a_clock_shift_is_read(text, length):
    assert config.shift(text) == length


def test_development_makes_its_secret_once(tmp_path):
    first = config.read({"VAR_DIR": str(tmp_path)})

    assert config.read({"VAR_DIR": str(tmp_path)}).secret_key == first.secret_key
    assert len(first.secret_key) == 64


def test_production_refuses_demo_people(context, settings, tmp_path):
    world = a_world()
    production = config.read(
        PRODUCTION | {"DATABASE_URL": settings.database_url, "VAR_DIR": str(tmp_path), "TRUSTED_HOSTS": "localhost"}
    )
    create_app(production)
    with transaction() as session:
        session.get_one(Account, world.mom.account_id).demo = True

    with pytest.raises(config.ConfigError, match="체험용 계정"):
        create_app(production)


def test_an_unknown_host_is_refused_before_anything_is_made_of_it(app):
    answer = app.test_client().get("/", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert b"evil" not in answer.data
