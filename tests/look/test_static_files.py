"""Collecting the static files for production: stylesheets in one piece, every address with its hash."""

import re

import pytest


def test_stylesheet_imports_nothing_any_more(collected):
    with collected.open(collected.stored_name("css/portal.css")) as file:
        css = file.read().decode()

    assert (css.count("@import"), css.count("@layer components {") > 20, css.count("--paper:")) == (
        0,
        True,
        4,
    )


def test_layers_are_named_in_order_first(collected):
    with collected.open(collected.stored_name("css/staff.css")) as file:
        css = re.sub(r"/\*.*?\*/", "", file.read().decode(), flags=re.DOTALL).strip()

    assert css.splitlines()[0] == "@layer tokens, base, layout, components;"


@pytest.mark.parametrize("name", ["css/portal.css", "css/staff.css", "js/errors.js", "img/icons.svg"])
def test_addresses_change_with_the_content(collected, name):
    stem, ending = name.rsplit(".", 1)

    assert re.fullmatch(rf"/static/{stem}\.[0-9a-f]{{12}}\.{ending}", collected.url(name, force=True))
