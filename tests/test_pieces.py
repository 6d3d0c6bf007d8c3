"""Pieces of pages that are kept say nothing but what their key names: read in the templates."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from jinja2 import Environment, PackageLoader, nodes

from booking.rules.kept import Kept

ALIKE_FOR_ALL = {"piece", "url_for", "dict"}
"""What a kept piece may call besides macros: addresses say nothing of who asks."""
SAID_OTHERWISE = {
    # Their labels are the form's own, what is entered is in the key, and a form with errors is not kept.
    ("public/slot.html", "along"): {"form.adults", "form.companion"},
}


@dataclass(frozen=True)
class Template:
    """A template as Jinja reads it: its macros, and what it imports as (template, macro or ``None`` for all of them)."""

    name: str
    tree: nodes.Template
    macros: dict[str, nodes.Macro]
    imports: dict[str, tuple[str, str | None]]
    own: set[str]


class Templates:
    """All templates, read; ``more``: by name besides."""

    def __init__(self, **more: str) -> None:
        self._env = Environment(loader=PackageLoader("booking"), autoescape=True)
        self._sources = more
        self.read = cache(self._read)
        self.all = [self.read(name) for name in [*self._env.list_templates(extensions=["html"]), *more]]

    def _read(self, name: str) -> Template:
        tree = self._env.parse(self._sources.get(name) or self._env.loader.get_source(self._env, name)[0])
        imports: dict[str, tuple[str, str | None]] = {}
        for one in tree.find_all(nodes.Import):
            imports[one.target] = (one.template.value, None)
        for one in tree.find_all(nodes.FromImport):
            assert not one.with_context, f"{name}: kept macros know no context"
            pairs = [(said, said) if isinstance(said, str) else said for said in one.names]
            imports |= {there: (one.template.value, macro) for macro, there in pairs}
        macros = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
        # What a file of macros sets for itself, outside of any macro.
        own = (
            {one.target.name for one in tree.body if isinstance(one, nodes.Assign)} if name.startswith("macros/") else set()
        )
        return Template(name, tree, macros, imports, own)

    def said(self, template: Template, body: list[nodes.Node], seen: frozenset = frozenset()) -> set[str]:
        """What these nodes say and do not make themselves, as ``slot.policy.ages``; macros are followed."""
        found = set[str]()
        bound = {name for node in body for name in _bound(node)}
        for chain in (chain for node in body for chain in _chains(node)):
            root, _, rest = chain.partition(".")
            if root in bound or root in template.own:
                continue
            if root in template.macros or root in template.imports:
                found |= self._of_macro(template, root, rest, seen)
            else:
                found.add(chain)
        return found

    def _of_macro(self, template: Template, root: str, rest: str, seen: frozenset) -> set[str]:
        name = root
        if root in template.imports:
            place, macro = template.imports[root]
            template, name = self.read(place), macro or rest.partition(".")[0]
        if (template.name, name) in seen:
            return set()
        macro = template.macros[name]
        inside = self.said(template, [*macro.body, *macro.defaults], seen | {(template.name, name)})
        return {chain for chain in inside if chain.partition(".")[0] not in _arguments(macro)}


def _arguments(macro: nodes.Macro) -> set[str]:
    return {one.name for one in macro.args} | {"caller", "kwargs", "varargs"}


def _bound(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Name) and node.ctx in ("store", "param"):
        yield node.name
    if isinstance(node, nodes.For):
        yield "loop"
    for child in node.iter_child_nodes():
        yield from _bound(child)


def _chains(node: nodes.Node) -> Iterator[str]:
    chain = _chain(node)
    if chain is not None:
        yield chain
        return
    for child in node.iter_child_nodes():
        yield from _chains(child)


def _chain(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name if node.ctx == "load" else None
    if isinstance(node, nodes.Getattr):
        before = _chain(node.node)
        return before and f"{before}.{node.attr}"
    return None


def pieces(template: Template) -> Iterator[tuple[str, nodes.CallBlock]]:
    """The kept pieces of a template by name."""
    for block in template.tree.find_all(nodes.CallBlock):
        if _chain(block.call.node) == "piece":
            name = block.call.args[1]
            assert isinstance(name, nodes.Const), template.name
            yield name.value, block


def unsaid(templates: Templates, template: Template, name: str, block: nodes.CallBlock) -> set[str]:
    """What a piece says that its key does not name."""
    key = {chain for one in block.call.args for chain in _chains(one)} | SAID_OTHERWISE.get((template.name, name), set())
    said = templates.said(template, block.body)
    return {one for one in said - ALIKE_FOR_ALL if not any(one == known or one.startswith(f"{known}.") for known in key)}


@pytest.fixture(scope="module")
def templates():
    return Templates()


def test_a_kept_piece_says_nothing_but_what_its_key_names(templates):
    found = [(template, name, block) for template in templates.all for name, block in pieces(template)]

    assert len(found) >= 10
    for template, name, block in found:
        assert unsaid(templates, template, name, block) == set(), (template.name, name)


def test_two_pieces_never_have_one_name_and_no_address_depends_on_the_page(templates):
    names = [name for template in templates.all for name, _ in pieces(template)]
    assert sorted(names) == sorted(set(names))
    for template in templates.all:
        for name, block in pieces(template):
            calls = [one for node in block.body for one in node.find_all(nodes.Call) if _chain(one.node) == "url_for"]
            assert not [one for one in calls if one.args[0].value.startswith(".")], (template.name, name)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% call piece(none, "x") %}{{ actor.name }}{% endcall %}', {"actor.name"}),
        ('{% call piece(none, "x", slot.date) %}{{ slot.date|day }}{{ slot.number }}{% endcall %}', {"slot.number"}),
        ('{% call piece(none, "x") %}{{ said() }}{% endcall %}{% macro said() %}{{ actor }}{% endmacro %}', {"actor"}),
        (
            '{% import "macros/forms.html" as forms %}{% call piece(none, "x") %}{{ forms.csrf() }}{% endcall %}',
            {"csrf_token"},
        ),
        ('{% call piece(none, "x") %}{% for a in [1] %}{{ a }}{{ now }}{% endfor %}{% endcall %}', {"now"}),
        ('{% call piece(slot.policy, "x") %}{{ slot.policy.ages|band }}{% endcall %}', set()),
    ],
)
def test_what_a_key_leaves_out_is_found(source, expected):
    templates = Templates(some=source)
    template = templates.read("some")

    ((name, block),) = pieces(template)

    assert unsaid(templates, template, name, block) == expected


def test_kept_answers_are_made_once_and_never_more_than_the_most():
    made = []
    kept = Kept(2)

    def get(key):
        return kept.get(key, lambda: made.append(key) or f"said of {key}")

    assert [get("a"), get("a"), get("b")] == ["said of a", "said of a", "said of b"]
    assert made == ["a", "b"]
    assert get("c") == "said of c"
    assert get("a") == "said of a"
    assert made == ["a", "b", "c", "a"]
    assert kept.get("none", lambda: None) is None
