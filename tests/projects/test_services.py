import pytest
from django.contrib.auth.models import Group
from guardian.models import GroupObjectPermission

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken
from projects import services
from projects.domain.roles import RIGHTS, Role, group_name
from projects.models import Activity, Membership, Project
from projects.selectors import acquaintances, projects_for, rights_of
from tests.factories import make_project, make_user


def granted(project: Project) -> set[tuple[str, str]]:
    rows = GroupObjectPermission.objects.filter(object_pk=str(project.pk))
    return set(rows.values_list("group__name", "permission__codename"))


def grouped(project: Project) -> set[tuple[str, int]]:
    names = [group_name(project.pk, role) for role in Role]
    return set(Group.objects.filter(name__in=names, user__isnull=False).values_list("name", "user"))


def test_create_project_gives_each_role_its_rights(project):
    assert granted(project) == {
        (group_name(project.pk, role), right.value) for role in Role for right in RIGHTS[role]
    }


@pytest.mark.parametrize("role", list(Role))
def test_rights_of_a_person_are_those_of_the_role(manager, role):
    person = make_user()
    project = make_project(manager, roles={role: [person]})
    assert rights_of(person, project) == RIGHTS[role]


def test_superuser_without_membership_has_no_rights(project):
    root = make_user("root", is_staff=True, is_superuser=True)
    assert rights_of(root, project) == frozenset()
    assert not projects_for(root).exists()


def test_memberships_and_groups_rebuild_each_other(project, manager, annotator):
    services.add_member(project=project, user=annotator, role=Role.REVIEWER, by=manager)
    services.remove_member(membership=Membership.objects.get(user=annotator, role=Role.ANNOTATOR), by=manager)
    held = Membership.objects.filter(project=project).values_list("role", "user")
    assert grouped(project) == {(group_name(project.pk, role), user) for role, user in held}
    before = granted(project), grouped(project)
    Group.objects.get(name=group_name(project.pk, Role.PM)).user_set.clear()
    services.rebuild_groups(project=project)
    assert (granted(project), grouped(project)) == before


def test_add_member_twice_changes_nothing(project, manager, annotator):
    lines = Activity.objects.count()
    services.add_member(project=project, user=annotator, role=Role.ANNOTATOR, by=manager)
    assert Activity.objects.count() == lines
    assert Membership.objects.filter(user=annotator).count() == 1


def test_admit_finds_somebody_i_work_with_by_name_or_mail(project, manager, reviewer):
    User.objects.filter(pk=reviewer.pk).update(email="rev@example.com")
    second = make_project(manager)
    for who in ("Reviewer", "REV@example.com"):
        membership = services.admit(project=second, who=who, role=Role.REVIEWER, by=manager)
        assert membership.user == reviewer


def test_admit_refuses_strangers_and_nobody_alike(project, manager, outsider):
    refusals = []
    for who in (outsider.username, "nobody"):
        with pytest.raises(BadInput) as refused:
            services.admit(project=project, who=who, role=Role.ANNOTATOR, by=manager)
        refusals.append((refused.value.code, refused.value.sentence))
    assert refusals[0] == refusals[1] == ("unknown_person", refusals[0][1])
    assert not Membership.objects.filter(project=project, user=outsider).exists()


def test_admit_never_takes_an_empty_mail_for_somebody(project, manager):
    with pytest.raises(BadInput):
        services.admit(project=project, who="", role=Role.ANNOTATOR, by=manager)


def test_staff_may_admit_everybody(staff, outsider):
    assert outsider in acquaintances(staff)


def test_enrol_again_keeps_the_password_of_the_account(project, manager):
    person = {"full_name": "Hana", "role": Role.ANNOTATOR, "by": manager}
    services.enrol(project=project, username="hana", password="first-password", **person)
    second = make_project(manager)
    membership, is_new = services.enrol(project=second, username="hana", password="other-password", **person)
    assert not is_new
    assert membership.user.check_password("first-password")


@pytest.mark.parametrize("username", ["outsider", "OUTSIDER", "ｏutsider"])
def test_a101_enrol_never_touches_an_account_made_by_others(project, manager, outsider, username):
    with pytest.raises(RuleBroken) as refused:
        services.enrol(
            project=project,
            username=username,
            full_name="x",
            password="taken-over-now",
            role=Role.ANNOTATOR,
            by=manager,
        )
    assert refused.value.code == "username_taken"
    outsider.refresh_from_db()
    assert outsider.check_password("letmein-outsider")


@pytest.mark.parametrize(
    "username",
    [
        "",
        "a b",
        "x" * 151,
        "a\0b",
        "<script>",
        "\N{CYRILLIC SMALL LETTER O}utsider",
        "\N{LATIN SMALL LETTER DOTLESS I}da",
    ],
)
def test_a101_enrol_refuses_a_username_nobody_can_type_or_that_passes_for_another(project, manager, username):
    with pytest.raises(BadInput) as refused:
        services.enrol(
            project=project,
            username=username,
            full_name="x",
            password="correct-horse",
            role=Role.ANNOTATOR,
            by=manager,
        )
    assert refused.value.path == "username"


def test_say_refuses_an_empty_message(project, manager):
    with pytest.raises(BadInput, match="Write something"):
        services.say(thread=services.open_thread(project=project), text="  ", by=manager)
