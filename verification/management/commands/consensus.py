"""manage.py consensus: one answer out of several for each item of any table of ratings."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from dmops_platform.errors import RuleBroken
from sourcing.domain.ratings_table import Columns
from verification.domain.crowd import METHODS
from verification.domain.loose_kinds import KINDS, PLAIN
from verification.services.tables import consensus_of_file


class Command(BaseCommand):
    help = "Make one answer out of several for each item of a table of ratings. Nothing is stored but FILE."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ratings", required=True, type=Path, metavar="FILE")
        parser.add_argument("--gold", type=Path, metavar="FILE")
        parser.add_argument("--method", choices=list(METHODS), default="majority")
        parser.add_argument(
            "--empty-label", metavar="LABEL", help="what an empty label cell stands for; without it no rating"
        )
        parser.add_argument(
            "--kind", choices=[*PLAIN, *KINDS], help="what the labels are, in JSON; plain by default"
        )
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        wanted = ("item", "annotator", "label", "gold_item", "gold_label")
        for option, name in Columns.options(*wanted).items():
            parser.add_argument(f"--{option}", default=name, metavar="NAME")

    def handle(self, **options: Any) -> None:
        try:
            report = consensus_of_file(
                options["ratings"],
                gold=options["gold"],
                columns=Columns.chosen(options),
                method=options["method"],
                out=options["out"],
                kind=options["kind"],
                empty_label=options["empty_label"],
            )
        except RuleBroken as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(json.dumps(report, ensure_ascii=False))
