"""Writes: projects, their goal and members, judgements, notices, messages and the activity log."""

from projects.services.activity import record, record_access
from projects.services.briefs import (
    StaleBrief,
    new_brief_version,
    publish_brief,
    save_brief_draft,
    sign_brief,
)
from projects.services.invitations import (
    accept_as_newcomer,
    accept_invitation,
    invite,
    revoke_invitation,
)
from projects.services.members import add_member, add_members, admit, bring_in, enrol, remove_member
from projects.services.notices import notify, read_notices
from projects.services.projects import create_project, name_client, rebuild_groups
from projects.services.stages import open_cycle, pass_stage
from projects.services.threads import open_thread, say

__all__ = [
    "StaleBrief",
    "accept_as_newcomer",
    "accept_invitation",
    "add_member",
    "add_members",
    "admit",
    "bring_in",
    "create_project",
    "enrol",
    "invite",
    "name_client",
    "new_brief_version",
    "notify",
    "open_cycle",
    "open_thread",
    "pass_stage",
    "publish_brief",
    "read_notices",
    "rebuild_groups",
    "record",
    "record_access",
    "remove_member",
    "revoke_invitation",
    "save_brief_draft",
    "say",
    "sign_brief",
]
