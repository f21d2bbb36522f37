"""What people choose to import a file that brings labels."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.domain.schema import Field
from sourcing.domain.formats import READ, read_as
from sourcing.forms.imports import ModeField, UploadForm
from sourcing.models import Source

#: names by which people know the formats; the same in every language but for what stands in brackets
FORMAT_NAMES = {
    "conll": _("CoNLL, BIO or BIOES (a word a line)"),
    "conll_characters": _("CoNLL, BIO (a character a line)"),
    "voc": _("Pascal VOC (edges of boxes)"),
    "voc_1_based": _("Pascal VOC (pixels counted from 1)"),
    "coco": _("COCO (JSON)"),
    "yolo": _("YOLO (text files and classes.txt)"),
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
        self._choose("field", [(one["name"], one["title"] or one["name"]) for one in self._fields])
        self._choose("file_format", [(name, FORMAT_NAMES[name]) for name in READ if name in formats])
        self.fields["file"].help_text = _(
            "A text with tokens and tags, or a ZIP of images or recordings with the files of their labels. It is kept"
            " unchanged."
        )
        self.fields["file"].widget.attrs["accept"] = ".conll,.bio,.iob,.tsv,.txt,.gz,.zip"

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices if len(choices) == 1 else [("", "—"), *choices]

    def choice(self) -> dict[str, Any]:
        """Return what `import_labels` takes of it."""
        chosen = self.cleaned_data
        return {
            "format": chosen["file_format"],
            "field": chosen["field"],
            "is_partial_allowed": chosen["mode"] == "partial",
        }
