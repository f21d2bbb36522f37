import json

import pytest
from django.urls import reverse

from accounts.models import User
from annotators.domain.recruiting import Mode
from annotators.models import Application, Attempt, Campaign
from annotators.services.recruiting import close_campaign, finish_test, open_campaign
from guidelines.models import Gold
from tests.annotators.factories import answer_pieces, make_application, make_attempt, make_campaign, make_gold
from tests.architecture.hostile import CANARY
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "Sommerregen-41"
SAID = {"title": "Readers", "text": "Read.", "agreement": "Keep quiet.", "mode": "vendor"}


@pytest.fixture
def campaign(project) -> Campaign:
    return make_campaign(project, labels="pn")


@pytest.fixture
def applicant() -> User:
    return make_user("applicant")


@pytest.fixture
def attempt(campaign, applicant) -> Attempt:
    return make_attempt(campaign, applicant)


def join_url(campaign, name="join"):
    return reverse(f"annotators:{name}", args=[campaign.token])


def key(n):
    return {"HTTP_IDEMPOTENCY_KEY": f"key-number-{n}"}


@pytest.mark.parametrize("door", ["annotators:campaign_page", "api:campaign"])
def test_campaigns_are_invisible_to_outsiders_and_annotators(client, outsider, annotator, campaign, door):
    for person in (outsider, annotator):
        client.force_login(person)
        assert client.get(reverse(door, args=[campaign.pk])).status_code == 404


@pytest.mark.parametrize("deed", ["accept_application", "decline_application"])
def test_applicants_are_decided_on_by_nobody_else(client, outsider, annotator, applicant, campaign, deed):
    application = make_application(campaign, applicant)
    for person in (outsider, annotator, applicant):
        client.force_login(person)
        for app in ("annotators", "api"):
            answer = client.post(reverse(f"{app}:{deed}", args=[application.pk]), {"reason": "Me."})
            assert answer.status_code == 404
    application.refresh_from_db()
    assert application.state == "applied"


def test_a_test_is_seen_by_its_own_person_only(client, manager, outsider, attempt):
    piece = attempt.pieces.get(position=1)
    for person in (manager, outsider):
        client.force_login(person)
        assert client.get(reverse("annotators:test_page", args=[attempt.pk])).status_code == 404
        assert client.get(reverse("annotators:test_result", args=[attempt.pk])).status_code == 404
        assert client.post(reverse("api:next_pieces", args=[attempt.pk])).status_code == 404
        assert client.post(reverse("api:submit_piece", args=[piece.pk])).status_code == 404


def test_a_wrong_link_leads_nowhere(client, campaign):
    assert client.get(join_url(campaign)).status_code == 200
    for token in (campaign.token[:-1], campaign.token.upper(), "x", str(campaign.pk)):
        assert client.get(reverse("annotators:join", args=[token])).status_code == 404


def test_anybody_with_the_link_applies_with_a_new_account(client, campaign):
    typed = {
        "full_name": "Dana Lim",
        "username": "dana",
        "password": PASSWORD,
        "languages": "Korean",
        "agrees": "on",
    }
    answer = client.post(join_url(campaign, "apply_to"), typed)
    assert (answer.status_code, answer.url) == (302, join_url(campaign))
    assert "Begin the test" in client.get(answer.url).content.decode()
    application = Application.objects.get()
    assert (application.person.username, application.languages) == ("dana", "Korean")
    assert not application.person.memberships.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agrees": ""}, "agrees"),
        ({"username": "manager"}, "username"),
        ({"username": "a b"}, "username"),
        ({"password": "short"}, "password"),
        ({"full_name": ""}, "full_name"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_apply_to_shows_what_is_wrong_and_makes_no_account(client, campaign, wrong, field):
    before = User.objects.count()
    typed = {"full_name": "Dana", "username": "dana", "password": PASSWORD, "agrees": "on", **wrong}
    answer = client.post(join_url(campaign, "apply_to"), typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert User.objects.count() == before
    assert "_auth_user_id" not in client.session


def test_a_signed_in_person_applies_without_an_account_form(page_client, applicant, campaign):
    page = page_client(applicant).get(join_url(campaign)).content.decode()
    assert 'name="password"' not in page
    answer = page_client(applicant).post(join_url(campaign, "apply_to"), {"agrees": "on"})
    assert answer.status_code == 302
    assert Application.objects.get().person == applicant


def test_a62_a_closed_campaign_shows_no_form_and_takes_nobody(client, campaign, manager):
    close_campaign(campaign=campaign, by=manager)
    assert "takes no applications now" in client.get(join_url(campaign)).content.decode()
    typed = {"full_name": "Dana", "username": "dana", "password": PASSWORD, "agrees": "on"}
    assert client.post(join_url(campaign, "apply_to"), typed).status_code == 422
    assert not User.objects.filter(username="dana").exists()


def test_open_campaign_through_both_doors(page_client, api_client, manager, project):
    make_gold(project, "pppp")
    numbers = {"test_size": 4, "minutes": 5, "attempts": 1, "pass_pace": 0.5}
    page = page_client(manager).post(
        reverse("annotators:open_campaign", args=[project.pk]), {**SAID, **numbers, "percent": 70}
    )
    answer = api_client(manager).post(
        reverse("api:campaign_list", args=[project.pk]), {**SAID, **numbers, "pass_accuracy": 0.9}
    )
    assert (page.status_code, answer.status_code) == (302, 201)
    assert [*Campaign.objects.order_by("pk").values_list("pass_accuracy", flat=True)] == [0.7, 0.9]
    assert answer.json()["path"].startswith("/join/")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"mode": "magic"}, "mode"),
        ({"test_size": 9}, "test_size"),
        ({"test_size": -1}, "test_size"),
        ({"pass_accuracy": 1.5}, "pass_accuracy"),
        ({"agreement": ""}, "agreement"),
        ({"opens_on": "2026-02-01", "closes_on": "2026-01-01"}, "closes_on"),
        ({"token": "mine"}, "token"),
    ],
)
def test_a56_open_campaign_over_the_api_names_what_is_wrong(api_client, manager, project, body, path):
    url = reverse("api:campaign_list", args=[project.pk])
    answer = api_client(manager).post(url, {**SAID, "test_size": 0, "mode": "in_house", **body})
    assert (answer.status_code, answer.json()["path"]) == (400, path)
    assert not Campaign.objects.exists()


def test_open_campaign_says_on_the_page_when_gold_is_missing(page_client, manager, project):
    numbers = {"test_size": 4, "minutes": 5, "attempts": 1, "pass_pace": 0.5, "percent": 70}
    answer = page_client(manager).post(
        reverse("annotators:open_campaign", args=[project.pk]), {**SAID, **numbers}
    )
    assert answer.status_code == 422
    assert "Mark more under Gold" in answer.content.decode()


def test_a_test_is_taken_in_the_labelling_screen(page_client, api_client, applicant, campaign):
    application = make_application(campaign, applicant)
    begun = page_client(applicant).post(reverse("annotators:begin_test", args=[application.pk]))
    attempt = Attempt.objects.get()
    assert begun.url == reverse("annotators:test_page", args=[attempt.pk])
    props = page_client(applicant).get(begun.url).context["props"]
    assert (len(props["units"]), props["total"], props["done"]) == (2, 2, 0)
    for n, unit in enumerate(props["units"]):
        gold = Gold.objects.get(item_version__item=unit["item"]["id"]).answer
        url = props["urls"]["submit"].replace("{id}", str(unit["id"]))
        body = {"answers": {"sentiment": gold}, "version": 0, "seconds": 2.0, "ahead": 3}
        first = api_client(applicant).post(url, body, **key(n))
        again = api_client(applicant).post(url, body, **key(n))
        assert (first.status_code, first.json()["receipt"]) == (200, again.json()["receipt"])
        assert api_client(applicant).post(url, {**body, "seconds": 3.0}, **key(n)).status_code == 422
    assert first.json()["next"] == []
    assert page_client(applicant).get(begun.url).status_code == 302
    done = page_client(applicant).post(reverse("annotators:finish_test", args=[attempt.pk]))
    assert "You passed." in page_client(applicant).get(done.url).content.decode()
    application.refresh_from_db()
    assert application.state == "passed"


def test_a_draft_of_a_test_is_kept_and_not_overwritten(api_client, applicant, attempt):
    piece = attempt.pieces.get(position=1)
    url = reverse("api:save_piece_draft", args=[piece.pk])
    assert api_client(applicant).put(url, {"answers": {"sentiment": "pos"}}).json()["revision"] == 1
    stale = api_client(applicant).put(url, {"answers": {"sentiment": "neg"}})
    assert (stale.status_code, stale.json()["stored"]["answers"]) == (409, {"sentiment": "pos"})
    taken = api_client(applicant).post(reverse("api:next_pieces", args=[attempt.pk]), {"ahead": 1}).json()
    assert taken["units"][0]["draft"]["answers"] == {"sentiment": "pos"}


def test_a_skipped_item_is_not_handed_out_again(api_client, applicant, attempt):
    first, second = attempt.pieces.order_by("position")
    url = reverse("api:skip_piece", args=[first.pk])
    answer = api_client(applicant).post(url, {"reason": "unclear", "ahead": 3})
    assert [unit["id"] for unit in answer.json()["next"]] == [second.pk]
    assert api_client(applicant).post(url, {"reason": "because"}).status_code == 400


def test_a52_no_answer_of_the_test_api_names_gold(api_client, applicant, attempt):
    Gold.objects.update(why="SECRET-WHY", section="cautions")
    body = json.dumps(
        api_client(applicant).post(reverse("api:next_pieces", args=[attempt.pk]), {"ahead": 9}).json()
    )
    for word in ("SECRET-WHY", "gold", "right", "score", "why"):
        assert word not in body


def test_mistakes_are_shown_only_after_the_end(page_client, applicant, attempt):
    Gold.objects.update(why="It is warm, after all.")
    url = reverse("annotators:test_result", args=[attempt.pk])
    assert "It is warm" not in page_client(applicant).get(url).content.decode()
    answer_pieces(attempt, right=0)
    finish_test(attempt=attempt)
    page = page_client(applicant).get(url).content.decode()
    assert "It is warm, after all." in page
    assert "did not pass" in page


def test_accept_and_decline_through_both_doors(page_client, api_client, manager, project, campaign):
    vouched, declined, third = (make_application(campaign) for _n in range(3))
    url = reverse("annotators:accept_application", args=[vouched.pk])
    assert page_client(manager).post(url, {"reason": ""}).status_code == 422
    assert page_client(manager).post(url, {"reason": "I know them."}).status_code == 302
    url = reverse("api:decline_application", args=[declined.pk])
    assert api_client(manager).post(url, {"reason": "No time."}).json()["state"] == "declined"
    assert api_client(manager).post(url, {"reason": "No time."}).status_code == 409
    url = reverse("api:accept_application", args=[third.pk])
    assert api_client(manager).post(url, {}).status_code == 400
    people = api_client(manager).get(reverse("api:qualified_people", args=[project.pk])).json()
    assert {one["username"]: one["how"] for one in people}[vouched.person.username] == "vouched"


def test_gold_page_stores_what_gold_is_used_for(page_client, api_client, manager, project):
    first, second = make_gold(project, "pn", use=None)
    url = reverse("annotators:gold_page", args=[project.pk])
    page_client(manager).post(url, {f"item-{first.pk}-use": "test", f"item-{second.pk}-use": ""})
    found = api_client(manager).get(reverse("api:gold_uses", args=[project.pk])).json()
    assert [one["use"] for one in found] == ["test", ""]
    api = reverse("api:gold_uses", args=[project.pk])
    body = {"uses": [{"item_version": second.pk, "use": "practice"}]}
    assert api_client(manager).put(api, body).json()[0]["use"] == "practice"
    assert api_client(manager).put(api, {"uses": [{"item_version": 2**40, "use": "test"}]}).status_code == 400
    assert api_client(manager).put(api, {"uses": [{"item_version": 1, "use": "magic"}]}).status_code == 400
    assert page_client(manager).post(url, {f"item-{2**40}-use": "test"}).status_code == 422


def test_campaign_pages_open_for_the_manager(page_client, manager, project, campaign, attempt):
    answer_pieces(attempt, right=1)
    finish_test(attempt=attempt)
    make_application(campaign)
    for name, pk in (
        ("campaign_list", project.pk),
        ("open_campaign", project.pk),
        ("campaign_page", campaign.pk),
        ("application_page", attempt.application_id),
        ("gold_page", project.pk),
    ):
        page = page_client(manager).get(reverse(f"annotators:{name}", args=[pk]))
        assert page.status_code == 200
    assert (
        "Applicant"
        in page_client(manager).get(reverse("annotators:campaign_page", args=[campaign.pk])).content.decode()
    )


def test_a19_hostile_words_of_a_campaign_stay_text(client, project):
    hostile = open_campaign(
        project=project,
        title=CANARY[:200],
        text=CANARY,
        agreement=CANARY,
        mode=Mode.IN_HOUSE,
        test_size=0,
        by=project.created_by,
    )
    page = client.get(join_url(hostile)).content.decode()
    assert "<img" not in page
    assert "javascript:" not in page.replace("(javascript:c())", "")
