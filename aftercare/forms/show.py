"""How a field is shown: its parts in the order a reader needs them. Used by `templates/calm/field.html`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Show:
    """What a form says about the look of a field.

    `style`: cards, two (cards side by side), chips or scale. `reveals` and `notes` go by the option's value:
    what it opens (start, end, more, other) and the small words beneath it. `sheet`: a surface of its own.
    `short`: as wide as its content. `optional`: say so.
    """

    style: str = "cards"
    reveals: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    sheet: bool = False
    short: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or checkbox with its words."""

    id: str
    name: str
    value: str
    type: str
    label: str
    note: str
    checked: bool
    reveals: str


@dataclass(frozen=True, slots=True)
class Box:
    """One of several controls of a field, with its own label."""

    id: str
    label: str
    control: SafeString


@dataclass(frozen=True, slots=True)
class Parts:
    """A field, ready to be written down. `kind`: hidden, single, checkbox, choices or boxes."""

    kind: str
    id: str
    label: str
    hint: str
    hint_id: str
    errors: tuple[str, ...]
    error_id: str
    described_by: str
    control: SafeString
    options: tuple[Option, ...]
    boxes: tuple[Box, ...]
    show: Show


def kind_of(bound: BoundField) -> str:
    """Which kind of control a field has."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.MultiWidget):
        return "boxes"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "single"


def take_apart(bound: BoundField, show: Show | None = None) -> Parts:
    """A bound field in its parts; ids are named only for what is there."""
    show = show or Show()
    kind = kind_of(bound)
    hint = str(bound.help_text or "")
    errors = tuple(bound.errors) if kind != "hidden" else ()
    hint_id = f"{bound.auto_id}_hint" if hint and bound.auto_id else ""
    error_id = f"{bound.auto_id}_error" if errors and bound.auto_id else ""
    described_by = " ".join(part for part in (error_id, hint_id) if part)
    return Parts(
        kind=kind,
        id=bound.auto_id,
        label=str(bound.label),
        hint=hint,
        hint_id=hint_id,
        errors=errors,
        error_id=error_id,
        described_by=described_by,
        control=draw_control(bound, kind, described_by, show),
        options=list_options(bound, show) if kind == "choices" else (),
        boxes=list_boxes(bound) if kind == "boxes" else (),
        show=show,
    )


def draw_control(bound: BoundField, kind: str, described_by: str, show: Show) -> SafeString:
    """The control of a field that has a single one."""
    if kind in ("choices", "boxes"):
        return SafeString("")
    attrs: dict[str, str | bool] = {}
    if described_by:
        attrs["aria-describedby"] = described_by
    if kind == "single":
        own = str(bound.field.widget.attrs.get("class", ""))
        attrs["class"] = " ".join(
            part for part in ("input", "input--short" if show.short else "", own) if part
        )
    if kind == "checkbox" and show.reveals:
        attrs["data-reveals"] = next(iter(show.reveals.values()))
    return SafeString(bound.as_widget(attrs=attrs))


def list_options(bound: BoundField, show: Show) -> tuple[Option, ...]:
    """The options of a field, chosen ones marked."""
    options = []
    for widget in bound.subwidgets:
        data = widget.data
        value = str(data["value"])
        options.append(
            Option(
                id=str(data["attrs"].get("id", "")),
                name=str(data["name"]),
                value=value,
                type=str(data["type"]),
                label=str(data["label"]),
                note=str(show.notes.get(value, "")),
                checked=bool(data["selected"]),
                reveals=show.reveals.get(value, ""),
            )
        )
    return tuple(options)


def list_boxes(bound: BoundField) -> tuple[Box, ...]:
    """The controls of a field of several, such as a date and a time; the widget's `labels` name them."""
    widget = bound.field.widget
    whole = bound.subwidgets[0]
    boxes = []
    for data, label in zip(whole.data["subwidgets"], widget.labels, strict=True):
        attrs = {**data["attrs"], "class": "input input--short"}
        part = BoundWidget(widget, {**data, "attrs": attrs}, whole.renderer)
        boxes.append(Box(str(attrs.get("id", "")), str(label), SafeString(part.tag())))
    return tuple(boxes)


def first_control_id(bound: BoundField) -> str:
    """Where an error of a field leads: its control, or the first of several. Empty for a hidden field."""
    kind = kind_of(bound)
    if kind == "hidden" or not bound.auto_id:
        return ""
    return f"{bound.auto_id}_0" if kind in ("choices", "boxes") else bound.auto_id
