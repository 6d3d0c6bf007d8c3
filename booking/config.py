"""Every setting of the service, read once at start from the environment.

Nothing else reads ``os.environ``. A wrong setting is a :class:`ConfigError` with one sentence that names the variable
and what would be right, because the person who meets it is starting the service, not reading its code.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from . import smtp_url

ROOT = Path(__file__).resolve().parent.parent
BODY_MOST_BYTES = 256 * 1024
"""The largest body that a request may have: a form here is a few hundred bytes."""
_SHIFT = re.compile(r"(?P<sign>[+-]?)(?:(?P<d>\d+)d)?(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>\d+)s?)?")


class ConfigError(Exception):
    """The service must not start like this; the message is one sentence for the person who starts it."""


@dataclass(frozen=True)
class Keeping:
    """How many days each kind of row is kept (issue: settings with these defaults)."""

    unconfirmed_accounts_days: int = 7
    sign_ins_days: int = 90
    notices_days: int = 180
    visits_days: int = 365
    log_days: int = 3 * 365
    answers_days: int = 30


@dataclass(frozen=True)
class Settings:
    """All settings. Lengths carry their unit in the name; paths are absolute."""

    env: str
    secret_key: str
    database_url: str
    base_url: str
    var_dir: Path
    mail_dir: Path
    smtp_url: str | None
    mail_from: str
    clock_shift: timedelta
    trusted_hosts: tuple[str, ...]
    slots_ahead_days: int
    keeping: Keeping
    secure_cookies: bool
    log_level: str
    log_format: str
    metrics_token: str | None
    trusted_proxies: int
    runs_a_command: bool

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def slots_until(self, today: date) -> date:
        """The last date for which slots are opened today."""
        return today + timedelta(days=self.slots_ahead_days)


def shift(text: str) -> timedelta:
    """A clock shift such as ``+3h``, ``-30m``, ``1d2h30m`` or plain seconds, as a length of time.

    :raises ConfigError: the text is no such length.
    """
    found = _SHIFT.fullmatch(text.strip())
    if text.strip() and (found is None or not any(found.group(k) for k in "dhms")):
        raise ConfigError(f"CLOCK_SHIFT={text!r} 을(를) 읽을 수 없습니다. 예: +3h, -30m, 1d2h30m, 5400 (초).")
    if not text.strip() or found is None:
        return timedelta()
    try:
        days, hours, minutes, seconds = (int(found.group(k) or 0) for k in "dhms")
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except (ValueError, OverflowError):
        # More digits than Python reads, or more days than it can hold.
        length = timedelta.max
    if length > timedelta(days=3660):
        raise ConfigError(f"CLOCK_SHIFT={text[:40]!r} 은(는) 10년을 넘습니다. 더 작은 값을 주세요.")
    return -length if found.group("sign") == "-" else length


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not low <= int(text) <= high:
        raise ConfigError(f"{name}={text[:40]!r} 은(는) {low}부터 {high}까지의 정수여야 합니다.")
    return int(text)


def _database_url(env: Mapping[str, str], var_dir: Path) -> str:
    url = env.get("DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{var_dir / 'booking.sqlite3'}"
    # Hosting platforms hand out postgres:// or postgresql://; the driver in use is psycopg 3.
    url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError("DATABASE_URL 은 sqlite:///경로 또는 postgresql://사용자:비밀번호@호스트/이름 이어야 합니다.")
    return url


def _secret_key(env: Mapping[str, str], name: str, var_dir: Path) -> str:
    """The signing secret: from the environment, or in development a file that is made once so sign-ins outlive a restart."""
    given = env.get("SECRET_KEY", "")
    if given:
        if name == "production" and len(given) < 32:
            raise ConfigError("SECRET_KEY 가 너무 짧습니다. 32자 이상이어야 합니다 (SECRET_KEY too short).")
        return given
    if name == "production":
        raise ConfigError("운영 환경(ENV=production)에는 SECRET_KEY 가 필요합니다 (SECRET_KEY is missing).")
    path = var_dir / "secret_key"
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        with path.open("x") as file:
            file.write(secrets.token_hex(32))
        path.chmod(0o600)
    except FileExistsError:
        pass
    except OSError as error:
        raise ConfigError(f"{var_dir} 에 쓸 수 없습니다: {error.strerror}.") from error
    return path.read_text()


def _smtp_url(env: Mapping[str, str]) -> str | None:
    url = env.get("SMTP_URL", "").strip()
    if not url:
        return None
    try:
        smtp_url.parse(url)
    except ValueError as error:
        raise ConfigError(f"SMTP_URL: {error}") from error
    return url


def _mail_from(env: Mapping[str, str]) -> str:
    sender = env.get("MAIL_FROM", "").strip() or "서울형 키즈카페 예약 <no-reply@kidscafe.example>"
    address = parseaddr(sender)[1]
    if not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", address) or not sender.isprintable():
        raise ConfigError(f"MAIL_FROM={sender!r} 은(는) '이름 <주소@호스트>' 꼴이어야 합니다.")
    return sender


def _one_of(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name, "").strip().lower() or default
    if value not in allowed:
        raise ConfigError(f"{name}={value[:40]!r} 은(는) {', '.join(allowed)} 가운데 하나여야 합니다.")
    return value


def _metrics_token(env: Mapping[str, str]) -> str | None:
    token = env.get("METRICS_TOKEN", "").strip()
    if token and not re.fullmatch(r"[A-Za-z0-9._~+/=-]{16,200}", token):
        raise ConfigError("METRICS_TOKEN 은 16자부터 200자까지의 영문자, 숫자, 기호(._~+/=-)여야 합니다.")
    return token or None


def _host_of(url: str) -> tuple[str, str]:
    """Scheme and host of the service's own address."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"BASE_URL={url!r} 은(는) https://호스트 꼴이어야 합니다.")
    return parts.scheme, parts.hostname


def read(env: Mapping[str, str]) -> Settings:
    """The settings that ``env`` states.

    :raises ConfigError: a value is missing, wrong, or not allowed in production.
    """
    name = env.get("ENV", "development").strip() or "development"
    if name not in ("development", "production", "test"):
        raise ConfigError(f"ENV={name!r} 은(는) development, production, test 가운데 하나여야 합니다.")
    var_dir = Path(env.get("VAR_DIR") or ROOT / "var").resolve()
    clock_shift = shift(env.get("CLOCK_SHIFT", ""))
    if name == "production" and clock_shift:
        raise ConfigError("운영 환경(ENV=production)에서는 CLOCK_SHIFT 로 시계를 옮길 수 없습니다.")
    port = _number(env, "PORT", 8000, 1, 65535)
    base_url = (env.get("BASE_URL") or f"http://localhost:{port}").rstrip("/")
    scheme, host = _host_of(base_url)
    if name == "production" and not env.get("BASE_URL"):
        raise ConfigError("운영 환경(ENV=production)에는 메일 링크에 쓸 BASE_URL 이 필요합니다.")
    hosts = [host.strip() for host in env.get("TRUSTED_HOSTS", "").split(",") if host.strip()]
    local = [] if name == "production" else ["localhost", "127.0.0.1", "[::1]"]
    days = {field: _number(env, f"KEEP_{field.upper()}", default, 1, 36500) for field, default in vars(Keeping()).items()}
    return Settings(
        env=name,
        secret_key=_secret_key(env, name, var_dir),
        database_url=_database_url(env, var_dir),
        base_url=base_url,
        var_dir=var_dir,
        mail_dir=Path(env.get("MAIL_DIR") or var_dir / "mail").resolve(),
        smtp_url=_smtp_url(env),
        mail_from=_mail_from(env),
        clock_shift=clock_shift,
        trusted_hosts=tuple(dict.fromkeys([*hosts, host, *local])),
        slots_ahead_days=_number(env, "SLOTS_AHEAD_DAYS", 28, 1, 366),
        keeping=Keeping(**days),
        secure_cookies=scheme == "https",
        log_level=_one_of(env, "LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
        log_format=_one_of(env, "LOG_FORMAT", "json" if name == "production" else "plain", ("json", "plain")),
        metrics_token=_metrics_token(env),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, 0, 9),
        # Flask says so itself, to every process that is a `flask …` command.
        runs_a_command=env.get("FLASK_RUN_FROM_CLI") == "true",
    )
