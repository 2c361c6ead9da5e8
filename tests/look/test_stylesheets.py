"""The house rules of the stylesheets and drawings, where a machine can hold them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSS = ROOT / "static/css"
SHEETS = sorted(CSS.rglob("*.css"))
COMPONENTS = sorted((CSS / "components").glob("*.css"))
MAIL = ROOT / "templates/messages"  # mail programs read no stylesheet
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if MAIL not in path.parents)


def rules_of(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_colours_stand_in_tokens_only(path):
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\))", rules_of(path))

    assert bool(found) == (path.name == "tokens.css")


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_stylesheets_name_no_ids_and_force_nothing(path):
    selectors = re.sub(r"{[^{}]*}", "{}", rules_of(path))

    assert re.findall(r"#[\w-]+(?=[^;]*{)", selectors) == []
    assert re.findall(r"!important", rules_of(path)) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_stylesheets_stay_short(path):
    assert len(path.read_text().splitlines()) <= 80


def test_every_component_is_loaded_once():
    imports = [
        name
        for sheet in ("portal.css", "staff.css")
        for name in re.findall(r'components/([\w-]+)\.css"\) layer\(components\)', (CSS / sheet).read_text())
    ]

    assert sorted(imports) == [path.stem for path in COMPONENTS]


def test_every_icon_that_is_asked_for_is_drawn():
    drawn = set(re.findall(r'<symbol id="(\w+)"', (ROOT / "static/img/icons.svg").read_text()))
    asked = {
        name for path in TEMPLATES for name in re.findall(r'{%\s*icon "(\w+)"|icon="(\w+)"', path.read_text())
    }

    assert {name for pair in asked for name in pair if name} - drawn == set()


def test_every_template_that_is_included_is_there():
    asked = {name for path in TEMPLATES for name in re.findall(r'{%\s*include "([^"]+)"', path.read_text())}

    assert [name for name in sorted(asked) if not (ROOT / "templates" / name).is_file()] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_inline_style_or_script(path):
    text = path.read_text()

    assert re.findall(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", text) == []
