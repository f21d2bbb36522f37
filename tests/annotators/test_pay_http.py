import pytest
from django.urls import reverse
from django.utils import timezone

from annotators.models import Earning, Floor, Terms
from annotators.services import record_known_time
from annotators.services.payouts import approve_payout, make_payout
from tests.annotators.factories import make_earning, make_finance, make_floor, make_paid_payout, make_terms

pytestmark = pytest.mark.django_db

TERMS = {"phase": "main", "unit": "item", "currency": "KRW"}


@pytest.fixture
def agreed(project):
    return make_terms(project)


def typed(prefix, **values):
    return {f"{prefix}-{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    "door", ["annotators:pay_page", "api:fair_pay", "annotators:ledger_page", "api:ledger"]
)
def test_pay_is_invisible_to_outsiders_and_annotators(client, outsider, annotator, project, door):
    for person in (outsider, annotator):
        client.force_login(person)
        assert client.get(reverse(door, args=[project.pk])).status_code == 404


@pytest.mark.parametrize("door", ["annotators:approve_payout", "api:approve_payout"])
def test_a92_approve_payout_tells_the_manager_403_and_a_stranger_404(
    client, outsider, manager, annotator, agreed, door
):
    make_earning(annotator, agreed)
    payout = make_payout(project=agreed.project, by=manager)
    for person, status in ((outsider, 404), (annotator, 404), (manager, 403)):
        client.force_login(person)
        assert client.post(reverse(door, args=[payout.pk])).status_code == status
    payout.refresh_from_db()
    assert payout.state == "made"


def test_set_terms_through_both_doors(page_client, api_client, manager, project):
    page = page_client(manager).post(
        reverse("annotators:set_terms", args=[project.pk]),
        typed("terms", role="annotator", amount="1,200", **TERMS),
    )
    answer = api_client(manager).post(reverse("api:pay_terms", args=[project.pk]), {"amount": 1_300, **TERMS})
    assert (page.status_code, answer.status_code) == (302, 201)
    assert [*Terms.objects.order_by("number").values_list("number", "amount")] == [(1, 1_200), (2, 1_300)]


@pytest.mark.parametrize("amount", ["-1", "1e309", "0.1+0.2", "10.5", "", "\x00", "9" * 40])
def test_a96_set_terms_shows_what_is_wrong_with_an_amount(page_client, manager, project, amount):
    form = typed("terms", role="annotator", amount=amount, **TERMS)
    answer = page_client(manager).post(reverse("annotators:set_terms", args=[project.pk]), form)
    assert answer.status_code == 422
    assert "amount" in answer.context["terms_form"].errors
    assert not Terms.objects.exists()


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 10**30}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"amount": "0.1+0.2"}, "amount"),
        ({"currency": "XXX"}, "currency"),
        ({"in_force_from": "2020-01-01T00:00:00Z"}, "in_force_from"),
        ({"in_force_from": "soon"}, "in_force_from"),
        ({"role": "client"}, "role"),
        ({"paid": True}, "paid"),
    ],
)
def test_a96_a56_set_terms_over_the_api_names_what_is_wrong(api_client, manager, project, body, path):
    url = reverse("api:pay_terms", args=[project.pk])
    answer = api_client(manager).post(url, {"amount": 5, **TERMS, **body})
    assert (answer.status_code, answer.json()["path"]) == (400, path)
    assert not Terms.objects.exists()


def test_set_floor_through_both_doors(page_client, api_client, manager, project):
    row = {
        "currency": "KRW",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
        "source": "Minimum wage 2026",
    }
    page = page_client(manager).post(
        reverse("annotators:set_floor", args=[project.pk]), typed("floor", amount="10,320", **row)
    )
    answer = api_client(manager).post(reverse("api:floors", args=[project.pk]), {"amount": 10_320, **row})
    assert (page.status_code, answer.status_code) == (302, 201)
    assert [*Floor.objects.values_list("amount", flat=True)] == [10_320, 10_320]


def test_pay_page_warns_while_no_floor_covers_today(page_client, finance, project, agreed):
    url = reverse("annotators:pay_page", args=[project.pk])
    assert "No fair-pay floor covers" in page_client(finance).get(url).content.decode()
    make_floor(project)
    assert "No fair-pay floor covers" not in page_client(finance).get(url).content.decode()


def test_pay_page_shows_who_is_below_the_floor(page_client, api_client, manager, annotator, project, agreed):
    make_floor(project)
    make_earning(annotator, agreed)
    record_known_time(project=project, user=annotator, work="w", seconds=60.0)
    page = page_client(manager).get(reverse("annotators:pay_page", args=[project.pk])).content.decode()
    assert "3,000 KRW" in page
    assert "Below the floor" in page
    body = api_client(manager).get(reverse("api:fair_pay", args=[project.pk])).json()["fair_pay"]
    assert (body["median"], body["floor"], body["below_floor"]) == (3_000, 10_320, ["annotator"])


def test_payout_goes_from_hand_to_hand_and_into_the_ledger(
    page_client, manager, finance, annotator, project, agreed
):
    make_earning(annotator, agreed)
    page_client(manager).post(reverse("annotators:make_payout", args=[project.pk]), {"note": "November"})
    payout = project.payouts.get()
    page_client(finance).post(reverse("annotators:approve_payout", args=[payout.pk]))
    third = page_client(make_finance(project))
    third.post(reverse("annotators:pay_payout", args=[payout.pk]), {"reference": "bank 7"})
    page = third.get(reverse("annotators:payout_page", args=[payout.pk])).content.decode()
    assert "bank 7" in page
    assert "Paid out" in third.get(reverse("annotators:ledger_page", args=[project.pk])).content.decode()


def test_c16_payout_over_the_api_needs_three_people(api_client, manager, finance, annotator, project, agreed):
    make_earning(annotator, agreed)
    made = api_client(manager).post(reverse("api:payout_list", args=[project.pk]), {}).json()
    assert [line["amount"] for line in made["lines"]] == [50]
    url = reverse("api:pay_payout", args=[made["id"]])
    early = api_client(finance).post(url, {})
    assert (early.status_code, early.json()["code"]) == (409, "illegal_move")
    approve_payout(payout=project.payouts.get(), by=finance)
    same = api_client(finance).post(url, {})
    assert (same.status_code, same.json()["code"]) == (403, "own_payout")
    assert api_client(make_finance(project)).post(url, {}).json()["state"] == "paid"


def test_make_payout_with_nothing_to_pay_says_so_on_the_form(page_client, manager, project):
    answer = page_client(manager).post(reverse("annotators:make_payout", args=[project.pk]), {})
    assert answer.status_code == 422
    assert "Nothing is to be paid" in answer.content.decode()


def test_export_payout_is_a_download(page_client, manager, annotator, project, agreed):
    make_earning(annotator, agreed)
    payout = make_payout(project=project, by=manager)
    answer = page_client(manager).get(reverse("annotators:export_payout", args=[payout.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="payout-{project.pk}-1.csv"'
    assert "annotator,Annotator,1,0.0,50,KRW" in answer.content.decode()


def test_cancel_payout_needs_a_reason(page_client, manager, annotator, project, agreed):
    make_earning(annotator, agreed)
    payout = make_payout(project=project, by=manager)
    url = reverse("annotators:cancel_payout", args=[payout.pk])
    assert page_client(manager).post(url, {"reason": " "}).status_code == 422
    assert page_client(manager).post(url, {"reason": "Wrong day."}).status_code == 302
    assert (
        "went back"
        in page_client(manager).get(reverse("annotators:payout_page", args=[payout.pk])).content.decode()
    )


def test_reverse_earning_through_both_doors(page_client, api_client, manager, annotator, agreed):
    one, other = make_earning(annotator, agreed), make_earning(annotator, agreed)
    page_client(manager).post(reverse("annotators:reverse_earning", args=[one.pk]), {"reason": "Copied."})
    answer = api_client(manager).post(reverse("api:reverse_earning", args=[other.pk]), {"reason": "Copied."})
    assert answer.json()["is_live"] is False
    assert not Earning.objects.filter(is_live=True).exists()
    page = page_client(manager).get(reverse("annotators:earning_page", args=[one.pk])).content.decode()
    assert "Copied." in page


def test_my_pay_shows_my_lines_and_nobody_elses(
    page_client, api_client, annotator, second_annotator, manager, agreed
):
    make_paid_payout(annotator, agreed)
    make_earning(second_annotator, agreed)
    url = reverse("annotators:my_pay", args=[agreed.project_id])
    page = page_client(annotator).get(url)
    assert [earning.user for earning in page.context["page"]] == [annotator]
    body = api_client(annotator).get(reverse("api:my_pay", args=[agreed.project_id])).json()
    assert (body["pay"]["paid"], body["pay"]["owed"], len(body["earnings"])) == (50, 0, 1)


def test_ledger_over_the_api_goes_on_below_an_id(api_client, finance, annotator, agreed):
    for _n in range(30):
        make_earning(annotator, agreed)
    client, url = api_client(finance), reverse("api:ledger", args=[agreed.project_id])
    first = client.get(url).json()
    rest = client.get(url, {"before": first["next_before"]}).json()
    assert (len(first["postings"]), len(rest["postings"]), rest["next_before"]) == (50, 10, None)
    assert sum(balance["amount"] for balance in first["balances"]) == 0


@pytest.mark.parametrize("door", ["annotators:ledger_page", "annotators:payout_list", "annotators:pay_page"])
def test_pay_pages_take_as_many_statements_for_many_lines(
    page_client, finance, annotator, second_annotator, agreed, door, django_assert_max_num_queries
):
    for _n in range(30):
        make_earning(annotator, agreed)
        make_earning(second_annotator, agreed)
    client = page_client(finance)
    with django_assert_max_num_queries(22):
        client.get(reverse(door, args=[agreed.project_id]))


def test_my_pay_says_that_nothing_is_agreed(page_client, annotator, project):
    page = page_client(annotator).get(reverse("annotators:my_pay", args=[project.pk])).content.decode()
    assert "No pay is agreed" in page
    assert str(timezone.localdate().year) not in page


def test_pay_statement_is_for_who_sees_pay_and_for_paid_people(
    page_client, manager, annotator, second_annotator, project, agreed
):
    make_earning(annotator, agreed)
    url = reverse("annotators:pay_statement", args=[project.pk, annotator.pk])
    assert page_client(annotator).get(url).status_code == 404
    assert "Month by month" in page_client(manager).get(url).content.decode()
    nothing = reverse("annotators:pay_statement", args=[project.pk, second_annotator.pk])
    assert page_client(manager).get(nothing).status_code == 404


def test_my_pay_shows_the_months_and_warns_below_the_floor(page_client, annotator, project, agreed):
    make_floor(project)
    for n in range(10):
        make_earning(annotator, agreed)
        record_known_time(project=project, user=annotator, work=f"w{n}", seconds=60.0)
    page = page_client(annotator).get(reverse("annotators:my_pay", args=[project.pk])).content.decode()
    assert "Month by month" in page
    assert "less than the fair-pay floor" in page
