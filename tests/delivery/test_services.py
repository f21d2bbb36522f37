import json
import zipfile
from csv import reader
from io import StringIO

import pytest
from django.db import DatabaseError, transaction

from delivery.models import Pseudonym, Release, ReleaseItem
from delivery.selectors.releases import downloads
from delivery.services import building, checks, listing
from delivery.services.releases import (
    cancel_release,
    download_release,
    freeze_release,
    retry_release,
    withdraw_release,
)
from dmops_platform.background import JobState, LostLease
from dmops_platform.errors import BadInput, RuleBroken
from labeling.models import Annotation
from projects.models import Activity
from tests.delivery.factories import (
    DISPUTED,
    compare,
    make_compared_batch,
    make_labelled_batch,
    make_release,
)
from tests.factories import make_batch, make_project, make_user
from tests.verification.factories import decide_again
from verification.models import Dispute

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a test throws where a worker is killed: nothing of ours may catch it."""


@pytest.fixture
def people(annotator, second_annotator):
    return [annotator, second_annotator]


@pytest.fixture
def batch(project, people):
    return make_compared_batch(project, people)


def lines(release):
    with zipfile.ZipFile(release.file) as archive:
        return [json.loads(line) for line in archive.read("data.jsonl").splitlines()]


def test_freeze_release_is_made_into_a_verified_archive(batch, manager):
    release = make_release(batch, note="The first half.")
    assert (release.state, release.number, release.facts["counts"]["items"]) == (JobState.DONE, 1, 4)
    assert [line["answers"]["sentiment"] for line in lines(release)] == ["pos", "pos", "neg", "neg"]
    assert release.sha256 == checks.file_sha256(release.file)
    assert release.verified_at is not None


def test_freeze_release_numbers_without_gaps(project, batch, manager):
    numbers = [make_release(batch, is_built=False).number for _release in range(3)]
    with pytest.raises(RuleBroken), transaction.atomic():
        freeze_release(project=project, batches=[make_batch(project)], by=manager)
    assert [*numbers, make_release(batch, is_built=False).number] == [1, 2, 3, 4]


def test_freeze_release_refuses_a_batch_without_consensus(project, people, manager):
    batch = make_labelled_batch(project, people, name="Pilot")
    with pytest.raises(RuleBroken, match=r"Pilot.*no finished consensus") as refused:
        freeze_release(project=project, batches=[batch], by=manager)
    assert refused.value.code == "no_consensus"


def test_freeze_release_says_how_many_disputes_are_open_and_where(project, people, manager):
    batch = make_compared_batch(project, people, answers=DISPUTED, name="Pilot")
    with pytest.raises(RuleBroken, match=r"Open disputes: 1 \(Pilot: 1\)") as refused:
        freeze_release(project=project, batches=[batch], by=manager)
    assert refused.value.details == {"open_disputes": {str(batch.pk): 1}}


def test_freeze_release_with_open_disputes_marks_their_items(project, people):
    batch = make_compared_batch(project, people, answers=DISPUTED)
    release = make_release(batch, with_open_disputes=True)
    marks = [line["consensus"]["sentiment"]["disputed"] for line in lines(release)]
    assert marks == [False, True, False, False]
    assert release.facts["manifest"]["open_disputes"] == 1


def test_freeze_release_carries_decisions_and_the_share_that_had_answered_so(project, people, manager):
    batch = make_compared_batch(project, people, answers=DISPUTED)
    settle(batch, manager, "neg")
    [_first, second, *_rest] = lines(make_release(batch))
    assert second["answers"] == {"sentiment": "neg"}
    assert second["consensus"]["sentiment"] == {
        "how": "decision",
        "share": 0.5,
        "n": 2,
        "tie": True,
        "disputed": False,
        "soft": [{"answer": "neg", "share": 0.5}, {"answer": "pos", "share": 0.5}],
    }


def settle(batch, by, answer):
    dispute = Dispute.objects.get(batch=batch)
    decide_again(dispute=dispute, answer=answer, cause="mistake", reason="The text says so.", by=by)


def test_freeze_release_refuses_nothing_and_other_projects(batch, project, manager, outsider):
    with pytest.raises(BadInput):
        freeze_release(project=project, batches=[], by=manager)
    with pytest.raises(BadInput):
        freeze_release(project=make_project(outsider), batches=[batch], by=outsider)
    assert not Release.objects.exists()


def test_freeze_release_refuses_an_item_of_two_batches(project, people, batch, manager):
    version = batch.slots.first().item_version
    again = make_compared_batch(project, people, versions=[version], answers=[("pos", "pos")])
    with pytest.raises(RuleBroken, match="more than one of these batches"):
        freeze_release(project=project, batches=[batch, again], by=manager)


def test_c25_what_comes_after_the_freeze_is_not_in_the_release(project, people, manager):
    batch = make_compared_batch(project, people, answers=DISPUTED)
    settle(batch, manager, "pos")
    release = make_release(batch, is_built=False)
    settle(batch, manager, "neg")
    project.name = "Renamed"
    project.save()
    compare(batch)
    building.build_release(release_id=release.pk)
    release.refresh_from_db()
    assert lines(release)[1]["answers"] == {"sentiment": "pos"}
    with zipfile.ZipFile(release.file) as archive:
        assert json.loads(archive.read("manifest.json"))["project"] == "Film reviews"


def test_c31_rebuild_release_gives_the_same_bytes(batch, tmp_path):
    release = make_release(batch)
    rebuilt = building.rebuild_release(release=release, path=tmp_path / "again.zip")
    assert rebuilt.archive.sha256 == release.sha256
    assert (tmp_path / "again.zip").read_bytes() == release.file.read_bytes()


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (listing, "_write_chunk"),
        (building, "rebuild_release"),
        (building, "_prove"),
        (building, "_finish"),
    ],
)
def test_b12_build_release_killed_anywhere_ends_with_the_same_bytes(batch, monkeypatch, module, step):
    whole = make_release(batch)
    monkeypatch.setattr(listing.lines, "CHUNK", 2)
    release = copy_of(whole)
    with monkeypatch.context() as patched:
        patched.setattr(module, step, killed_at_second_call(getattr(module, step), module is listing))
        with pytest.raises(Killed):
            building.build_release(release_id=release.pk)
    Release.objects.filter(pk=release.pk).update(lease_until="2026-01-01T00:00:00Z")
    building.build_release(release_id=release.pk)
    release.refresh_from_db()
    assert release.state == JobState.DONE
    assert rows(release) == rows(whole)
    assert release.sha256 == whole.sha256


def copy_of(release):
    """Return a queued release frozen at the same moment as this one, and so with the same bytes to come."""
    batches = list(release.batches.all())
    copied = Release.objects.create(
        project=release.project,
        number=release.number + 1,
        frozen_at=release.frozen_at,
        facts={
            key: release.facts[key]
            for key in ("items", "runs", "decisions", "manifest", "files", "quality", "report")
        },
        path=release.path.replace("release-1", "release-2"),
        by=release.by,
    )
    copied.batches.set(batches)
    return copied


def rows(release):
    return list(release.items.order_by("position").values_list("position", "item_version", "sha256"))


def killed_at_second_call(step, has_two_calls):
    calls = []

    def killed(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2 or not has_two_calls:
            raise Killed
        return step(*args, **kwargs)

    return killed


def test_b12_a_worker_that_lost_its_lease_changes_nothing_more(batch, monkeypatch):
    release = make_release(batch, is_built=False)
    late = Release.claim(release.pk)
    Release.objects.filter(pk=release.pk).update(lease_until="2026-01-01T00:00:00Z")
    building.build_release(release_id=release.pk)
    done = Release.objects.get(pk=release.pk)
    ReleaseItem.objects.filter(release=release, position=4).delete()
    with pytest.raises(LostLease):
        listing.write_list(late)
    assert ReleaseItem.objects.filter(release=release).count() == 3
    assert Release.objects.get(pk=release.pk).sha256 == done.sha256


def test_b07_a_full_disk_fails_the_release_with_a_sentence_and_it_can_be_made_again(
    batch, manager, monkeypatch
):
    release = make_release(batch, is_built=False)

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(building, "write_archive", full)
        building.build_release(release_id=release.pk)
    release.refresh_from_db()
    assert (release.state, "disk is full" in release.error) == (JobState.FAILED, True)
    retry_release(release=release, by=manager)
    building.build_release(release_id=release.pk)
    release.refresh_from_db()
    assert (release.state, release.number) == (JobState.DONE, 1)


def test_cancel_release_keeps_the_number_and_retry_makes_it(batch, manager):
    release = make_release(batch, is_built=False)
    assert cancel_release(release=release, by=manager).state == JobState.CANCELLED
    building.build_release(release_id=release.pk)
    assert not release.items.exists()
    retry_release(release=release, by=manager)
    building.build_release(release_id=release.pk)
    assert release.items.count() == 4


def test_retry_release_refuses_one_that_is_made(batch, manager):
    with pytest.raises(RuleBroken, match="failed or was cancelled"):
        retry_release(release=make_release(batch), by=manager)


def test_people_keep_their_pseudonyms_over_releases(project, people, batch):
    first = make_release(batch)
    newcomer_first = make_compared_batch(project, [people[1], people[0]])
    make_release(newcomer_first)
    codes = dict(Pseudonym.objects.values_list("user__username", "code"))
    assert codes == {"annotator": "A001", "second_annotator": "A002"}
    assert first.facts["counts"]["annotators"] == 2


def test_a85_a_release_has_listed_keys_only_and_names_nobody(project):
    people = [make_user("kim.minji"), make_user("lee.jiho")]
    release = make_release(make_compared_batch(project, people))
    for line in lines(release):
        assert set(line) == {
            "id",
            "version",
            "content_sha256",
            "parts",
            "data",
            "answers",
            "consensus",
            "annotations",
        }
        for annotation in line["annotations"]:
            assert set(annotation) == {"annotator", "version", "answers", "on", "guideline", "schema"}
    content = release.file.read_bytes()
    for person in people:
        assert person.username.encode() not in content
        assert person.full_name.encode() not in content


def test_a83_formulas_of_items_stay_text_in_the_tables_and_raw_in_the_lines(batch):
    release = make_release(batch)
    with zipfile.ZipFile(release.file) as archive:
        table = archive.read("data.csv").decode("utf-8-sig")
        manifest = json.loads(archive.read("manifest.json"))
    texts = [row[2] for row in reader(StringIO(table))]
    assert "'=1+1" in texts
    assert "=1+1" in [line["parts"]["text"] for line in lines(release)]
    assert "leading '" in manifest["csv"]["escaping"]


def test_withdraw_release_stops_downloads_for_good(batch, manager, client_person):
    release = make_release(batch)
    download_release(release=release, by=client_person).close()
    withdrawn = withdraw_release(release=release, reason="Wrong batch.", by=manager)
    assert withdrawn.withdrawn_because == "Wrong batch."
    with pytest.raises(RuleBroken, match="withdrawn"):
        download_release(release=release, by=client_person)
    with pytest.raises(RuleBroken, match="withdrawn"):
        withdraw_release(release=release, reason="Again.", by=manager)


def test_withdraw_release_needs_a_reason_and_a_finished_release(batch, manager):
    release = make_release(batch, is_built=False)
    with pytest.raises(BadInput):
        withdraw_release(release=release, reason=" ", by=manager)
    with pytest.raises(RuleBroken, match="not ready"):
        withdraw_release(release=release, reason="Wrong batch.", by=manager)


def test_download_release_is_written_down_with_who_had_it(batch, manager, client_person):
    release = make_release(batch)
    for person in (client_person, client_person, manager):
        download_release(release=release, by=person).close()
    assert (downloads(release).times, downloads(release).people) == (3, 2)
    last = Activity.objects.filter(action="delivery.download_release").latest("pk")
    assert last.facts == {"number": 1, "sha256": release.sha256}


def test_c30_a_finished_release_and_its_list_never_change(batch):
    release = make_release(batch)
    for change in (
        lambda: Release.objects.filter(pk=release.pk).update(sha256="0" * 64),
        lambda: release.items.update(answers={"sentiment": "neg"}),
    ):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            change()


def test_check_release_finds_it_as_it_was(batch, manager):
    release = make_release(batch)
    check = checks.start_check(release=release, by=manager)
    assert checks.start_check(release=release, by=manager) == check
    checks.check_release(check_id=check.pk)
    check.refresh_from_db()
    assert check.findings == {"is_ok": True, "is_identical": True, "problems": []}
    assert not list(release.file.parent.glob(".*"))


def test_b40_check_release_names_the_item_whose_byte_flipped_in_the_file(batch, manager):
    release = make_release(batch)
    name = lines(release)[3]["id"]
    content = release.file.read_bytes()
    release.file.write_bytes(content.replace(b'"text":"plain"', b'"text":"plane"'))
    findings = checks.examine_release(release=release)
    assert (findings["is_ok"], findings["is_identical"]) == (False, True)
    assert name in {problem["item"] for problem in findings["problems"]}


def test_b40_check_release_names_the_item_whose_row_changed(batch, manager):
    release = make_release(batch)
    row = release.items.get(position=2)
    row.delete()
    ReleaseItem.objects.create(
        release=release,
        position=2,
        item_version=row.item_version,
        answers={"sentiment": "neg"},
        consensus=row.consensus,
        annotations=row.annotations,
        sha256=row.sha256,
    )
    findings = checks.examine_release(release=release)
    assert not findings["is_identical"]
    assert [problem["item"] for problem in findings["problems"]] == [row.item_version.item.name]


def test_check_release_says_when_the_file_is_gone(batch):
    release = make_release(batch)
    release.file.unlink()
    findings = checks.examine_release(release=release)
    assert [problem["code"] for problem in findings["problems"]] == ["file_gone"]


def test_building_takes_as_many_statements_for_more_items(project, people, django_assert_max_num_queries):
    batch = make_compared_batch(
        project, people, answers=[("pos", "pos")] * 60, texts=[f"text {n}" for n in range(60)]
    )
    release = make_release(batch, is_built=False)
    with django_assert_max_num_queries(60):
        building.build_release(release_id=release.pk)
    assert Annotation.objects.count() == 120
