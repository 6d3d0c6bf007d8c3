"""What axe finds on a page as it is shown, and text that sticks out of the screen.

axe takes a second or so for a page, and many pages have one look: of two roles, of two cafés, on a tablet and on a desk.
What axe judges follows from elements, their attributes and styles, and which of them are seen. What a page has of these is
its *look* (:data:`LOOK`); one on which axe found nothing is not judged again.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.browser import SIZES

LOOK = """() => {
    const large = style => parseFloat(style.fontSize) >= (style.fontWeight >= 700 ? 18.66 : 24);
    const overflows = (element, style) => style.overflow !== 'visible' &&
        (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    // What an attribute says of this page only: of an id, whether it is there; of words, whether there are any.
    const ids = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'list', 'form', 'headers'];
    const words = ['alt', 'title', 'placeholder', 'value', 'content', 'href', 'src', 'srcset', 'action', 'name', 'datetime',
                   'min', 'max', 'd', 'points', 'hx-get', 'hx-post', 'hx-vals', 'formaction'];
    const landmark = 'nav, main, aside, section, form, header, footer, [role]';
    const is_there = id => id === '' || !!document.getElementById(id);
    const seen = new Set();
    let twice = 0;
    const said = (element, {name, value}) => {
        if (name === 'id') { twice += seen.has(value); seen.add(value); return ''; }
        if (name.startsWith('data-')) return name;
        if (name === 'href' && value.startsWith('#')) return name + is_there(value.slice(1));
        if (ids.includes(name)) return name + value.split(/\\s+/).map(is_there);
        if (words.includes(name) || name === 'aria-label' && !element.matches(landmark)) return name + !!value.trim();
        return name + '=' + value;
    };
    const look = element => {
        const style = getComputedStyle(element), box = element.getBoundingClientRect();
        const visible = element.checkVisibility({opacityProperty: true, visibilityProperty: true});
        const shown = visible && box.width > 1 && box.height > 1;
        const own = [
            element.localName, ...[...element.attributes].map(one => said(element, one)).sort(), shown,
            shown && [style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.position, large(style),
                      style.textDecorationLine, overflows(element, style)],
            [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()),
        ];
        // Rows of one kind count once.
        const parts = [...element.children].map(look).filter((part, at, all) => part !== all[at - 1]);
        return `<${own.join('|')}>${parts.join('')}</>`;
    };
    return look(document.documentElement) + twice;
}"""
"""The page's look, as a text: two pages with one look have the same elements in the same order, with the same attributes
but for words, the same ones seen, in the same colours and kinds of size."""

_fine: set[str] = set()


def violations(page: Page) -> list[str]:
    """What axe finds at each size, and text that sticks out of a phone's screen."""
    found = []
    # First the size that the page has: three new ones cost as much as opening a page.
    for size, viewport in sorted(SIZES.items(), key=lambda one: one[1] != page.viewport_size):
        page.set_viewport_size(viewport)
        found += [f"{size}: {one}" for one in _judged(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            found.append(f"{size}: wider than the screen")
    return found


def _judged(page: Page) -> list[str]:
    look = page.evaluate(LOOK)
    if look in _fine:
        return []
    if page.evaluate("window.axe === undefined"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(results => results.violations)")
    if not found:
        _fine.add(look)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
