"""Commands: ``flask account create`` makes the first city official."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from . import clock, rules_cli
from .actions.create_official import create_city_official
from .fields import NAME_MOST, PASSWORD_LEAST, PASSWORD_MOST
from .rules.refusals import Refused
from .words import sentence

account = AppGroup("account", help="계정 (accounts)")


@account.command("create")
@click.option("--email", prompt="메일 주소 (e-mail)")
@click.option("--name", prompt="이름 (name)")
@click.password_option("--password", prompt="비밀번호 (password, 10자 이상)")
def create(email: str, name: str, password: str) -> None:
    """Make a city official, who then invites everybody else."""
    address, name = _address(email), name.strip()
    if not 1 <= len(name) <= NAME_MOST or not name.isprintable() or "<" in name:
        raise click.ClickException(f"이름은 1자부터 {NAME_MOST}자까지의 글자로 적어 주세요.")
    if len(password.strip()) < PASSWORD_LEAST or len(password) > PASSWORD_MOST:
        raise click.ClickException(f"비밀번호는 {PASSWORD_LEAST}자부터 {PASSWORD_MOST}자까지 적어 주세요.")
    try:
        create_city_official(email=address, name=name, password=password, now=clock.now())
    except Refused as refused:
        raise click.ClickException(sentence(refused.refusal)) from refused
    except DBAPIError as error:
        # What the driver says may hold the row, and with it the password's hash.
        raise click.ClickException(
            "데이터베이스에 쓸 수 없습니다. 먼저 flask db upgrade 를 하고 DATABASE_URL 을 확인하세요."
        ) from error
    click.echo(
        f"시 관리자 {address} 을(를) 만들었습니다. {current_app.config['SETTINGS'].base_url}/sign-in 에서 로그인하세요."
    )


def _address(email: str) -> str:
    try:
        found = validate_email(email.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise click.ClickException("메일 주소를 확인해 주세요. 예: name@example.com") from error
    return (found.ascii_email or found.normalized).lower()


def init_app(app: Flask) -> None:
    """Attach the commands to the app."""
    app.cli.add_command(account)
    rules_cli.init_app(app)
