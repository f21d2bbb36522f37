import hashlib

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dmops_platform.background import JobState
from dmops_platform.errors import BadInput
from labeling.models import Slot
from sourcing.domain.items import content_hash
from sourcing.models import Import, Item, ItemVersion, RawFile
from sourcing.selectors import item_counts, item_lines, items_of
from sourcing.services import add_items, attempts, files
from sourcing.services.error_list import refused_rows
from sourcing.services.files import media_path, store_raw_file
from sourcing.services.imports import cancel_import, run_import, start_import
from tests.factories import make_batch, make_items, make_source
from tests.sourcing.factories import contents, imported, make_import, make_raw_file, reviews

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def left_on_disk(project) -> list[str]:
    folders = [media_path(f"projects/{project.pk}"), *media_path("").glob(f"{project.pk}-*")]
    return sorted(path.name for folder in folders for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def small_chunks(monkeypatch):
    """Let chunks be of 10 items."""
    whole = attempts.in_chunks
    monkeypatch.setattr(attempts, "in_chunks", lambda drafts: whole(drafts, most_items=10))


def test_store_raw_file_keeps_the_bytes_and_their_hash(project):
    data = b"\xef\xbb\xbfid,text\r\n1,\xed\x95\x9c\r\n"
    file = make_raw_file(project, data, "../../리뷰.CSV")
    assert media_path(file.path).read_bytes() == data
    assert (file.name, file.size, file.sha256) == ("리뷰.CSV", len(data), hashlib.sha256(data).hexdigest())
    day = timezone.localdate().isoformat()
    assert (
        file.path
        == f"{project.pk}-film-reviews/{file.source_id}-made-for-tests/{day} file-{file.pk} 리뷰.csv"
    )
    assert left_on_disk(project) == [media_path(file.path).name]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\x.csv",
        "a\0b.csv",
        "CON",
        "x" * 300 + ".csv",
        "\u202egpj.csv",
        "😀.tsv",
        'a";x=.csv',
    ],
)
def test_a25_store_raw_file_makes_its_own_name(project, name):
    file = make_raw_file(project, "id,text\n1,a\n", name)
    path = media_path(file.path).resolve()
    assert path.parent == media_path(files.source_folder(file.source)).resolve()
    assert len(path.name.encode()) <= 240


def test_a29_store_raw_file_stops_at_the_limit_and_leaves_nothing(project, manager, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    endless = iter(lambda: b"x" * 65_536, b"")
    with pytest.raises(files.TooLarge, match="larger than 1 MB"):
        store_raw_file(source=make_source(project), name="x.csv", chunks=endless, by=manager)
    assert left_on_disk(project) == []
    assert not RawFile.objects.exists()


def test_store_raw_file_refuses_an_empty_file(project, manager):
    with pytest.raises(BadInput, match="empty"):
        store_raw_file(source=make_source(project), name="x.csv", chunks=[], by=manager)
    assert left_on_disk(project) == []


def test_run_import_makes_items_in_the_order_of_the_rows(project):
    job = imported(project, "id,text,year\nb,하나,1999\na,둘,2001\n")
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    assert contents(project) == [
        ("b", 2, {"text": "하나"}, {"year": "1999"}, content_hash({"text": "하나"})),
        ("a", 3, {"text": "둘"}, {"year": "2001"}, content_hash({"text": "둘"})),
    ]


def test_run_import_reports_what_it_read(project):
    job = imported(project, reviews(500, repeats=13), "ratings.tsv", text_columns=["document"])
    report = job.report
    assert (report["accepted"], report["repeats"], report["refused"]) == (500, 13, 0)
    assert (report["format"], report["encoding"], report["sha256"]) == ("tsv", "utf-8", job.file.sha256)
    assert report["columns"] == {"id": "id", "texts": ["document"], "encoding": None}
    assert report["seconds"] > 0


def test_run_import_names_rows_without_id_after_their_file(project):
    job = imported(project, "text\na\nb\n", id_column=None)
    prefix = job.file.sha256[:8]
    assert [row[0] for row in contents(project)] == [f"{prefix}-1", f"{prefix}-2"]
    again = imported(project, "text\na\nb\n", id_column=None, is_partial_allowed=True)
    assert (again.report["refused"], Item.objects.count()) == (2, 2)
    assert imported(project, "text\na\nc\n", id_column=None).state == JobState.DONE


def test_run_import_reads_the_encoding_that_was_confirmed(project):
    imported(project, "id,text\n1,재밌다\n".encode("cp949"), encoding="cp949")
    assert contents(project)[0][2] == {"text": "재밌다"}


def test_a42_run_import_imports_nothing_when_one_row_is_bad(project, small_chunks):
    lines = [f"{n},text {n}" for n in range(100)]
    lines[98] = "98,"
    job = imported(project, "id,text\n" + "\n".join(lines))
    assert job.state == JobState.FAILED
    assert job.error.startswith("Rows that cannot become items: 1 of 100. So nothing was imported.")
    assert job.report["errors"][0]["line"] == 100
    assert not Item.objects.exists()


def test_a42_run_import_takes_the_good_rows_where_that_was_chosen(project, small_chunks):
    lines = [f"{n},text {n}" for n in range(100)]
    lines[98] = "98,"
    job = imported(project, "id,text\n" + "\n".join(lines), is_partial_allowed=True)
    assert (job.state, job.report["accepted"], job.report["refused"]) == (JobState.DONE, 99, 1)
    assert Item.objects.count() == 99


def test_a42_run_import_of_the_same_file_makes_no_second_items(project, small_chunks):
    table = reviews(35, repeats=3)
    imported(project, table, "t.tsv", text_columns=["document"])
    before = contents(project)
    again = imported(project, table, "t.tsv", text_columns=["document"], is_partial_allowed=True)
    assert (again.report["accepted"], again.report["refused"], again.report["repeats"]) == (0, 35, 0)
    assert again.report["counts"] == {"id_taken": 35}
    assert again.report["errors"][0]["message"].startswith(
        "Line 2, column “id”: the project already has an item “1000”."
    )
    assert contents(project) == before


def test_run_import_adds_the_rows_that_are_new(project, small_chunks):
    imported(project, "id,text\n3,a\n17,b\n")
    rows = "id,text\n" + "".join(f"{n},text {n % 5}\n" for n in range(30))
    job = imported(project, rows, is_partial_allowed=True)
    assert (job.report["accepted"], job.report["refused"], job.report["repeats"]) == (28, 2, 23)
    assert [row[0] for row in contents(project)][2:] == [str(n) for n in range(30) if n not in (3, 17)]


def test_run_import_lists_all_taken_ids_even_where_nothing_is_imported(project, small_chunks):
    table = reviews(35)
    imported(project, table, "t.tsv", text_columns=["document"])
    again = imported(project, table, "t.tsv", text_columns=["document"])
    assert (again.state, again.report["counts"]) == (JobState.FAILED, {"id_taken": 35})


def test_refused_rows_lists_all_of_them(project):
    job = imported(project, "id,text\n" + "1\n" * 300 + "2,a\n")
    assert len(job.report["errors"]) == 200
    rows = list(refused_rows(job))
    assert [row["line"] for row in rows] == list(range(2, 302))
    assert left_on_disk(project) == [media_path(job.file.path).name, "errors.jsonl"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id,body\n1,a\n", "There is no column “text”."),
        (b"PK\x03\x04....", "This is not a text file"),
        (b"id,text\n1,\xff\xfe\xff\n", "is not UTF-8"),
        ("id,text\n1,a\n".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b'id,text\n1,"a\n', "Rows that cannot become items: 1 of 1."),
        (b"id,text\n", "no rows"),
    ],
)
def test_a40_run_import_says_in_a_sentence_why_it_failed(project, content, sentence):
    job = imported(project, content)
    assert (job.state, sentence in job.error) == (JobState.FAILED, True)
    assert job.report["failure"]["sentence"] % job.report["failure"]["values"] == job.error
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "line",
    [
        '{"id":"1","text":"\\ud800"}',
        '{"id":"1","text":"a\\u0000"}',
        '{"id":"1","text":NaN}',
        "[" * 100_000,
        "1" * 5_000,
    ],
)
def test_a39_run_import_refuses_json_that_cannot_be_stored(project, line):
    job = imported(project, '{"id":"0","text":"good"}\n' + line, "t.jsonl", is_partial_allowed=True)
    assert (job.report["accepted"], job.report["refused"], job.report["errors"][0]["line"]) == (1, 1, 2)


def test_run_import_fails_clearly_when_the_file_is_gone(project):
    job = make_import(project, "id,text\n1,a\n")
    media_path(job.file.path).unlink()
    run_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "The stored file is gone. Upload it again.")


def stop_at_chunk(monkeypatch, number: int, error: type[BaseException]) -> None:
    """End the attempt after so many chunks as a kill would: nothing of ours runs any more."""
    written = attempts.Attempt._write
    count = iter(range(1, number))

    def write(self, chunk):
        if next(count, None) is None:
            raise error
        written(self, chunk)

    monkeypatch.setattr(attempts.Attempt, "_write", write)


class Killed(BaseException):
    """What no code catches."""


@pytest.mark.parametrize("chunk", [1, 2, 5, 10])
def test_b12_run_import_after_a_kill_gives_the_same_items(
    project, other_project, small_chunks, monkeypatch, chunk
):
    table = reviews(95, repeats=4)
    choice = {"name": "t.tsv", "text_columns": ["document"]}
    imported(other_project, table, **choice)
    job = make_import(project, table, **choice)
    with monkeypatch.context() as patch:
        stop_at_chunk(patch, chunk, Killed)
        with pytest.raises(Killed):
            run_import(import_id=job.pk)
    assert Item.objects.filter(project=project).count() == (chunk - 1) * 10
    assert not items_of(project).exists()
    Import.objects.filter(pk=job.pk).update(lease_until="2000-01-01T00:00Z")
    run_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.report["repeats"]) == (JobState.DONE, 2, 4)
    assert contents(project) == contents(other_project)


def test_b12_run_import_twice_makes_items_once(project):
    job = imported(project, "id,text\n1,a\n")
    run_import(import_id=job.pk)
    assert Item.objects.count() == 1


def test_b12_an_attempt_that_lost_its_lease_writes_nothing_more(project, small_chunks, monkeypatch):
    job = make_import(project, reviews(50), "t.tsv", text_columns=["document"])
    written = attempts.Attempt._write

    def taken_over(self, chunk):
        if self.report.accepted == 30:
            Import.objects.filter(pk=job.pk).update(attempt=99)
        written(self, chunk)

    monkeypatch.setattr(attempts.Attempt, "_write", taken_over)
    run_import(import_id=job.pk)
    assert Item.objects.count() == 20
    assert Import.objects.get(pk=job.pk).state == JobState.RUNNING


def test_run_import_leaves_nothing_after_a_crash(project, small_chunks, monkeypatch):
    job = make_import(project, reviews(50), "t.tsv", text_columns=["document"])
    stop_at_chunk(monkeypatch, 3, ZeroDivisionError)
    run_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.state, Item.objects.count()) == (JobState.FAILED, 0)


def test_cancel_import_removes_what_was_written(project, manager, small_chunks, monkeypatch):
    job = make_import(project, reviews(50), "t.tsv", text_columns=["document"])
    written = attempts.Attempt._write

    def cancelled(self, chunk):
        written(self, chunk)
        cancel_import(job=job, by=manager)

    monkeypatch.setattr(attempts.Attempt, "_write", cancelled)
    run_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.state, Item.objects.count()) == (JobState.CANCELLED, 0)


def test_cancel_import_of_a_queued_one_keeps_it_from_running(project, manager):
    job = make_import(project, "id,text\n1,a\n")
    cancel_import(job=job, by=manager)
    run_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.state, Item.objects.count()) == (JobState.CANCELLED, 0)


def test_b26_start_import_twice_with_one_key_starts_one(project, manager):
    file = make_raw_file(project, "id,text\n1,a\n")
    choice = {"file": file, "text_columns": ["text"], "id_column": "id", "by": manager, "key": "k1"}
    assert start_import(**choice) == start_import(**choice)
    assert start_import(**(choice | {"key": "k2"})).pk != start_import(**choice).pk


def test_items_of_an_unfinished_import_do_not_count(project):
    job = imported(project, "id,text\n1,a\n")
    Import.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    make_items(project, ["b"])
    assert items_of(project).count() == 1


def test_item_counts_of_a_source_leave_out_unfinished_imports(project):
    job = imported(project, "id,text\n1,a\n2,b\n")
    make_items(project, ["c"], source=job.source)
    assert item_counts([job.source, make_source(project)]) == {job.source_id: 3}
    Import.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    assert item_counts([job.source]) == {job.source_id: 1}


def test_add_items_writes_them_in_order_with_their_hash(project, manager):
    rows = [("b", {"text": "하나"}, {"n": 1}), ("a", {"text": "둘"}, {})]
    assert add_items(source=make_source(project), rows=rows, by=manager) == 2
    assert contents(project) == [
        ("b", None, {"text": "하나"}, {"n": 1}, content_hash({"text": "하나"})),
        ("a", None, {"text": "둘"}, {}, content_hash({"text": "둘"})),
    ]


@pytest.mark.parametrize("names", [["new", "old"], ["twice", "twice"], ["new", ""], ["x" * 201]])
def test_add_items_adds_nothing_when_a_name_is_taken_or_impossible(project, manager, names):
    add_items(source=make_source(project), rows=[("old", {"text": "a"}, {})], by=manager)
    with pytest.raises(BadInput):
        add_items(source=make_source(project), rows=[(name, {"text": "b"}, {}) for name in names], by=manager)
    assert Item.objects.count() == 1


def test_add_items_can_be_batched_at_once(project, manager):
    add_items(source=make_source(project), rows=[("a", {"text": "b"}, {})], by=manager)
    make_batch(project)
    assert Slot.objects.count() == 2


@pytest.mark.parametrize("q", ["최고", "100%", "a_b", 'say "no"', "back\\slash", "CAPS", "item-7", "bang!"])
def test_item_lines_finds_what_names_and_texts_contain(project, manager, q):
    texts = ["최고의 영화", "100% sure", "a_b", 'say "no"', "back\\slash", "caps", "bang!", "1000 axb"]
    rows = [(f"n{n}", {"text": text}, {}) for n, text in enumerate(texts)] + [("item-7", {"text": "x"}, {})]
    add_items(source=make_source(project), rows=rows, by=manager)
    lines, _next = item_lines(items_of(project), q=q)
    assert len(lines) == 1
    line = lines[0]
    assert q.lower() in (line.item.name + line.version.parts["text"]).lower()


@pytest.mark.postgres
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    name=TEXTS.filter(lambda name: len(name.strip()) > 0 and len(name) <= 200),
    parts=st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3),
    data=st.dictionaries(
        TEXTS, TEXTS | st.integers() | st.booleans() | st.none() | st.lists(TEXTS), max_size=3
    ),
)
def test_copy_brings_every_text_back_as_it_was(project, manager, name, parts, data):
    Item.objects.all().delete()
    add_items(source=make_source(project), rows=[(name, parts, data)], by=manager)
    version = ItemVersion.objects.select_related("item").get()
    assert (version.item.name, version.parts, version.data) == (name, parts, data)
