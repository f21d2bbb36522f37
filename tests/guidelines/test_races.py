import threading

import pytest
from django.db import connection

from dmops_platform.errors import RuleBroken
from guidelines import services
from guidelines.models import Schema
from tests.guidelines.factories import choice_field


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_c29_writers_at_once_leave_numbers_without_gaps(project):
    start = threading.Barrier(6)
    refusals = []

    def write(place):
        start.wait()
        try:
            fields = [choice_field("label") | {"title": f"Question {place}"}]
            services.publish_fields(project=project, fields=fields, by=project.created_by)
        except RuleBroken as refusal:
            refusals.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == []
    assert sorted(Schema.objects.values_list("number", "state")) == [(n, "published") for n in range(1, 7)]
