"""What people choose to import a file that brings labels."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.domain.label_report import MAX_ORIGIN, TABLE, formats_of
from guidelines.domain.schema import Field
from sourcing.domain.formats import READ, read_as
from sourcing.forms.imports import ModeField, UploadForm
from sourcing.models import Source

#: names by which people know the formats; the same in every language but for what stands in brackets
FORMAT_NAMES = {
    TABLE: _("CSV, TSV or JSON Lines (the id of the item, the answer)"),
    "conll": _("CoNLL, BIO or BIOES (a word a line)"),
    "conll_characters": _("CoNLL, BIO (a character a line)"),
    "voc": _("Pascal VOC (edges of boxes)"),
    "voc_1_based": _("Pascal VOC (pixels counted from 1)"),
    "coco": _("COCO (JSON)"),
    "yolo": _("YOLO (text files and classes.txt or data.yaml)"),
    "rttm": _("RTTM (segments of recordings)"),
}


class LabelledForm(UploadForm):
    """Where a file comes from, in which format its labels are, and for which field."""

    field = forms.ChoiceField(
        label=_("Field"), help_text=_("Its labels must be those of the file, letter by letter.")
    )
    file_format = forms.ChoiceField(label=_("Format"))
    mode = ModeField(
        label=_("If something in it cannot be an item"), partial=_("Import what is right and list the rest")
    )
    field_order = ("source", "field", "file_format", "file", "mode")

    def __init__(self, *args: Any, sources: Iterable[Source], fields: Iterable[Field], **kwargs: Any) -> None:
        super().__init__(*args, sources=sources, **kwargs)
        self._fields = list(fields)
        formats = {name for one in self._fields for name in read_as(one["kind"])}
        choose(self, "field", [(one["name"], one["title"] or one["name"]) for one in self._fields])
        choose(self, "file_format", [(name, FORMAT_NAMES[name]) for name in READ if name in formats])
        self.fields["file"].help_text = _(
            "A text with tokens and tags, or a ZIP of images or recordings with the files of their labels. It is kept"
            " unchanged."
        )
        self.fields["file"].widget.attrs["accept"] = ".conll,.bio,.iob,.tsv,.txt,.gz,.zip"

    def choice(self) -> dict[str, Any]:
        """Return what `import_labels` takes of it."""
        chosen = self.cleaned_data
        return {
            "format": chosen["file_format"],
            "field": chosen["field"],
            "is_partial_allowed": chosen["mode"] == "partial",
        }


class AddLabelsForm(UploadForm):
    """Which labels a file has for items that exist, and who or what they are from."""

    field = forms.ChoiceField(
        label=_("Field"), help_text=_("A model suggests its answer, a person confirms it.")
    )
    file_format = forms.ChoiceField(label=_("Format"))
    origin = forms.CharField(
        label=_("Who or what are the labels from?"),
        max_length=MAX_ORIGIN,
        help_text=_("A model and its version, or a team. Loading the same again adds nothing twice."),
    )
    field_order = ("source", "field", "file_format", "file", "origin")

    def __init__(self, *args: Any, sources: Iterable[Source], fields: Iterable[Field], **kwargs: Any) -> None:
        super().__init__(*args, sources=sources, **kwargs)
        shown = list(fields)
        known = {name for one in shown for name in formats_of(one)}
        self.fields["source"].label = _("With which source is the file kept?")
        self.fields["source"].help_text = ""
        choose(self, "field", [(one["name"], one["title"] or one["name"]) for one in shown])
        choose(self, "file_format", [(name, words) for name, words in FORMAT_NAMES.items() if name in known])
        self.fields["file"].help_text = _("The labels alone, or a ZIP of them. It is kept unchanged.")
        accepted = ".csv,.tsv,.jsonl,.conll,.bio,.iob,.txt,.xml,.json,.rttm,.gz,.zip"
        self.fields["file"].widget.attrs["accept"] = accepted

    def choice(self) -> dict[str, Any]:
        """Return what `preview_labels` takes of it."""
        chosen = self.cleaned_data
        return {"format": chosen["file_format"], "field": chosen["field"], "origin": chosen["origin"]}


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Offer these choices; one alone is chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices if len(choices) == 1 else [("", "—"), *choices]
