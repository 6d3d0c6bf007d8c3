"""Commands: ``flask account create`` makes the first city official."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from . import clock
from .actions.create_official import create_city_official
from .rules.refusals import Refused
from .words import sentence

account = AppGroup("account", help="계정 (accounts)")


@account.command("create")
@click.option("--email", prompt="메일 주소 (e-mail)")
@click.option("--name", prompt="이름 (name)")
@click.password_option("--password", prompt="비밀번호 (password, 10자 이상)")
def create(email: str, name: str, password: str) -> None:
    """Make a city official, who then invites everybody else."""
    if len(password) < 10:
        raise click.ClickException("비밀번호는 10자 이상이어야 합니다.")
    try:
        create_city_official(email=email.strip().lower(), name=name.strip(), password=password, now=clock.now())
    except Refused as refused:
        raise click.ClickException(sentence(refused.refusal)) from refused
    click.echo(
        f"시 관리자 {email} 을(를) 만들었습니다. {current_app.config['SETTINGS'].base_url}/sign-in 에서 로그인하세요."
    )


def init_app(app: Flask) -> None:
    """Attach the commands to the app."""
    app.cli.add_command(account)
