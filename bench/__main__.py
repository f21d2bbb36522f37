"""make bench: import, label, verify and deliver at two sizes; a table and JSON.

Figures are of one machine on one day. Read the ratios: import against a bare COPY of the same rows in the same run,
100,000 items against 10,000.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from bench import site
from bench.annotators import Seen, label_together
from bench.recipes import measure_steps
from bench.texts import reviews, write_reviews

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000,100000").split(",")]
PEOPLE = [int(people) for people in os.environ.get("BENCH_PEOPLE", "1,8,32").split(",")]
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))


def percentile(values: list[float], share: float) -> float | None:
    """Return a percentile of seconds in milliseconds, or None without values."""
    return round(1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))], 1) if values else None


def memory(processes: dict[str, Any]) -> dict[str, int]:
    """Return the resident memory of each part with its children, in MiB."""
    return {name: _resident(psutil.Process(process.pid)) for name, process in processes.items()}


def _resident(process: psutil.Process) -> int:
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_info().rss for member in family) // 2**20


def bare_copy(path: Path) -> float:
    """Return the seconds a bare COPY of the same rows into a table without indexes takes."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines = "".join(
        f"{row['uid']}\t{json.dumps({'text': row['text']}, ensure_ascii=False)}\n" for row in rows
    )
    with tempfile.TemporaryFile() as file, psycopg2.connect(site.database_url()) as database:
        file.write(lines.replace("\\", "\\\\").encode())
        file.seek(0)
        with database.cursor() as cursor:
            cursor.execute(
                "DROP TABLE IF EXISTS bench_bare; CREATE TABLE bench_bare (name text, parts jsonb)"
            )
            begun = time.perf_counter()
            cursor.copy_expert("COPY bench_bare FROM STDIN", file)
            database.commit()
            return time.perf_counter() - begun


def measure_import(stage: Any, path: Path, size: int) -> dict[str, Any]:
    """Upload the file and wait until every item is there."""
    begun = time.perf_counter()
    job = stage.upload(path)
    uploaded = time.perf_counter() - begun
    report = stage.wait_for_import(job)
    seconds = time.perf_counter() - begun
    bare = bare_copy(path)
    return {
        "seconds": round(seconds, 2),
        "upload_seconds": round(uploaded, 2),
        "items_per_s": round(size / seconds),
        "bare_copy_seconds": round(bare, 3),
        "times_a_bare_copy": round(seconds / bare, 1),
        "accepted": report,
        "indexed_after_seconds": round(stage.wait_for_index(), 1),
    }


def measure_labelling(stage: Any, people: int) -> dict[str, Any]:
    """Let so many people label for a while."""
    before = stage.database_seconds()
    seen: Seen = label_together(stage.tokens[:people], stage.project, SECONDS)
    handed = Counter(seen.items)
    return {
        "people": people,
        "next_p50_ms": percentile(seen.next, 0.5),
        "next_p95_ms": percentile(seen.next, 0.95),
        "submit_p50_ms": percentile(seen.submit, 0.5),
        "submit_p95_ms": percentile(seen.submit, 0.95),
        "useful_per_s": round(len(handed) / seen.seconds, 1),
        "double_hand_outs": sum(times > 1 for times in handed.values()),
        "web_cpu_ms_each": round(1000 * (stage.database_seconds() - before) / max(1, len(seen.items)), 1),
        "errors": seen.errors[:3],
    }


def measure_pages(stage: Any) -> dict[str, Any]:
    """Open the pages that must not slow down with the size of a project, each a few times."""
    seconds = {name: stage.visit(path) for name, path in stage.pages().items()}
    return {name: [percentile(times, share) for share in (0.5, 0.95)] for name, times in seconds.items()}


def measure_evaluation(stage: Any) -> dict[str, Any]:
    """Run the learning curve, slices and suspects as a job."""
    begun = time.perf_counter()
    stage.evaluate()
    return {"seconds": round(time.perf_counter() - begun, 1)}


def measure_delivery(stage: Any) -> dict[str, Any]:
    """Export every annotation as a stream, then verify the batch and build a release."""
    stage.answer_everything()
    begun = time.perf_counter()
    rows = stage.export()
    streamed = time.perf_counter() - begun
    begun = time.perf_counter()
    stage.verify()
    verified = time.perf_counter() - begun
    begun = time.perf_counter()
    stage.release()
    released = time.perf_counter() - begun
    return {
        "annotations": rows,
        "stream_per_s": round(rows / streamed),
        "consensus_seconds": round(verified, 2),
        "release_seconds": round(released, 2),
        "release_items_per_s": round(stage.size / released),
    }


def measure(size: int, folder: Path, processes: dict[str, Any]) -> dict[str, Any]:
    """Measure one size from an empty project to a release."""
    from bench.stage import Stage

    stage = Stage(size, people=max(PEOPLE), web=processes["web"].pid)
    path = write_reviews(folder / f"reviews-{size}.jsonl", size)
    figures: dict[str, Any] = {"items": size, "memory_idle_mib": memory(processes)}
    figures["import"] = measure_import(stage, path, size)
    stage.open_batch()
    figures["labelling"] = [measure_labelling(stage, people) for people in PEOPLE]
    figures["pages_ms"] = measure_pages(stage)
    figures["delivery"] = measure_delivery(stage)
    figures["evaluation"] = measure_evaluation(stage)
    figures["memory_after_mib"] = memory(processes)
    return figures


def table(results: list[dict[str, Any]]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| what | " + " | ".join(f"{result['items']:,} items" for result in results) + " |"]
    lines.append("|---|" + "---:|" * len(results))

    def row(what: str, values: list[Any]) -> None:
        lines.append(f"| {what} | " + " | ".join(str(value) for value in values) + " |")

    row("import, items/s", [result["import"]["items_per_s"] for result in results])
    row("import, times a bare COPY", [result["import"]["times_a_bare_copy"] for result in results])
    row(
        "searchable by the index after, seconds",
        [result["import"]["indexed_after_seconds"] for result in results],
    )
    for place, people in enumerate(PEOPLE):
        steps = [result["labelling"][place] for result in results]
        row(
            f"{people} people, next p50 / p95 ms", [f"{s['next_p50_ms']} / {s['next_p95_ms']}" for s in steps]
        )
        row(
            f"{people} people, submit p50 / p95 ms",
            [f"{s['submit_p50_ms']} / {s['submit_p95_ms']}" for s in steps],
        )
        row(f"{people} people, useful annotations/s", [s["useful_per_s"] for s in steps])
        row(f"{people} people, double hand-outs", [s["double_hand_outs"] for s in steps])
        row(f"{people} people, web CPU ms each", [s["web_cpu_ms_each"] for s in steps])
    for page in results[0]["pages_ms"]:
        row(f"{page}, p50 / p95 ms", ["{} / {}".format(*result["pages_ms"][page]) for result in results])
    row("annotations streamed/s", [result["delivery"]["stream_per_s"] for result in results])
    row("consensus, seconds", [result["delivery"]["consensus_seconds"] for result in results])
    row("release, items/s", [result["delivery"]["release_items_per_s"] for result in results])
    row("learning curve, slices, suspects, seconds", [result["evaluation"]["seconds"] for result in results])
    row("memory after, MiB", [result["memory_after_mib"] for result in results])
    return "\n".join(lines)


def steadiness() -> float:
    """Return the spread (max over min) of a fixed loop: how busy the machine was with other things."""
    times = []
    for _turn in range(5):
        begun = time.perf_counter()
        sum(range(2_000_000))
        times.append(time.perf_counter() - begun)
    return round(max(times) / min(times), 2) if statistics.median(times) else 0.0


def main() -> int:
    """Run the bench and print its table and JSON."""
    try:
        psycopg2.connect(site.SERVER).close()
    except psycopg2.OperationalError:
        print("SKIPPED: the bench needs PostgreSQL at BENCH_DATABASE_URL or 127.0.0.1:5432.")
        return 0
    with site.running_site() as processes, tempfile.TemporaryDirectory() as folder:
        results = [measure(size, Path(folder), processes) for size in SIZES]
    # what the screen needs reads the settings, which name the database only now
    from bench.screen import measure_screen
    from bench.screen import table as screen_table

    steps = measure_steps([review["text"] for review in reviews(10_000)])
    screen = measure_screen()
    print(table(results))
    print("\n".join(f"- recipe step {name}: {rate:,} items/s" for name, rate in steps.items()))
    print(screen_table(screen))
    figures = {"loop_spread": steadiness(), "results": results, "recipe_steps": steps, "screen": screen}
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
