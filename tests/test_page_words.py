"""Words that pages make of values."""

import pytest

from booking.page_words import linked


@pytest.mark.parametrize(
    ("text", "href", "after"),
    [
        ("지원센터 (https://a.kr/5553474); 시", "https://a.kr/5553474", "); 시"),
        ("(https://a.kr/x?b=1&c=2).", "https://a.kr/x?b=1&amp;c=2", ")."),
        ("https://a.kr/wiki/A_(b), 끝", "https://a.kr/wiki/A_(b)", ", 끝"),
        ("https://a.kr/1의 글", "https://a.kr/1", "의 글"),
        ("http://a.kr", "http://a.kr", ""),
    ],
)
def test_a_link_ends_where_its_address_ends(text, href, after):
    assert f'<a href="{href}" rel="noreferrer">{href}</a>{after}' in linked(text)
    assert linked(text).endswith(after)


def test_what_is_no_link_stays_text():
    assert linked("<b> javascript:alert(1) & (2023)") == "&lt;b&gt; javascript:alert(1) &amp; (2023)"
