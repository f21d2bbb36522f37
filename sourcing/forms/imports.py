"""What people choose to import a file."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sourcing.domain.encodings import ENCODINGS
from sourcing.domain.preview import Preview
from sourcing.models import Source

ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "cp949": "CP949 (EUC-KR)",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}


ACCEPTED = ".csv,.tsv,.tab,.jsonl,.ndjson,.json,.txt,.gz,.zip,.png,.jpg,.jpeg,.webp,.gif,.wav,.mp3,.flac,.ogg"


class ModeField(forms.ChoiceField):
    """All or nothing, `all`, or only what is right, `partial`."""

    def __init__(self, *, partial: Promise, **kwargs: Any) -> None:
        choices = [("all", _("Import nothing and list what to mend")), ("partial", partial)]
        super().__init__(widget=forms.RadioSelect, choices=choices, initial="all", **kwargs)


class UploadForm(forms.Form):
    """Where a file comes from, and the file, to look at before it is imported."""

    source = forms.ChoiceField(
        label=_("Where does it come from?"), help_text=_("What may be labelled is decided source by source.")
    )
    file = forms.FileField(
        label=_("File"),
        max_length=None,
        help_text=_(
            "CSV, TSV or JSON Lines (one object a line), also compressed with gzip; or a ZIP of images (PNG,"
            " JPEG, WebP, GIF) and recordings (WAV, MP3, FLAC, OGG), or one of them. It is kept unchanged."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, sources: Iterable[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(source.pk), source.name) for source in sources]
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices if len(choices) == 1 else [("", "—"), *choices]


class EncodingForm(forms.Form):
    """How the bytes of a file are to be read."""

    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=[(name, ENCODING_NAMES[name]) for name in ENCODINGS]
    )


class ImportForm(forms.Form):
    """How a file becomes items."""

    id_column = forms.ChoiceField(
        label=_("Column with the id"),
        required=False,
        help_text=_("Every row needs its own. It becomes the name of the item and never changes."),
    )
    text_columns = forms.MultipleChoiceField(
        label=_("Columns with the text to label"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What annotators read. All other columns are kept as data about the item."),
    )
    mode = ModeField(
        label=_("If a row cannot be an item"), partial=_("Import the good rows and list the others")
    )
    is_read_right = forms.BooleanField(
        label=_("The letters in the rows above are right"),
        help_text=_(
            "The encoding of the file is a guess. If the letters are wrong, choose another encoding above."
        ),
    )
    encoding = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, preview: Preview, *, encoding: str | None, data: Any = None) -> None:
        suggested = preview.suggestion
        initial = {
            "id_column": suggested.id_column or "",
            "text_columns": suggested.text_columns,
            "encoding": encoding or "",
            "key": uuid.uuid4(),
        }
        super().__init__(data, initial=initial)
        columns = [(name, name) for name in preview.columns]
        self._choices("id_column", [("", _("None: name the items after the file and the row")), *columns])
        self._choices("text_columns", columns)
        self._guess = preview.encoding if preview.encoding_is_guess else None
        if self._guess is None:
            del self.fields["is_read_right"]

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        if chosen.get("id_column") in chosen.get("text_columns", []):
            self.add_error("id_column", _("A column is either the id or a text. Choose another one."))
        return chosen

    def choice(self) -> dict[str, Any]:
        """Return the choice as `start_import` takes it."""
        chosen = self.cleaned_data
        return {
            "id_column": chosen["id_column"] or None,
            "text_columns": chosen["text_columns"],
            "encoding": chosen["encoding"] or self._guess,
            "is_partial_allowed": chosen["mode"] == "partial",
            "key": chosen["key"].hex,
        }


class MediaImportForm(forms.Form):
    """How images and recordings become items."""

    mode = ModeField(
        label=_("If a file cannot be an item"), partial=_("Import the good files and list the others")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def choice(self) -> dict[str, Any]:
        """Return the choice as `start_import` takes it."""
        chosen = self.cleaned_data
        return {
            "is_media": True,
            "is_partial_allowed": chosen["mode"] == "partial",
            "key": chosen["key"].hex,
        }
