"""What was done, in words a person reads."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

ACTIONS = {
    "projects.create_project": _("opened the project"),
    "projects.add_member": _("gave somebody a role"),
    "projects.add_members": _("gave several people a role"),
    "projects.remove_member": _("took a role from somebody"),
    "projects.say": _("wrote in a discussion"),
    "projects.name_client": _("named the client"),
    "projects.save_brief_draft": _("saved a draft of the brief"),
    "projects.publish_brief": _("published the brief"),
    "projects.sign_brief": _("signed the brief"),
    "projects.pass_stage": _("judged a stage"),
    "projects.open_cycle": _("opened a new cycle"),
    "sourcing.upload_file": _("uploaded a file"),
    "sourcing.start_import": _("started an import"),
    "sourcing.run_import": _("finished an import"),
    "sourcing.cancel_import": _("cancelled an import"),
    "sourcing.add_items": _("added items"),
    "guidelines.save_schema_draft": _("saved a draft of the schema"),
    "guidelines.publish_schema": _("published the schema"),
    "guidelines.new_schema_version": _("began a new version of the schema"),
    "guidelines.save_guideline_draft": _("saved a draft of the guideline"),
    "guidelines.publish_guideline": _("published the guideline"),
    "guidelines.new_guideline_version": _("began a new version of the guideline"),
    "guidelines.acknowledge": _("confirmed that they read the guideline"),
    "guidelines.record_gold": _("recorded gold answers"),
    "annotators.set_terms": _("set pay terms"),
    "annotators.set_floor": _("set the fair-pay floor"),
    "annotators.reverse_earning": _("reversed an earning"),
    "annotators.make_payout": _("made a payout"),
    "annotators.approve_payout": _("approved a payout"),
    "annotators.pay_payout": _("paid a payout"),
    "annotators.cancel_payout": _("cancelled a payout"),
    "annotators.export_payout": _("exported the list of a payout"),
    "annotators.ask": _("asked a question"),
    "annotators.merge_question": _("merged a question"),
    "annotators.close_question": _("closed a question"),
    "annotators.set_faq": _("changed the frequent questions"),
    "annotators.promote_question": _("made a question an edge case"),
    "annotators.set_answer_limit": _("set the time limit for answers"),
    "labeling.open_batch": _("opened a batch"),
    "labeling.pause_batch": _("paused a batch"),
    "labeling.resume_batch": _("resumed a batch"),
    "labeling.close_batch": _("closed a batch"),
    "labeling.pause_person": _("paused somebody's work"),
    "labeling.resume_person": _("resumed somebody's work"),
    "labeling.skip": _("skipped an item"),
    "verification.start_consensus": _("started a consensus run"),
    "verification.decide": _("decided a dispute"),
    "verification.draw_audit": _("drew a sample for an audit"),
    "verification.judge_audit_item": _("judged a drawn item"),
    "verification.judge_dimension": _("judged a dimension of an audit"),
    "verification.sign_audit": _("signed an audit off"),
    "verification.correct_finding": _("corrected a finding"),
    "verification.verify_finding": _("answered a correction"),
    "delivery.freeze_release": _("froze a release"),
    "delivery.build_release": _("built a release"),
    "delivery.retry_release": _("started a release again"),
    "delivery.cancel_release": _("cancelled a release"),
    "delivery.check_release": _("checked a release"),
    "delivery.export_annotations": _("exported annotations"),
    "delivery.judge_release": _("judged a release"),
    "delivery.withdraw_release": _("withdrew a release"),
}


@register.filter
def action_words(action: str) -> str:
    """Return the words for an action, or its code where it has none."""
    return str(ACTIONS.get(action, action))
