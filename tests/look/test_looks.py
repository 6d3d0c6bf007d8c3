"""Only a page that axe would judge as another one is passed by: whatever it could find makes another look."""

import pytest

from tests.look.axe import LOOK, violations
from tests.support.browser import SIZES, open_browser

PAGE = """<!doctype html><html lang="ko"><head><meta name="viewport" content="width=device-width"><title>예약</title>
<style>p {{ color: #222 }} .pale {{ color: #ccc }} .gone {{ display: none }}</style></head><body>
<header><nav aria-label="메뉴"><a href="#main">본문으로</a></nav></header>
<main id="main"><h1>{name} 예약</h1>
<form><label for="child">아이 이름</label> <input id="child" name="child"> <button>예약하기</button></form>
<h2>날짜</h2><ul>{rows}</ul><p>남은 자리가 있어요.</p><img src="x.png" alt="지도"></main></body></html>"""
THE_PAGE = PAGE.format(name="혜화점", rows="<li>오전</li><li>오후</li>")
JUDGED = {
    "no language": (' lang="ko"', ""),
    "no title": ("<title>예약</title>", ""),
    "a pale word": ("<p>", '<p class="pale">'),
    "a pale style": ("color: #222", "color: #ccc"),
    "a label of nothing": ('for="child"', 'for="another"'),
    "no label": ('<label for="child">아이 이름</label>', ""),
    "a hidden label": ("<label ", '<label class="gone" '),
    "a button without a word": ("예약하기", ""),
    "a picture without words": (' alt="지도"', ""),
    "a picture with no more than a blank": ('alt="지도"', 'alt=" "'),
    "an id twice": ("<p>", '<p id="child">'),
    "a heading left out": ("h2>", "h4>"),
    "a heading in another place": ("<h1>혜화점 예약</h1>", ""),
    "a wrong role": ("<ul>", '<ul role="button">'),
    "a link to nowhere": ('href="#main"', 'href="#nowhere"'),
    "a list without rows": ("<li>오전</li><li>오후</li>", "오전"),
    "a landmark of another name": ('aria-label="메뉴"', 'aria-label="길"'),
    "no main": ("main", "div"),
}


@pytest.fixture(scope="module")
def page():
    with open_browser() as browser:
        yield browser.new_page()


def look_of(page, content: str) -> str:
    page.set_content(content)
    return page.evaluate(LOOK)


def test_other_words_and_more_rows_are_one_look(page):
    other = PAGE.format(name="면목점", rows="<li>오전</li><li>오후</li><li>저녁</li>")

    assert look_of(page, THE_PAGE) == look_of(page, other)


@pytest.mark.parametrize("what", JUDGED)
def test_what_axe_judges_makes_another_look(page, what):
    was, becomes = JUDGED[what]
    assert was in THE_PAGE

    assert look_of(page, THE_PAGE) != look_of(page, THE_PAGE.replace(was, becomes))


def test_a_mistake_is_found_again_and_on_a_page_much_like_one_that_was_right(page):
    page.set_content(THE_PAGE)
    assert violations(page) == []
    for _ in "once", "again":
        page.set_content(THE_PAGE.replace("<p>", '<p class="pale">'))
        assert {found.partition(": <")[0] for found in violations(page)} == {f"{size}: color-contrast" for size in SIZES}
