"""Signing in, out and back: whose session lives, what is answered, and how often somebody may try."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.services import create_user
from tests.factories import make_user

HOME = reverse("overview:home")


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def sign_in(client: Client, name: str, password: str = "", **headers: str) -> int:
    form = {"login": name, "password": password or f"letmein-{name}"}
    return client.post(reverse("account_login"), form, **headers).status_code


def is_signed_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def is_let_in(client: Client, name: str) -> bool:
    sign_in(client, name)
    return is_signed_in(client)


def test_a63_signing_in_gives_a_new_session(db):
    make_user("sora")
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(client, "sora")
    assert is_signed_in(client)
    assert client.session.session_key != planted


def test_a63_signing_out_ends_the_session_on_the_server(db):
    make_user("sora")
    client, thief = Client(), Client()
    sign_in(client, "sora")
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_signed_in(thief)
    client.post(reverse("account_logout"))
    assert not is_signed_in(thief)


def test_a63_a_new_password_ends_every_other_session(db):
    make_user("sora")
    here, elsewhere = Client(), Client()
    sign_in(here, "sora")
    sign_in(elsewhere, "sora")
    words = {"oldpassword": "letmein-sora", "password1": "quiet-harbour-71", "password2": "quiet-harbour-71"}
    assert here.post(reverse("account_change_password"), words).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_a58_somebody_who_was_switched_off_is_out_at_the_next_request(db):
    person = make_user("sora")
    client = Client()
    sign_in(client, "sora")
    person.is_active = False
    person.save()
    assert not is_signed_in(client)
    assert not is_let_in(client, "sora")


def test_a65_guessing_one_account_is_stopped_and_nobody_else_is_locked_out(db):
    make_user("sora")
    make_user("joon")
    stranger = Client()
    for guess in range(6):
        sign_in(stranger, "sora", f"wrong {guess}")
    assert not is_let_in(stranger, "sora")
    assert is_let_in(Client(), "joon")
    cache.clear()
    assert is_let_in(Client(), "sora")


def test_a65_a_name_that_exists_and_one_that_does_not_are_answered_alike(db):
    make_user("sora")
    pages = []
    for name in ("sora", "nobody"):
        answer = Client().post(reverse("account_login"), {"login": name, "password": "wrong"})
        pages.append((answer.status_code, answer.context["form"].errors.as_json()))
    assert pages[0] == pages[1]


def test_a65_a_reset_tells_nothing_of_who_has_an_account(db):
    make_user("sora", email="sora@example.org")
    answers = [
        Client().post(reverse("account_reset_password"), {"email": address})
        for address in ("sora@example.org", "nobody@example.org")
    ]
    assert [(one.status_code, one.headers.get("Location")) for one in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    assert [message.to for message in mail.outbox if "sora@example.org" in message.to]


def test_a67_an_address_somebody_claims_to_come_from_buys_no_more_guesses(db):
    make_user("sora")
    stranger = Client()
    for guess in range(6):
        sign_in(stranger, "sora", f"wrong {guess}", HTTP_X_FORWARDED_FOR=f"10.0.0.{guess}")
    sign_in(stranger, "sora", HTTP_X_FORWARDED_FOR="10.0.0.99")
    assert not is_signed_in(stranger)


def test_a72_no_other_origin_is_given_answers(client, db):
    for origin in ("https://evil-testserver", "https://testserver.evil", "null", "http://testserver"):
        answer = client.get(reverse("api:project_list"), headers={"origin": origin})
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("name", ["김하나", "josé.ruiz", "李明", "はな", "sora_2@team"])
def test_names_of_many_languages_are_usernames(db, name):
    assert create_user(username=name, password="quiet-harbour-71").username == name
