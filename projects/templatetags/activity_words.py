"""What was done, in words a person reads."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dmops_platform.figures import written
from projects.models import PHASE_NAMES, ROLE_NAMES, SIDE_NAMES

register = template.Library()

ACTIONS = {
    "projects.create_project": _("opened the project"),
    "projects.add_member": _("gave somebody a role"),
    "projects.add_members": _("gave several people a role"),
    "projects.remove_member": _("took a role from somebody"),
    "projects.invite": _("invited somebody by mail"),
    "projects.revoke_invitation": _("took an invitation back"),
    "projects.accept_invitation": _("accepted an invitation"),
    "projects.say": _("wrote in a discussion"),
    "projects.name_client": _("named the client"),
    "projects.save_brief_draft": _("saved a draft of the brief"),
    "projects.publish_brief": _("published the brief"),
    "projects.sign_brief": _("signed the brief"),
    "projects.pass_stage": _("judged a stage"),
    "projects.open_cycle": _("opened a new cycle"),
    "sourcing.add_source": _("recorded a source"),
    "sourcing.change_source": _("changed a source"),
    "sourcing.review_source": _("reviewed a source"),
    "sourcing.assess_source": _("assessed a source"),
    "sourcing.download_file": _("downloaded a raw file"),
    "sourcing.look_at_file": _("looked at the first rows of a raw file"),
    "sourcing.save_recipe_draft": _("saved a draft of the recipe"),
    "sourcing.publish_recipe": _("published the recipe"),
    "sourcing.start_recipe_run": _("started a recipe run"),
    "sourcing.run_recipe": _("finished a recipe run"),
    "sourcing.cancel_recipe_run": _("cancelled a recipe run"),
    "sourcing.restore_item": _("restored an item"),
    "sourcing.unmask_item": _("looked at what was masked in an item"),
    "sourcing.preview_recipe": _("tried a recipe on raw items"),
    "sourcing.look_at_items": _("looked at items that are not masked yet"),
    "sourcing.upload_file": _("uploaded a file"),
    "sourcing.start_import": _("started an import"),
    "sourcing.run_import": _("finished an import"),
    "sourcing.cancel_import": _("cancelled an import"),
    "sourcing.add_items": _("added items"),
    "guidelines.preview_labels": _("looked through a file of labels for items that exist"),
    "guidelines.add_labels": _("began to add labels to items as suggestions"),
    "guidelines.cancel_labels": _("cancelled a file of labels for items that exist"),
    "labeling.undo_labels": _("took back the suggestions of a file of labels"),
    "guidelines.run_label_import": _("finished adding labels to items as suggestions"),
    "guidelines.save_schema_draft": _("saved a draft of the schema"),
    "guidelines.undo_schema_draft": _("took back a change to the draft of the schema"),
    "guidelines.publish_schema": _("published the schema"),
    "guidelines.new_schema_version": _("began a new version of the schema"),
    "guidelines.save_guideline_draft": _("saved a draft of the guideline"),
    "guidelines.publish_guideline": _("published the guideline"),
    "guidelines.new_guideline_version": _("began a new version of the guideline"),
    "guidelines.add_edge_case": _("added an edge case to the guideline"),
    "guidelines.pick_example": _("picked an example for the guideline"),
    "guidelines.remove_example": _("removed an example from the guideline"),
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
    "annotators.set_gold_uses": _("said what gold is used for"),
    "annotators.open_campaign": _("opened a campaign"),
    "annotators.close_campaign": _("closed a campaign"),
    "annotators.apply_to": _("applied to a campaign"),
    "annotators.begin_test": _("began an entrance test"),
    "annotators.finish_test": _("finished an entrance test"),
    "annotators.accept_application": _("accepted an applicant"),
    "annotators.decline_application": _("declined an applicant"),
    "annotators.answer_check": _("answered the comprehension check"),
    "annotators.add_check_question": _("added a question to the comprehension check"),
    "annotators.retire_check_question": _("took a question out of the comprehension check"),
    "annotators.plan_session": _("planned a live session"),
    "annotators.write_minutes": _("wrote the minutes of a live session"),
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
    "labeling.add_slots": _("asked for more answers"),
    "labeling.reopen_assignment": _("gave an answer back to its author"),
    "labeling.accept_assignment": _("accepted an answer"),
    "labeling.withdraw_acceptance": _("took the acceptance of an answer back"),
    "labeling.withdraw_rework": _("took back that an answer was given back"),
    "labeling.pause_person": _("paused somebody's work"),
    "labeling.resume_person": _("resumed somebody's work"),
    "labeling.skip": _("skipped an item"),
    "verification.start_consensus": _("started a consensus run"),
    "verification.decide": _("decided a dispute"),
    "verification.draw_audit": _("drew a sample for an audit"),
    "verification.judge_audit_item": _("judged a drawn item"),
    "verification.judge_dimension": _("judged a dimension of an audit"),
    "verification.judge_ethics": _("answered a question of ethics in an audit"),
    "verification.sign_audit": _("signed an audit off"),
    "verification.assign_finding": _("gave a finding to somebody to correct"),
    "verification.correct_finding": _("corrected a finding"),
    "verification.verify_finding": _("answered a correction"),
    "verification.start_quality_report": _("started a quality report"),
    "verification.cancel_quality_report": _("cancelled a quality report"),
    "verification.decide_about_person": _("decided about somebody's work"),
    "verification.appeal": _("appealed against a decision about their work"),
    "verification.answer_appeal": _("answered an appeal"),
    "verification.collect_more": _("asked for more answers to unsure items"),
    "verification.set_review_rule": _("set the review rule of a batch"),
    "verification.stop_review": _("ended the review of a batch"),
    "verification.set_self_check": _("set the self-check of a batch"),
    "verification.stop_self_check": _("ended the self-check of a batch"),
    "verification.start_norming": _("started a norming session"),
    "verification.advance_norming": _("moved a norming session on"),
    "verification.promote_norming": _("made an edge case in a norming session"),
    "verification.judge_review": _("reviewed an answer"),
    "verification.undo_verdict": _("took a review back"),
    "verification.start_evaluation": _("started an evaluation by a model"),
    "verification.cancel_evaluation": _("cancelled an evaluation by a model"),
    "verification.clean_suspects": _("sent suspected answers back to people"),
    "verification.dismiss_suspects": _("dismissed suspected answers"),
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


#: fact → what it is; a fact without words here is for programs
FACTS = {
    "accuracy": _("Right answers"),
    "amount": _("Amount"),
    "came": _("Came"),
    "criterion": _("Criterion"),
    "currency": _("Currency"),
    "earnings": _("Earnings"),
    "hours": _("Hours"),
    "is_faq": _("Everybody should know"),
    "is_met": _("Met"),
    "is_passed": _("Passed"),
    "is_signed": _("Signed"),
    "is_upheld": _("Upheld"),
    "conforms": _("Conforms"),
    "items": _("Items"),
    "n": _("Count"),
    "name": _("Name"),
    "number": _("Number"),
    "overlap": _("Overlap"),
    "pace": _("Items a minute"),
    "phase": _("Phase"),
    "reason": _("Reason"),
    "role": _("Role"),
    "side": _("Side"),
    "size": _("Items"),
    "slots": _("Answers wanted"),
    "stage": _("Stage"),
    "verdict": _("Verdict"),
    "what": _("What"),
    "wrong": _("Wrong answers"),
}
#: the values of a fact that are one of a few → what people read; another value is for programs
NAMES: dict[str, dict[str, Any]] = {
    "role": {str(role): name for role, name in ROLE_NAMES.items()},
    "phase": {str(phase): name for phase, name in PHASE_NAMES.items()},
    "side": {str(side): name for side, name in SIDE_NAMES.items()},
    "criterion": {"reliability": _("Reliability of the origin"), "obtainability": _("Obtainability")},
    "verdict": {
        "approve": _("Approved"),
        "reject": _("Rejected"),
        "conditions": _("Approved with conditions"),
    },
    "what": {
        "guideline_confirmed": _("The guideline stays as it is"),
        "people_chosen": _("The people for the main work"),
        "pilot_reported": _("The report of the pilot"),
        "pilot_waived": _("This cycle goes without a pilot"),
        "by_hand": _("Passed by hand"),
        "by_hand_withdrawn": _("No longer passed by hand"),
    },
}
SHARES = {"accuracy"}


@register.filter
def fact_words(facts: Mapping[str, Any]) -> list[str]:
    """Return what is known of an action, each as "words: value"; codes and ids stay with programs."""
    told = ((FACTS.get(name), _told(name, value)) for name, value in facts.items())
    return [f"{words}: {value}" for words, value in told if words and value]


def _told(name: str, value: Any) -> str:
    if name in NAMES:
        return str(NAMES[name].get(str(value), ""))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if name in SHARES:
        return f"{written(100 * value, 1)} %"
    if isinstance(value, int | float):
        return str(number_format(value, force_grouping=True))
    return value if isinstance(value, str) else ""
