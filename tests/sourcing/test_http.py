import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dmops_platform.background import JobState, no_bell
from sourcing.domain.steps import new_step
from sourcing.models import Import, Item, RawFile
from sourcing.services import add_items
from sourcing.services.imports import run_import
from sourcing.services.recipes import start_recipe_run
from tests.factories import make_source
from tests.sourcing.factories import imported, make_import, make_raw_file, make_recipe, reviews

CSV = "id,text,year\n1,따뜻한 영화,1999\n2,지루하다,2001\n"


def upload(client, project, content: str | bytes = CSV, name: str = "reviews.csv", **more):
    data = content.encode() if isinstance(content, str) else content
    url = reverse("sourcing:upload", args=[project.pk])
    sent = {"file": SimpleUploadedFile(name, data), "source": make_source(project).pk}
    return client.post(url, sent, **more)


def choice(page, **other) -> dict:
    """Return what the form of a preview page would send."""
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    return {"id_column": "id", "text_columns": ["text"], "mode": "all", "encoding": "", "key": key} | other


def preview_of(client, file):
    return client.get(reverse("sourcing:preview_page", args=[file.pk]))


def confirm(client, file, data):
    return client.post(reverse("sourcing:start_import", args=[file.pk]), data)


def api_upload(client, project, body: str | bytes, content_type: str = "text/csv", **query):
    make_source(project)
    data = body.encode() if isinstance(body, str) else body
    url = reverse(
        "api:start_import", args=[project.pk], query={"id_column": "id", "text_column": "text"} | query
    )
    return client.generic("POST", url, data, content_type=content_type)


def addresses(project) -> dict[str, list[str]]:
    job = imported(project, CSV)
    item = Item.objects.get(project=project, name="1")
    return {
        "get": [
            reverse("sourcing:item_list", args=[project.pk]),
            reverse("sourcing:upload", args=[project.pk]),
            reverse("sourcing:sample_file", args=[project.pk]),
            reverse("sourcing:preview_page", args=[job.file_id]),
            reverse("sourcing:import_page", args=[job.pk]),
            reverse("sourcing:refused_rows", args=[job.pk]),
            reverse("sourcing:item_page", args=[item.pk]),
            reverse("api:import", args=[job.pk]),
            reverse("api:item_list", args=[project.pk]),
            reverse("api:item", args=[item.pk]),
        ],
        "post": [
            reverse("sourcing:upload", args=[project.pk]),
            reverse("sourcing:start_import", args=[job.file_id]),
            reverse("sourcing:cancel_import", args=[job.pk]),
            reverse("api:start_import", args=[project.pk]),
            reverse("api:cancel_import", args=[job.pk]),
        ],
    }


@pytest.mark.parametrize("person", ["outsider", "annotator", "reviewer", "client_person"])
def test_items_and_imports_do_not_exist_for_people_without_the_right(request, page_client, project, person):
    client = page_client(request.getfixturevalue(person))
    for method, urls in addresses(project).items():
        for url in urls:
            assert getattr(client, method)(url).status_code == 404, url


def test_items_and_imports_open_for_a_data_engineer(page_client, data_engineer, project):
    client = page_client(data_engineer)
    for url in addresses(project)["get"]:
        assert client.get(url).status_code == 200, url


def test_upload_keeps_the_file_and_shows_what_is_in_it(page_client, manager, project):
    client = page_client(manager)
    answer = upload(client, project)
    file = RawFile.objects.get()
    assert answer.url == reverse("sourcing:preview_page", args=[file.pk])
    page = client.get(answer.url).content.decode()
    assert "따뜻한 영화" in page
    assert 'value="id" selected' in page
    assert re.search(r'value="text"[^>]*checked', page)


def test_upload_without_a_file_says_so(page_client, manager, project):
    answer = page_client(manager).post(reverse("sourcing:upload", args=[project.pk]), {})
    assert answer.status_code == 422


def test_upload_asks_for_the_token(manager, project):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    assert upload(client, project).status_code == 403
    assert not RawFile.objects.exists()


@pytest.mark.parametrize("door", ["page", "api"])
def test_a29_a_file_that_is_too_large_is_refused_before_it_is_read(
    page_client, manager, project, settings, door
):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    name = "sourcing:upload" if door == "page" else "api:start_import"

    class Unread(io.RawIOBase):
        def read(self, *size):
            pytest.fail("the body was read")

    answer = page_client(manager).post(
        reverse(name, args=[project.pk]),
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(5 * 1024**3)},
    )
    assert answer.status_code == 413
    assert b"larger than 1 MB" in answer.content


def test_start_import_through_the_page_ends_in_items(page_client, manager, project):
    client = page_client(manager)
    file = make_raw_file(project, CSV)
    answer = confirm(client, file, choice(preview_of(client, file)))
    job = Import.objects.get()
    assert answer.url == reverse("sourcing:import_page", args=[job.pk])
    run_import(import_id=job.pk)
    page = client.get(answer.url).content.decode()
    assert "Items imported: 2" in page


def test_b26_start_import_sent_twice_starts_one(page_client, manager, project):
    client = page_client(manager)
    file = make_raw_file(project, CSV)
    data = choice(preview_of(client, file))
    assert confirm(client, file, data).url == confirm(client, file, data).url
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"text_columns": []}, {"text_columns": ["body"]}, {"text_columns": ["id"]}, {"key": "x"}, {"mode": ""}],
)
def test_start_import_shows_what_is_wrong_and_keeps_the_rest(page_client, manager, project, wrong):
    client = page_client(manager)
    file = make_raw_file(project, CSV)
    answer = confirm(client, file, choice(preview_of(client, file), mode="partial") | wrong)
    assert answer.status_code == 422
    assert not Import.objects.exists()
    if "mode" not in wrong:
        assert re.search(r'value="partial"[^>]*checked', answer.content.decode())


def test_a40_preview_asks_to_confirm_an_encoding_that_was_guessed(page_client, manager, project):
    client = page_client(manager)
    file = make_raw_file(project, CSV.encode("cp949"))
    page = preview_of(client, file)
    assert "따뜻한 영화" in page.content.decode()
    data = choice(page)
    assert confirm(client, file, data).status_code == 422
    confirm(client, file, data | {"is_read_right": "on"})
    assert Import.objects.get().columns["encoding"] == "cp949"


@pytest.mark.parametrize("content", [b"PK\x03\x04..", b"a,a\n1,2\n", b"id,text\n", b"\xff\xfe\xff\xff\x00"])
def test_a40_preview_says_why_a_file_cannot_be_read(page_client, manager, project, content):
    answer = preview_of(page_client(manager), make_raw_file(project, content))
    assert answer.status_code == 422
    assert "The file cannot be read." in answer.content.decode()


def test_preview_says_that_the_same_file_was_imported_before(page_client, manager, project, other_project):
    imported(other_project, CSV)
    client = page_client(manager)
    assert (
        "This very file was imported" not in preview_of(client, make_raw_file(project, CSV)).content.decode()
    )
    imported(project, CSV)
    assert "This very file was imported" in preview_of(client, make_raw_file(project, CSV)).content.decode()


def test_hostile_texts_are_shown_as_text(page_client, manager, project):
    evil = "<script>alert(1)</script>"
    job = imported(project, f"id,text,{evil}\n{evil},{evil},{evil}\n", name=f"{evil}.csv")
    client = page_client(manager)
    for url in (
        reverse("sourcing:item_list", args=[project.pk]),
        reverse("sourcing:item_page", args=[Item.objects.get().pk]),
        reverse("sourcing:import_page", args=[job.pk]),
        reverse("sourcing:preview_page", args=[job.file_id]),
    ):
        page = client.get(url).content.decode()
        assert evil not in page
        assert "script&gt;" in page


def test_b16_import_page_says_that_no_worker_is_there(page_client, manager, project):
    job = make_import(project, CSV)
    page = reverse("sourcing:import_page", args=[job.pk])
    client = page_client(manager)
    assert "Waiting: no worker." not in client.get(page).content.decode()
    Import.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(seconds=10))
    assert "Waiting: no worker." in client.get(page).content.decode()
    run_import(import_id=job.pk)
    assert "Items imported: 2" in client.get(page).content.decode()


def test_import_page_shows_rate_and_time_left_and_asks_again(page_client, manager, project):
    job = make_import(project, CSV)
    Import.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, done=500, total=1000, started_at=timezone.now() - timedelta(seconds=5)
    )
    url = reverse("sourcing:import_page", args=[job.pk])
    fragment = page_client(manager).get(url, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{url}"' in fragment
    assert "<html" not in fragment
    assert re.search(r"(9\d|100) rows/s, about 5 s left", fragment)


def test_import_page_lists_refused_rows_in_the_readers_language(page_client, manager, project):
    job = imported(project, "id,text\n1,\n")
    page = page_client(manager).get(reverse("sourcing:import_page", args=[job.pk])).content.decode()
    assert "Line 2, column “text”: there is no text to label." in page
    assert "Rows refused: 1 of 1" in page


def test_refused_rows_is_a_sheet_without_formulas(page_client, manager, project):
    job = imported(project, "id,=cmd\n1,\n", text_columns=["=cmd"])
    answer = page_client(manager).get(reverse("sourcing:refused_rows", args=[job.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "Line"
    assert rows[1][:2] == ["2", "'=cmd"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_cancel_import_through_both_doors(page_client, manager, project):
    client = page_client(manager)
    for door in ("sourcing", "api"):
        job = make_import(project, CSV)
        assert client.post(reverse(f"{door}:cancel_import", args=[job.pk])).status_code in (302, 200)
        job.refresh_from_db()
        assert job.state == JobState.CANCELLED


def test_item_list_teaches_when_it_is_empty(page_client, manager, project):
    client = page_client(manager)
    page = client.get(reverse("sourcing:item_list", args=[project.pk])).content.decode()
    sample = reverse("sourcing:sample_file", args=[project.pk])
    assert sample in page
    job = imported(project, client.get(sample).content)
    assert job.report["accepted"] == 3


def test_item_list_goes_through_all_items_by_pages_of_fifty(page_client, manager, project):
    add_items(
        source=make_source(project),
        rows=[(f"n{n:03}", {"text": f"t{n}"}, {}) for n in range(120)],
        by=manager,
    )
    client, url, names = page_client(manager), reverse("sourcing:item_list", args=[project.pk]), []
    query = "?q="
    while query:
        page = client.get(url + query).content.decode()
        names += re.findall(r">(n\d{3})</a>", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        query = following and following[1].replace("&amp;", "&")
    assert names == [f"n{n:03}" for n in range(120)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"order": "latest"}, ["d", "c", "b", "a"]),
        ({"source": "Second"}, ["c", "d"]),
        ({"cleaned": "undecided"}, ["c", "d"]),
        ({"cleaned": "kept", "order": "latest"}, ["a"]),
        ({"cleaned": "dropped"}, ["b"]),
        ({"cleaned": "personal"}, ["d"]),
        ({"source": "Second", "cleaned": "dropped"}, []),
        ({"q": "same text", "order": "latest", "source": "Second"}, ["d"]),
    ],
)
def test_item_list_is_narrowed_and_ordered(page_client, manager, project, query, names):
    first, second = make_source(project), make_source(project, "Second")
    add_items(source=first, rows=[("a", {"text": "same text"}, {}), ("b", {"text": "x"}, {})], by=manager)
    make_recipe(project, [new_step("repair_unicode")])
    with no_bell():
        run = start_recipe_run(project=project, by=manager)
    add_items(source=second, rows=[("c", {"text": "y"}, {}), ("d", {"text": "same text"}, {})], by=manager)
    Item.objects.filter(source=first).update(cleaned_by=run)
    Item.objects.filter(name="b").update(is_dropped=True)
    Item.objects.filter(name="d").update(found=1)
    query = {**query, "source": second.pk} if "source" in query else query
    client = page_client(manager)
    page = client.get(reverse("sourcing:item_list", args=[project.pk]), query).content.decode()
    assert re.findall(r">([abcd])</a>", page) == names
    told = client.get(reverse("api:item_list", args=[project.pk]), query).json()["results"]
    assert [item["name"] for item in told] == names


def test_item_list_keeps_what_was_chosen_on_its_next_page(page_client, manager, project):
    rows = [(f"n{n:03}", {"text": f"t{n}"}, {}) for n in range(60)]
    add_items(source=make_source(project), rows=rows, by=manager)
    client, url = page_client(manager), reverse("sourcing:item_list", args=[project.pk])
    page = client.get(url, {"order": "latest", "cleaned": "undecided"}).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert {"order=latest", "cleaned=undecided"} <= set(following.strip("?").split("&"))
    page = client.get(url + following).content.decode()
    assert re.findall(r">(n\d{3})</a>", page) == [f"n{n:03}" for n in range(9, -1, -1)]


@pytest.mark.parametrize(
    "query",
    [
        "?after=x",
        "?after=0",
        "?after=99999999999999999999",
        "?q=a%00b",
        "?source=x",
        "?cleaned=washed",
        "?order=random",
    ],
)
def test_item_list_refuses_a_page_that_cannot_be(page_client, manager, project, query):
    client = page_client(manager)
    assert client.get(reverse("sourcing:item_list", args=[project.pk]) + query).status_code == 422
    assert client.get(reverse("api:item_list", args=[project.pk]) + query).status_code == 400


def test_item_page_says_where_an_item_came_from(page_client, manager, project):
    job = imported(project, CSV, name="리뷰.csv")
    page = page_client(manager).get(reverse("sourcing:item_page", args=[Item.objects.get(name="2").pk]))
    text = page.content.decode()
    assert "리뷰.csv, line 3" in text
    assert job.file.sha256 in text
    assert "2001" in text


@pytest.mark.parametrize(
    ("body", "content_type", "query"),
    [
        (CSV, "text/csv", {}),
        (CSV.replace(",", "\t"), "text/tab-separated-values; charset=utf-8", {}),
        ('{"id":"1","text":"a"}\n{"id":"2","text":"b"}\n', "application/x-ndjson", {}),
        (CSV.encode("cp949"), "text/csv", {"encoding": "cp949", "name": "리뷰.csv"}),
    ],
)
def test_start_import_takes_the_table_as_the_body(api_client, manager, project, body, content_type, query):
    answer = api_upload(api_client(manager), project, body, content_type, **query)
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    run_import(import_id=answer.json()["id"])
    told = api_client(manager).get(reverse("api:import", args=[answer.json()["id"]])).json()
    assert (told["state"], told["done"], told["report"]["accepted"]) == ("done", 2, 2)


def test_start_import_takes_the_table_as_a_form(api_client, manager, project):
    make_source(project)
    url = reverse(
        "api:start_import", args=[project.pk], query={"id_column": "id", "text_column": ["text", "year"]}
    )
    file = SimpleUploadedFile("../x.csv", CSV.encode())
    answer = api_client(manager).post(url, {"file": file}, format="multipart")
    assert answer.status_code == 202
    assert (answer.json()["file"], answer.json()["columns"]["texts"]) == ("x.csv", ["text", "year"])


@pytest.mark.parametrize(
    ("body", "query", "code"),
    [
        (CSV, {"text_column": "body"}, "missing_column"),
        (CSV, {"id_column": "no"}, "missing_column"),
        (CSV, {"text_column": ""}, "bad_input"),
        (CSV, {"encoding": "latin-1"}, "bad_input"),
        (CSV.encode("cp949"), {}, "encoding_unconfirmed"),
        (b"", {}, "empty_file"),
        (b"PK\x03\x04", {}, "not_a_text_table"),
        ('{"a":1}', {"name": "x.csv\0"}, "bad_input"),
    ],
)
def test_start_import_refuses_and_keeps_nothing(api_client, manager, project, tmp_path, body, query, code):
    answer = api_upload(api_client(manager), project, body, **query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not RawFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_start_import_without_a_table_says_how_to_send_it(api_client, manager, project):
    make_source(project)
    client = api_client(manager)
    url = reverse("api:start_import", args=[project.pk], query={"text_column": "text"})
    assert client.post(url, {}, format="multipart").json()["code"] == "no_file"
    assert client.post(url, {"file": "x"}, format="json").json()["code"] == "no_file"


def test_item_list_of_the_api_pages_and_searches(api_client, manager, project):
    imported(project, reviews(30), "t.tsv", text_columns=["document"])
    client, url = api_client(manager), reverse("api:item_list", args=[project.pk])
    first = client.get(url, {"limit": 20}).json()
    rest = client.get(url, {"limit": 20, "after": first["next_after"]}).json()
    names = [item["name"] for item in first["results"] + rest["results"]]
    assert names == [str(1000 + n) for n in range(30)]
    assert rest["next_after"] is None
    assert [item["name"] for item in client.get(url, {"q": "1007"}).json()["results"]] == ["1007"]


def test_item_of_the_api_has_its_versions_and_its_origin(api_client, manager, project):
    job = imported(project, CSV)
    item = api_client(manager).get(reverse("api:item", args=[Item.objects.get(name="2").pk])).json()
    assert item["origin"] == {"id": job.pk, "file": "table.csv", "sha256": job.file.sha256, "line": 3}
    assert item["versions"][0]["parts"] == {"text": "지루하다"}
