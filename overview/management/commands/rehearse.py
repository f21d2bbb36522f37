"""manage.py rehearse: play recorded ratings through the platform and build a verified release."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from delivery.domain.verify import verify_archive
from dmops_platform.errors import BadInput, RuleBroken
from overview.domain.rehearsal_report import SCALES, report
from overview.services.reading import read_recording
from overview.services.rehearsal import rehearse
from sourcing.domain.ratings_table import Columns
from verification.domain.ratings import Scale


class Command(BaseCommand):
    help = "Play recorded ratings through claim, submit, agreement, consensus, disputes and release."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ratings", required=True, type=Path, metavar="FILE")
        parser.add_argument("--items", type=Path, metavar="FILE")
        parser.add_argument("--gold", type=Path, metavar="FILE")
        parser.add_argument("--scale", choices=[scale.value for scale in SCALES], default=Scale.NOMINAL.value)
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")
        parser.add_argument(
            "--only-known", action="store_true", help="leave out ratings of items not in --items"
        )
        for option, name in Columns.options().items():
            parser.add_argument(f"--{option}", default=name, metavar="NAME")

    def handle(self, **options: Any) -> None:
        scale = Scale(options["scale"])
        columns = Columns.chosen(options)
        try:
            recording = read_recording(
                ratings=options["ratings"],
                items=options["items"],
                gold=options["gold"],
                scale=scale,
                columns=columns,
                is_only_known=options["only_known"],
            )
            options["out"].mkdir(parents=True, exist_ok=True)
        except (BadInput, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        try:
            played = rehearse(
                recording, name=options["ratings"].name, scale=scale, out=options["out"], told=self._tell()
            )
        except RuleBroken as error:
            self.stderr.write(str(error))
            sys.exit(1)
        verified = verify_archive(played.archive)
        for problem in verified.problems:
            self.stderr.write(str(problem))
        self.stdout.write(json.dumps(self._result(played, report(recording, scale)), ensure_ascii=False))
        if not verified.ok:
            sys.exit(1)

    @staticmethod
    def _result(played: Any, figures: dict[str, Any]) -> dict[str, Any]:
        release = {"release": str(played.archive), "sha256": played.release.sha256}
        return {"project": played.project.pk, **figures, **release}

    def _tell(self) -> Any:
        started = time.monotonic()

        def told(done: int, total: int) -> None:
            rate = done / max(time.monotonic() - started, 1e-9)
            self.stderr.write(f"{done:,} of {total:,} ratings, {rate:,.0f} a second")

        return told
