"""What is no TOML is told in Korean: the line and the key where it began, and what would be right."""

import re
import tomllib

import pytest

from seed.syntax import syntax_problem

SLIPS = [
    # what is typed below [fees] in line 2, the line, the key, a piece of the sentence
    ('a = abc"', 3, "fees.a", '글은 "abc"처럼 따옴표로'),
    ("a = 한글", 3, "fees.a", '글은 "한글"처럼 따옴표로'),
    ("a = “한글”", 3, "fees.a", "곧은 따옴표"),
    ('a = "abc', 3, "fees.a", "따옴표가 닫히지 않았습니다"),
    ("a = 1\nb = 'abc\nc = 1", 4, "fees.b", "따옴표가 닫히지 않았습니다"),
    ('a = """abc\nc = 1\n\n', 3, "fees.a", "따옴표가 닫히지 않았습니다"),
    ('a = "say "hi" now"', 3, "fees.a", "닫는 따옴표 뒤에"),
    ("a = 1\nb = 2\na = 3", 5, "fees.a", "같은 키를 두 번 적었습니다(3행에도 있습니다)"),
    ("a = 1\n[fees]\na = 3", 4, "fees", "[fees] 표를 두 번 적었습니다(2행에도 있습니다)"),
    ("a = 1\n[[fees]]\na = 3", 4, "fees", "모두 [[fees]]로"),
    ("a = [1, 2\nb = 3", 3, "fees.a", "목록이 닫히지 않았습니다"),
    ("a = [\n  1,\n  2\n\nb = 3", 3, "fees.a", "목록이 닫히지 않았습니다"),
    ('a = ["화" "수"]', 3, "fees.a", "쉼표"),
    ("a = { x = 1\nb = 3", 3, "fees.a", "작은 표"),
    ("a = { x = 1,\n y = 3 }", 3, "fees.a", "작은 표"),
    ("a = [{ x = 1, x = 2 }]", 3, "fees.a", "같은 키가 두 번"),
    ("[ages", 3, "fees", "표의 이름은"),
    ("[zone.영아]", 3, "zone.영아", "한글이나 띄어쓰기가 든 이름은 따옴표로"),
    ("[ages] 나이", 3, "ages", "표의 이름 뒤에"),
    ("from = 2026-13-01", 3, "fees.from", "없는 날짜입니다"),
    ("from = 2026-02-30", 3, "fees.from", "없는 날짜입니다"),
    ("from = 2026-3-1", 3, "fees.from", "두 자리로"),
    ("from = 2026-12", 3, "fees.from", "지금 2026-12"),
    ("a = 2026-04-01T25:00:00", 3, "fees.a", "없는 날짜나 시각입니다"),
    ("at = 9:00", 3, "fees.at", "(지금 9:00)"),
    ("at = 09:30~11:30", 3, "fees.at", "따옴표로 묶고"),
    ("a = 07", 3, "fees.a", "0으로 시작하지 않습니다"),
    ("a = 2,000", 3, "fees.a", "쉼표를 넣지 않습니다"),
    ("a = 2000원", 3, "fees.a", "단위를 붙이지 않습니다: 2000"),
    ("a = 50%", 3, "fees.a", "단위를 붙이지 않습니다: 50"),
    ("a = 1 2", 3, "fees.a", "값이 끝난 뒤에"),
    ("a = ", 3, "fees.a", "값이 없습니다"),
    ("a = # 모름", 3, "fees.a", "값이 없습니다"),
    ("a = [,]", 3, "fees.a", "값이 비어"),
    ("a = True", 3, "fees.a", "소문자 true"),
    ("a =\u00a01", 3, "fees.a", "보이지 않는 글자"),
    ('a = "\x01"', 3, "fees.a", "보이지 않는 글자"),
    ("a = 1\rb = 2", 3, "fees.a", "CR"),
    (r'a = "\d"', 3, "fees.a", r"\\로 적습니다"),
    ("a: 3", 3, "fees", "="),
    ("나이 = 3", 3, "fees.나이", "한글 이름은 따옴표로 묶습니다"),
    ("설명", 3, "fees", "설명은 # 뒤에"),
]


@pytest.mark.parametrize(("typed", "line", "key", "piece"), SLIPS)
def test_a_slip_is_told_where_it_began_and_what_would_be_right(typed, line, key, piece):
    text = f'code = "XX990101"\n[fees]\n{typed}\n'
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)

    problem = syntax_problem("f", text, caught.value)

    assert (problem.line, problem.key) == (line, key)
    assert piece in problem.sentence
    assert re.match(r"TOML 문법에 맞지 않습니다\(\d+번째 글자\)\. ", problem.sentence)


def test_lines_are_counted_as_an_editor_counts_them():
    text = "# \u2028 \x85\r\n[fees]\r\na = 1\r\na = 2\r\n"
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)

    problem = syntax_problem("f", text, caught.value)

    assert (problem.line, "3행에도" in problem.sentence) == (4, True)
