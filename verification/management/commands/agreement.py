"""manage.py agreement: every measure of agreement of any table of ratings."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from dmops_platform.errors import RuleBroken
from sourcing.domain.ratings_table import Columns
from verification.domain.loose_kinds import KINDS, PLAIN
from verification.domain.ratings import Scale
from verification.services.tables import agreement_of_file


class Command(BaseCommand):
    help = "Compute every measure of agreement of a table of ratings. Nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ratings", required=True, type=Path, metavar="FILE")
        parser.add_argument("--scale", choices=[scale.value for scale in Scale])
        parser.add_argument(
            "--empty-label", metavar="LABEL", help="what an empty label cell stands for; without it no rating"
        )
        parser.add_argument(
            "--kind", choices=[*PLAIN, *KINDS], help="what the labels are, in JSON; plain by default"
        )
        parser.add_argument("--items", type=Path, metavar="FILE", help="texts that were marked")
        parser.add_argument("--text-column", default="text", metavar="NAME")
        for option, name in Columns.options("item", "annotator", "label", "items_id").items():
            parser.add_argument(f"--{option}", default=name, metavar="NAME")

    def handle(self, **options: Any) -> None:
        scale = Scale(options["scale"]) if options["scale"] else None
        try:
            report = agreement_of_file(
                options["ratings"],
                columns=Columns.chosen(options),
                scale=scale,
                kind=options["kind"],
                empty_label=options["empty_label"],
                items=options["items"],
                text_column=options["text_column"],
            )
        except RuleBroken as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(json.dumps(report, ensure_ascii=False))
