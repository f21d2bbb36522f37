"""Which label examples are picked for, and which item is picked."""

from django import forms

BIG = 2**63 - 1


class PlaceForm(forms.Form):
    """A label of a field, and what items are looked for."""

    field = forms.CharField(max_length=64, required=False)
    label = forms.CharField(max_length=200, required=False, strip=False)
    q = forms.CharField(max_length=200, required=False)
    after = forms.IntegerField(min_value=0, max_value=BIG, required=False)

    def place(self) -> tuple[str, str]:
        """Return the field and label."""
        return self.cleaned_data["field"], self.cleaned_data["label"]


class PickForm(forms.Form):
    """An item version, for or against a label."""

    field = forms.CharField(max_length=64)
    label = forms.CharField(max_length=200, strip=False)
    item_version = forms.IntegerField(min_value=1, max_value=BIG)
    side = forms.ChoiceField(choices=[("for", ""), ("against", "")], required=False)
    why = forms.CharField(max_length=2_000, required=False)
    q = forms.CharField(max_length=200, required=False)

    def sentence(self) -> str:
        """Return what is wrong with the first input."""
        name, errors = next(iter(self.errors.items()))
        return f"{name}: {errors[0]}"
