"""Tokens: making one with e-mail and password, the own ones, ending one."""

from typing import Annotated

from pydantic import Field

from ..actions.create_token import create_token
from ..actions.end_sign_in import end_sign_in
from ..queries.sign_ins import sign_ins_of
from ..tokens import DAYS_MOST, DAYS_USUAL
from .bearer import program_origin
from .edges import account, public
from .routes import REPLAYED, Asked, reads, secret_key, writes
from .values import Given, Instant, Shown, TokenName

EMAIL_MOST = 254
PASSWORD_MOST = 128


class TokenWanted(Given):
    """Who asks, what the token is called, and how many days it lives."""

    email: Annotated[str, Field(min_length=1, max_length=EMAIL_MOST)]
    password: Annotated[str, Field(min_length=1, max_length=PASSWORD_MOST)]
    name: TokenName
    days: Annotated[int, Field(ge=1, le=DAYS_MOST)] = DAYS_USUAL


class TokenMade(Shown):
    """A token. ``token`` is shown here only: the service keeps its hash."""

    token: str
    token_id: int
    name: str
    role: str
    created_at: Instant
    expires_at: Instant


class Token(Shown):
    """A live token of the account; ``is_this``: the one that asks."""

    token_id: int
    name: str
    created_at: Instant
    expires_at: Instant
    is_this: bool


class TokenList(Shown):
    """The account's live tokens, the newest first."""

    tokens: list[Token]


@writes(public, "POST", "/tokens", summary="토큰 만들기", status=201, body=TokenWanted, shown=TokenMade, again="action")
def make_token(asked: Asked[TokenWanted]) -> TokenMade:
    wanted = asked.given
    made = create_token(
        wanted.email,
        wanted.password,
        name=wanted.name,
        days=wanted.days,
        key=asked.key,
        secret_key=secret_key(),
        origin=program_origin(),
        now=asked.now,
    )
    if made.again:
        asked.headers[REPLAYED] = "true"
    return TokenMade(
        token=made.secret,
        token_id=made.token_id,
        name=made.name,
        role=made.role,
        created_at=made.created_at,
        expires_at=made.expires_at,
    )


@reads(account, "/tokens", summary="내 토큰 목록", shown=TokenList)
def list_tokens(asked: Asked[None]) -> TokenList:
    return TokenList(
        tokens=[
            Token(
                token_id=row.sign_in_id,
                name=row.name,
                created_at=row.created_at,
                expires_at=row.expires_at,
                is_this=row.is_this,
            )
            for row in sign_ins_of(asked.actor, asked.now)
            if row.name is not None and row.expires_at is not None
        ]
    )


@writes(account, "DELETE", "/tokens/<int:token_id>", summary="내 토큰 끝내기", status=204)
def end_token(asked: Asked[None], token_id: int) -> None:
    end_sign_in(token_id, actor=asked.actor, tokens_only=True, now=asked.now)
