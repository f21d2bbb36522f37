"""Images and recordings: imported, shown, served."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFile

from dmops_platform.background import JobState
from labeling.models import Assignment
from labeling.selectors import unit_of, with_work
from projects.domain.roles import Role
from projects.services import add_member, remove_member
from sourcing.domain.media import MAX_PIXELS
from sourcing.media_links import signature, with_links
from sourcing.models import Import, Item, ItemVersion
from sourcing.services.imports import run_import
from sourcing.services.media import media_folder, stored_media
from tests.factories import make_assignment, make_batch, make_project, make_source, make_user
from tests.sourcing.factories import imported, jsonl
from tests.sourcing.media_files import image, photo, recording, zipped

PNG, JPEG, WAV = image(), photo(), recording(1.5)


def media_import(project, data, name="media.zip", **choice):
    return imported(project, data, name, is_media=True, id_column=None, text_columns=(), **choice)


def version_of(project, name):
    return ItemVersion.objects.get(item__project=project, item__name=name)


def address(version, name, **query):
    return reverse("api:media_part", args=[version.pk, name], query=query)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def items(project):
    assert media_import(project, zipped({"cells/a.jpg": JPEG, "b.png": PNG, "c.wav": WAV})).state == "done"
    return project


def test_each_file_of_a_zip_becomes_an_item_under_its_path(items):
    parts = dict(Item.objects.filter(project=items).values_list("name", "versions__parts"))
    assert parts["cells/a.jpg"]["image"] | {"file": ""} == {
        "type": "image", "file": "", "name": "a.jpg", "width": 30, "height": 40,
    }  # fmt: skip
    assert parts["c.wav"]["audio"] | {"file": ""} == {
        "type": "audio", "file": "", "name": "c.wav", "seconds": 1.5, "channels": 1, "rate": 8_000,
    }  # fmt: skip
    assert version_of(items, "cells/a.jpg").data == {"folder": "cells"}


def test_one_image_alone_becomes_an_item(project):
    job = media_import(project, image("webp"), "한글 사진.webp")
    assert (job.state, job.report["format"]) == ("done", "file")
    assert version_of(project, "한글 사진.webp").parts["image"]["width"] == 40


def test_a16_the_bytes_decide_not_the_name(project):
    media_import(project, PNG, "x.html")
    part = version_of(project, "x.html").parts["image"]
    assert stored_media(project.pk, part["file"]).read_bytes() == PNG


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x7fELF" + b"\0" * 100, "not_media"),
        (b"<html><script>1</script>", "not_media"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "not_media"),
        (zipped({"a.png": PNG}), "not_media"),
        (b"", "media_empty"),
        (JPEG[: len(JPEG) // 2], "image_damaged"),
        (PNG[:-30], "image_damaged"),
        (WAV[:4_000], "audio_damaged"),
        (b"RIFF\x00\x00\x00\x00WAVE", "audio_length"),
        (b"ID3\x04" + b"\0" * 200, "audio_length"),
    ],
)
def test_a15_a26_a_file_that_is_not_what_it_says_is_refused_and_the_others_are_not(project, data, code):
    job = media_import(project, zipped({"bad.jpg": data, "good.png": PNG}), is_partial_allowed=True)
    assert (job.state, job.report["counts"], job.report["accepted"]) == ("done", {code: 1}, 1)
    assert job.report["errors"][0]["column"] == "bad.jpg"


def test_a_cut_off_image_is_refused_also_by_a_process_that_made_a_pdf(project, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    job = media_import(project, PNG[:-30], "cut.png")
    assert (job.report["counts"], job.report["accepted"]) == ({"image_damaged": 1}, 0)


def test_a26_all_or_nothing_is_the_default(project):
    job = media_import(project, zipped({"good.png": PNG, "bad.jpg": b"no"}))
    assert (job.state, Item.objects.filter(project=project).count()) == (JobState.FAILED, 0)


def test_a27_a_huge_image_is_refused_before_it_is_decoded(project):
    side = int(MAX_PIXELS**0.5) + 1
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "png")
    job = media_import(project, zipped({"huge.png": out.getvalue()}), is_partial_allowed=True)
    assert job.report["counts"] == {"image_too_large": 1}


def test_a27_a_gif_that_moves_is_refused(project):
    frames = [Image.new("RGB", (9, 9), (50 * colour, 0, 0)) for colour in range(5)]
    out = io.BytesIO()
    frames[0].save(out, "gif", save_all=True, append_images=frames[1:])
    job = media_import(project, zipped({"moves.gif": out.getvalue()}), is_partial_allowed=True)
    assert job.report["counts"] == {"image_moves": 1}


def test_a31_an_archive_that_leads_out_writes_nothing(project):
    job = media_import(project, zipped({"good.png": PNG, "../out.png": PNG}), is_partial_allowed=True)
    assert (job.state, job.report["failure"]["code"]) == (JobState.FAILED, "zip_path")
    assert not media_folder(project.pk).exists()


def test_a34_bytes_that_are_damaged_in_the_archive_are_listed(project):
    data = zipped({"a.png": PNG}, 0).replace(PNG, PNG[:-1] + b"\0", 1)
    job = media_import(project, data, is_partial_allowed=True)
    assert job.report["counts"] == {"entry_damaged": 1}


def test_the_same_archive_again_makes_no_second_items(items):
    job = media_import(items, zipped({"b.png": PNG, "new.png": image(size=(8, 8))}), is_partial_allowed=True)
    assert (job.report["counts"], Item.objects.filter(project=items).count()) == ({"id_taken": 1}, 4)


def test_nothing_is_left_half_written(items):
    assert not [path for path in Path(media_folder(items.pk)).rglob(".arriving-*") if path.is_file()]


def test_an_image_is_served_upright_without_what_the_camera_wrote(client, items, manager):
    client.force_login(manager)
    response = client.get(address(version_of(items, "cells/a.jpg"), "image"))
    shown = body(response)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert b"Secret" not in shown
    assert Image.open(io.BytesIO(shown)).getexif()[0x0112] == 6
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == 'inline; filename="a.jpg"'
    assert response["Cache-Control"] == "private, max-age=3600"


@pytest.mark.parametrize("kind", ["webp", "gif"])
def test_other_images_are_served_as_png(client, project, manager, kind):
    media_import(project, image(kind), f"a.{kind}")
    client.force_login(manager)
    response = client.get(address(version_of(project, f"a.{kind}"), "image"))
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(body(response))).size == (40, 30)


def test_a_recording_is_served_by_ranges(client, items, manager):
    client.force_login(manager)
    url = address(version_of(items, "c.wav"), "audio")
    response = client.get(url, headers={"Range": "bytes=10-19"})
    assert (response.status_code, body(response)) == (206, WAV[10:20])
    assert response["Content-Range"] == f"bytes 10-19/{len(WAV)}"
    assert response["Content-Length"] == "10"
    whole = client.get(url)
    assert (body(whole), whole["Accept-Ranges"], whole["Content-Type"]) == (WAV, "bytes", "audio/wav")
    beyond = client.get(url, headers={"Range": f"bytes={len(WAV)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(WAV)}")
    assert client.get(url, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert client.head(url)["Content-Length"] == str(len(WAV))


def test_a_browser_that_asks_for_images_only_is_answered(client, items, manager):
    client.force_login(manager)
    url = address(version_of(items, "b.png"), "image")
    assert client.get(url, headers={"Accept": "image/avif,image/webp"}).status_code == 200


def test_the_outline_of_a_recording_is_a_byte_a_hundredth_of_a_second(client, items, manager):
    client.force_login(manager)
    url = reverse("api:media_peaks", args=[version_of(items, "c.wav").pk, "audio"])
    levels = body(client.get(url))
    assert len(levels) == 150
    assert max(levels[:70]) < 3 < 150 < min(levels[80:])
    image_url = reverse("api:media_peaks", args=[version_of(items, "b.png").pk, "image"])
    assert client.get(image_url).status_code == 404


def test_media_are_invisible_to_outsiders_and_people_of_other_projects(client, items, manager, outsider):
    version = version_of(items, "b.png")
    annotator = make_user()
    make_project(manager, roles={"annotator": [annotator]})
    for person in (outsider, annotator):
        client.force_login(person)
        assert client.get(address(version, "image")).status_code == 404
        forged = signature(version.pk, "image", manager.pk, timezone.localdate())
        assert client.get(address(version, "image", key=forged)).status_code == 404
    client.logout()
    assert client.get(address(version, "image")).status_code == 401


def test_whoever_holds_the_item_gets_it_by_the_address_in_the_work_unit(client, items, manager):
    annotator = make_user()
    batch = make_batch(items, ["x"], overlap=1)
    slot, version = batch.slots.get(), version_of(items, "c.wav")
    slot.item, slot.item_version = version.item, version
    slot.save()
    assignment = make_assignment(slot, annotator)
    part = unit_of(with_work(Assignment.objects.filter(pk=assignment.pk)).get())["item"]["parts"]["audio"]
    client.force_login(annotator)
    assert body(client.get(part["url"])) == WAV
    assert client.get(part["peaks"]).status_code == 200
    assert (
        client.get(part["url"].replace(str(version.pk), str(version_of(items, "b.png").pk), 1)).status_code
        == 404
    )
    assert client.get(part["url"].split("?")[0]).status_code == 404


def test_a_signed_address_is_good_for_two_days(client, items, manager, time_machine):
    time_machine.move_to("2026-03-01T12:00:00+09:00")
    annotator, version = make_user(), version_of(items, "b.png")
    url = with_links(version.parts, version=version.pk, person=annotator.pk)["image"]["url"]
    client.force_login(annotator)
    assert client.get(url).status_code == 200
    time_machine.shift(86_400)
    client.force_login(annotator)
    assert client.get(url).status_code == 200
    time_machine.shift(86_400)
    client.force_login(annotator)
    assert client.get(url).status_code == 404


def test_a59_a_signed_address_ends_with_the_last_role_and_serves_nobody_else(client, items, manager):
    annotator, other, version = make_user(), make_user(), version_of(items, "b.png")
    for person in (annotator, other):
        add_member(project=items, user=person, role=Role.ANNOTATOR, by=manager)
    url = with_links(version.parts, version=version.pk, person=annotator.pk)["image"]["url"]
    client.force_login(other)
    assert client.get(url).status_code == 404
    client.force_login(annotator)
    assert client.get(url).status_code == 200
    remove_member(membership=annotator.memberships.get(project=items), by=manager)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["text", "..", "%00", "x" * 300])
def test_a_part_that_is_no_medium_does_not_exist(client, items, manager, name):
    client.force_login(manager)
    url = f"/api/v1/media/{version_of(items, 'b.png').pk}/{name}/"
    assert client.get(url).status_code in (400, 404)


def test_a_medium_whose_file_is_gone_does_not_exist(client, items, manager):
    version = version_of(items, "c.wav")
    stored_media(items.pk, version.parts["audio"]["file"]).unlink()
    client.force_login(manager)
    assert client.get(address(version, "audio")).status_code == 404


def test_pages_show_images_and_recordings(client, items, manager):
    client.force_login(manager)
    for name, tag in (("b.png", "<img"), ("c.wav", "<audio")):
        page = client.get(
            reverse("sourcing:item_page", args=[version_of(items, name).item_id])
        ).content.decode()
        assert tag in page
        url = re.search(r'src="(/api/v1/media/[^"]+)"', page)[1].replace("&amp;", "&")
        assert client.get(url).status_code == 200
    assert "b.png" in client.get(reverse("sourcing:item_list", args=[items.pk])).content.decode()


def upload(client, project, data, name="media.zip"):
    sent = {"file": SimpleUploadedFile(name, data), "source": make_source(project).pk}
    return client.post(reverse("sourcing:upload", args=[project.pk]), sent)


def test_a_person_uploads_looks_and_imports(client, project, manager):
    client.force_login(manager)
    shown = client.get(upload(client, project, zipped({"a.png": PNG, "b.wav": WAV}))["Location"])
    page = shown.content.decode()
    assert (shown.status_code, "a.png" in page) == (200, True)
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    start = re.search(r'action="(/files/\d+/import/)"', page)[1]
    for _twice in range(2):
        assert client.post(start, {"mode": "all", "key": key}).status_code == 302
    job = Import.objects.get()
    run_import(import_id=job.pk)
    assert Item.objects.filter(project=project).count() == 2
    assert client.post(start, {"mode": "x", "key": "y"}).status_code == 422


def test_a_person_sees_why_an_archive_is_not_opened(client, project, manager):
    client.force_login(manager)
    shown = client.get(upload(client, project, zipped({"../a.png": PNG}))["Location"])
    assert (shown.status_code, "../a.png" in shown.content.decode()) == (422, True)


def api_upload(client, project, data, name="media.zip", **query):
    url = reverse("api:start_media_import", args=[project.pk], query=query)
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


def test_a_program_imports_media(client, project, manager):
    make_source(project)
    client.force_login(manager)
    answer = api_upload(client, project, zipped({"a.png": PNG}), partial="true")
    assert (answer.status_code, answer.json()["columns"]["is_media"]) == (202, True)
    run_import(import_id=answer.json()["id"])
    assert Item.objects.filter(project=project).count() == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"id,text\n1,x\n", "not_media"), (zipped({"../x": b""}), "zip_path"), (b"PK\x03\x04", "zip_damaged")],
)
def test_a_program_is_told_what_is_wrong_and_nothing_is_kept(client, project, manager, data, code):
    make_source(project)
    client.force_login(manager)
    answer = api_upload(client, project, data)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not project.raw_files.exists()


def test_media_import_is_invisible_to_outsiders(client, project, outsider):
    client.force_login(outsider)
    assert api_upload(client, project, PNG).status_code == 404


def test_a_column_of_turns_becomes_a_dialogue(project):
    rows = [
        {"id": "1", "talk": [{"role": "user", "content": "안녕?"}, {"role": "assistant", "content": "네."}]},
        {"id": "2", "talk": [1, 2]},
    ]
    job = imported(project, jsonl(rows), "t.jsonl", text_columns=["talk"], is_partial_allowed=True)
    assert job.report["counts"] == {"not_a_text": 1}
    assert version_of(project, "1").parts["talk"] == {
        "type": "turns",
        "turns": [{"speaker": "user", "text": "안녕?"}, {"speaker": "assistant", "text": "네."}],
    }
