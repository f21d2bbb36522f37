"""A Redis that goes away takes nothing with it that anybody needs."""

import socket

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.test import Client
from django.urls import reverse

from tests.conftest import redis_url
from tests.factories import make_batch

BACKEND = "dmops_platform.forgetful_cache.ForgetfulRedisCache"


def cache_at(settings, url: str) -> BaseCache:
    settings.CACHES = {"default": {**settings.CACHES["default"], "BACKEND": BACKEND, "LOCATION": url}}
    return caches["default"]


@pytest.fixture
def absent(settings) -> BaseCache:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return cache_at(settings, f"redis://127.0.0.1:{port}/0")


@pytest.mark.redis
def test_b11_what_is_kept_is_found_until_it_is_gone(settings):
    cache = cache_at(settings, redis_url())
    cache.set("word", [1.5, "둘"], 30)
    assert cache.get("word") == [1.5, "둘"]
    assert cache.add("word", "other", 30) is False
    cache.delete("word")
    assert cache.get("word", "none") == "none"


def test_b08_an_absent_cache_is_an_empty_one(absent):
    absent.set("word", 1, 30)
    assert absent.get("word", "none") == "none"
    assert absent.add("word", 1, 30) is True
    assert absent.delete("word") is False


def test_b08_people_sign_in_and_look_at_a_batch_while_the_cache_is_away(absent, manager, project):
    batch = make_batch(project)
    browser = Client()
    browser.post(reverse("account_login"), {"login": "manager", "password": "letmein-manager"})
    assert browser.get(reverse("labeling:batch_page", args=[batch.pk])).status_code == 200
    assert browser.get("/readyz").status_code == 503
