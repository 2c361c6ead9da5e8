"""The form pack: every control has its label, hints and errors come before it, and no id dangles."""

from html.parser import HTMLParser

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from aftercare.forms.layout import (
    CalmHelper,
    Chips,
    Choices,
    ChoicesTwo,
    Fields,
    Fieldset,
    Include,
    Question,
    Reveals,
    Scale,
    Sheet,
    Submit,
)
from aftercare.forms.widgets import DateAndTime, DateBox, LongText, TimeBox

SINCE = [("now", "Just now"), ("other", "Another time")]


class EveryKind(forms.Form):
    heat = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    heat_since = forms.ChoiceField(
        choices=SINCE, widget=forms.RadioSelect, required=False, help_text="A guess is fine."
    )
    heat_at = forms.SplitDateTimeField(widget=DateAndTime, required=False, help_text="Local time.")
    pain = forms.ChoiceField(
        choices=[(str(score), str(score)) for score in range(11)],
        widget=forms.RadioSelect,
        help_text="0 is no pain.",
    )
    also = forms.MultipleChoiceField(
        choices=[("fever", "Fever"), ("rash", "Rash")], widget=forms.CheckboxSelectMultiple
    )
    amount = forms.IntegerField(widget=forms.TextInput, help_text="Write 0 if none.")
    born = forms.DateField(widget=DateBox)
    at = forms.TimeField(widget=TimeBox)
    area = forms.ChoiceField(choices=[("knee", "Knee")])
    email = forms.EmailField(help_text="We never share it.")
    password = forms.CharField(widget=forms.PasswordInput)
    note = forms.CharField(widget=forms.Textarea)
    read = forms.BooleanField(help_text="Please do.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = CalmHelper(
            Sheet(
                Reveals(
                    Choices("heat", reveals={"yes": "start"}),
                    start=[Reveals(Chips("heat_since", reveals={"other": "other"}), other=["heat_at"])],
                )
            ),
            Scale("pain", notes={"0": "no pain", "4": "at 6:00 pm"}),
            ChoicesTwo("also"),
            Fieldset("More", Fields(Question("amount", short=True), "born", "at", "area"), hint="A hint."),
            "email",
            "password",
            Question("note", optional=True),
            "read",
            "token",
            Include("_components/notice.html", text="Read this"),
            Submit("Send"),
            Submit("Later", big=False, quiet=True, name="later", value="1"),
        )


class Elements(HTMLParser):
    """The elements of a page in order, as (tag, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


def elements_of(form):
    return Elements(render_crispy_form(form)).elements


FORMS = {
    "empty": lambda: EveryKind(),
    "refused": lambda: EveryKind({"heat_at_0": "never", "amount": "some", "email": "nobody"}),
    "prefixed": lambda: EveryKind({}, prefix="first"),
    "without ids": lambda: EveryKind({}, auto_id=False),
}


@pytest.fixture(params=FORMS)
def elements(request):
    return elements_of(FORMS[request.param]())


def test_ids_that_are_named_exist(elements):
    ids = {attrs["id"] for _tag, attrs in elements if attrs.get("id")}
    named = [
        name
        for _tag, attrs in elements
        for key in ("aria-describedby", "aria-labelledby", "for")
        for name in attrs.get(key, "").split()
    ]
    named += [attrs["href"][1:] for _tag, attrs in elements if attrs.get("href", "").startswith("#")]

    assert [name for name in named if name not in ids] == []


def test_ids_are_unique(elements):
    ids = [attrs["id"] for _tag, attrs in elements if attrs.get("id")]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("make", [FORMS["empty"], FORMS["refused"]], ids=["empty", "refused"])
def test_every_control_has_a_label(make):
    elements = elements_of(make())
    labelled = {attrs.get("for") for tag, attrs in elements if tag == "label"}
    controls = [
        attrs["id"]
        for tag, attrs in elements
        if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden"
    ]

    assert [control for control in controls if control not in labelled] == []


def test_hints_and_errors_come_before_their_control():
    elements = elements_of(FORMS["refused"]())
    at = {attrs["id"]: index for index, (_tag, attrs) in enumerate(elements) if attrs.get("id")}
    late = [
        (attrs.get("id"), name)
        for index, (tag, attrs) in enumerate(elements)
        if tag != "fieldset"
        for name in attrs.get("aria-describedby", "").split()
        if at[name] > index
    ]
    late += [
        (control, part)
        for control, part in [("id_pain_0", "id_pain_hint"), ("id_pain_0", "id_pain_error")]
        if at[part] > at[control]
    ]

    assert late == []


def test_error_is_read_before_the_hint():
    elements = elements_of(FORMS["refused"]())
    amount = next(attrs for _tag, attrs in elements if attrs.get("name") == "amount")

    assert amount["aria-describedby"] == "id_amount_error id_amount_hint"


def test_what_was_typed_wrongly_comes_back():
    elements = elements_of(FORMS["refused"]())
    amount = next(attrs for _tag, attrs in elements if attrs.get("name") == "amount")

    assert (amount["value"], amount["type"], amount["aria-invalid"]) == ("some", "text", "true")


def test_summary_leads_to_the_first_control_of_each_field_in_order():
    elements = elements_of(EveryKind({"heat": "yes", "heat_at_0": "never", "amount": "1"}))
    links = [attrs["href"] for tag, attrs in elements if tag == "a"]

    assert links == [
        "#id_heat_at_0",
        "#id_pain_0",
        "#id_also_0",
        "#id_born",
        "#id_at",
        "#id_area",
        "#id_email",
        "#id_password",
        "#id_note",
        "#id_read",
    ]


def test_form_without_errors_has_no_summary():
    elements = elements_of(FORMS["empty"]())

    assert [attrs for _tag, attrs in elements if attrs.get("role") == "alert"] == []


def test_answer_names_what_it_reveals():
    elements = elements_of(FORMS["empty"]())
    reveals = {attrs["value"]: attrs["data-reveals"] for _tag, attrs in elements if "data-reveals" in attrs}

    assert reveals == {"yes": "start", "other": "other"}


def test_a_time_beneath_an_answer_does_not_break():
    html = render_crispy_form(EveryKind())

    assert "<small>at 6:00\u00a0pm</small>" in html


def test_no_browser_cuts_a_text_that_is_too_long():
    class Note(forms.Form):
        note = LongText(max_length=5)

    html = render_crispy_form(Note({"note": "longer"}))

    assert "maxlength" not in html
    assert "longer</textarea>" in html
    assert "This is too long: at most 5 letters fit. Please shorten it." in html


def test_form_leaves_the_checking_to_the_server():
    tag, attrs = elements_of(FORMS["empty"]())[0]

    assert (tag, attrs) == ("form", {"class": "flow", "novalidate": None, "method": "post"})


def test_form_without_a_layout_is_rendered_too():
    class Plain(forms.Form):
        code = forms.CharField()

    labels = [attrs for tag, attrs in elements_of(Plain()) if tag == "label"]

    assert labels == [{"class": "field__label", "for": "id_code"}]
