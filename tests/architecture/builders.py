"""Which row an id in an address means. Extend BUILDERS for your URLs; the rows are in `worlds/`."""

from collections.abc import Callable

from django.db.models import Model

from tests.architecture.worlds import World

Build = Callable[[World], object]


#: keyword of an address → its value, where it means the same in every URL
COMMON: dict[str, Build] = {
    "project_pk": lambda world: world.project.pk,
    "number": lambda world: world.schema.number,
    "stage": lambda world: 8,
}


def _pk(of: Callable[[World], Model], *url_names: str) -> dict[tuple[str, str], Build]:
    return {(name, "pk"): lambda world: of(world).pk for name in url_names}


#: (URL name, keyword) → its value in this world
BUILDERS: dict[tuple[str, str], Build] = {
    ("account_reset_password_from_key", "uidb36"): lambda world: "1",
    ("account_reset_password_from_key", "key"): lambda world: "1",
    **_pk(lambda world: world.token, "revoke_token", "api:revoke_token"),
    **_pk(lambda world: world.invitation, "projects:revoke_invitation", "api:revoke_invitation"),
    ("projects:invitation_page", "token"): lambda world: world.invitation_link.rstrip("/").rpartition("/")[2],
    **_pk(lambda world: world.membership, "projects:remove_member", "api:remove_member"),
    ("projects:brief_version_page", "number"): lambda world: world.brief.number,
    ("projects:sign_brief", "number"): lambda world: world.brief.number,
    ("api:brief_version", "number"): lambda world: world.brief.number,
    ("api:sign_brief", "number"): lambda world: world.brief.number,
    **_pk(lambda world: world.item, "overview:trace_page", "api:trace"),
    **_pk(lambda world: world.raw_file, "sourcing:preview_page", "sourcing:start_import"),
    **_pk(lambda world: world.raw_file, "sourcing:download_file", "api:download_file"),
    **_pk(lambda world: world.source, "sourcing:source_page", "api:source"),
    **_pk(lambda world: world.recipe_run, "sourcing:recipe_run_page", "api:recipe_run"),
    **_pk(lambda world: world.recipe_run, "sourcing:cancel_recipe_run", "api:cancel_recipe_run"),
    **_pk(lambda world: world.recipe_run, "sourcing:decision_list", "api:step_decision_list"),
    **_pk(lambda world: world.step_decision, "sourcing:restore_item", "api:restore_item"),
    **_pk(lambda world: world.item, "sourcing:unmask_item", "api:unmask_item"),
    **_pk(lambda world: world.source, "sourcing:change_source", "api:attach_evidence"),
    **_pk(lambda world: world.source, "sourcing:review_source", "api:review_source"),
    **_pk(lambda world: world.source, "sourcing:assess_source", "api:assess_source"),
    **_pk(lambda world: world.source, "sourcing:source_diversity", "api:source_diversity"),
    **_pk(lambda world: world.import_, "sourcing:import_page", "sourcing:cancel_import"),
    **_pk(lambda world: world.import_, "sourcing:refused_rows", "api:import", "api:cancel_import"),
    **_pk(lambda world: world.label_import, "guidelines:label_import_page", "guidelines:add_labels"),
    **_pk(lambda world: world.label_import, "api:label_import", "api:add_labels", "api:cancel_labels"),
    **_pk(lambda world: world.label_import, "guidelines:cancel_labels", "guidelines:refused_labels"),
    **_pk(lambda world: world.label_import, "api:refused_labels", "labeling:undo_labels", "api:undo_labels"),
    **_pk(lambda world: world.item, "sourcing:item_page", "api:item"),
    **_pk(lambda world: world.medium, "api:media_part", "api:media_peaks"),
    ("api:media_part", "name"): lambda world: "audio",
    ("api:media_peaks", "name"): lambda world: "audio",
    **_pk(lambda world: world.batch, "labeling:batch_page", "api:batch_progress"),
    **_pk(lambda world: world.batch, "labeling:pause_batch", "api:pause_batch"),
    **_pk(lambda world: world.batch, "labeling:inspection_page", "api:inspection"),
    **_pk(lambda world: world.batch, "api:add_slots"),
    **_pk(lambda world: world.batch, "labeling:resume_batch", "api:resume_batch"),
    **_pk(lambda world: world.batch, "labeling:close_batch", "api:close_batch"),
    **_pk(lambda world: world.assignment, "api:save_draft", "api:submit_work"),
    **_pk(lambda world: world.assignment, "api:skip_work", "api:give_back_work"),
    **_pk(lambda world: world.batch, "verification:quality_page", "verification:batch_quality"),
    **_pk(lambda world: world.batch, "verification:start_consensus", "api:consensus_run_list"),
    **_pk(lambda world: world.consensus_run, "api:consensus_run"),
    **_pk(lambda world: world.batch, "api:live_agreement", "api:collect_more"),
    **_pk(lambda world: world.batch, "api:batch_suggestions"),
    **_pk(lambda world: world.batch, "verification:collect_more"),
    **_pk(lambda world: world.batch, "verification:review_rule_page", "verification:set_review_rule"),
    **_pk(lambda world: world.ruled_batch, "verification:stop_review", "api:review_rule"),
    **_pk(lambda world: world.batch, "verification:self_check_page", "verification:set_self_check"),
    **_pk(lambda world: world.checked_batch, "verification:stop_self_check", "api:self_check"),
    **_pk(lambda world: world.norming, "verification:norming_page", "verification:vote_norming"),
    **_pk(lambda world: world.norming, "verification:advance_norming", "api:norming", "api:vote_norming"),
    **_pk(lambda world: world.norming, "api:advance_norming"),
    **_pk(lambda world: world.normed_item, "verification:discuss_norming", "verification:promote_norming"),
    **_pk(lambda world: world.normed_item, "api:discuss_norming", "api:promote_norming"),
    **_pk(lambda world: world.batch, "api:preview_review", "api:review_outcomes"),
    **_pk(lambda world: world.peer_review, "api:judge_review", "api:undo_verdict", "api:give_back_review"),
    **_pk(lambda world: world.quality_report, "verification:cancel_quality_report"),
    **_pk(lambda world: world.quality_report, "api:quality_report", "api:cancel_quality_report"),
    **_pk(lambda world: world.person_decision, "verification:person_decision_page", "api:person_decision"),
    **_pk(lambda world: world.person_decision, "verification:appeal", "api:appeal"),
    **_pk(lambda world: world.appealed_decision, "verification:answer_appeal", "api:answer_appeal"),
    **_pk(lambda world: world.release, "delivery:release_page", "api:release"),
    **_pk(lambda world: world.release, "delivery:download_release", "api:download_release"),
    **_pk(lambda world: world.release, "delivery:download_labels", "api:download_labels"),
    **_pk(lambda world: world.release, "delivery:judge_release", "api:judge_release"),
    **_pk(lambda world: world.release, "api:release_quality"),
    **_pk(lambda world: world.release, "delivery:withdraw_release", "api:withdraw_release"),
    **_pk(lambda world: world.release, "delivery:check_release", "api:check_release"),
    **_pk(lambda world: world.release, "delivery:cancel_release", "api:cancel_release"),
    **_pk(lambda world: world.release, "delivery:retry_release", "api:retry_release"),
    **_pk(lambda world: world.dispute, "verification:dispute_page", "api:dispute"),
    **_pk(lambda world: world.dispute, "verification:decide", "api:decide"),
    **_pk(lambda world: world.dispute, "verification:discuss", "api:discuss"),
    **_pk(lambda world: world.decision, "verification:affected_items", "api:affected_items"),
    ("annotators:pay_statement", "pk"): lambda world: world.earning.user_id,
    **_pk(lambda world: world.earning, "annotators:earning_page"),
    **_pk(lambda world: world.earning, "annotators:reverse_earning", "api:reverse_earning"),
    **_pk(lambda world: world.payout, "annotators:payout_page", "api:payout"),
    **_pk(lambda world: world.payout, "annotators:approve_payout", "api:approve_payout"),
    **_pk(lambda world: world.payout, "annotators:pay_payout", "api:pay_payout"),
    **_pk(lambda world: world.payout, "annotators:cancel_payout", "api:cancel_payout"),
    **_pk(lambda world: world.payout, "annotators:export_payout"),
    **_pk(lambda world: world.campaign, "annotators:campaign_page", "api:campaign"),
    **_pk(lambda world: world.campaign, "annotators:close_campaign", "api:close_campaign"),
    ("annotators:join", "token"): lambda world: world.campaign.token,
    ("annotators:apply_to", "token"): lambda world: world.campaign.token,
    **_pk(lambda world: world.application, "annotators:application_page", "annotators:begin_test"),
    **_pk(lambda world: world.application, "annotators:accept_application", "api:accept_application"),
    **_pk(lambda world: world.application, "annotators:decline_application", "api:decline_application"),
    **_pk(lambda world: world.attempt, "annotators:test_page", "annotators:test_result"),
    **_pk(lambda world: world.attempt, "annotators:finish_test", "api:next_pieces"),
    **_pk(lambda world: world.piece, "api:save_piece_draft", "api:submit_piece"),
    **_pk(lambda world: world.piece, "api:skip_piece", "api:release_piece"),
    **_pk(lambda world: world.gold_attempt, "annotators:gold_work", "annotators:gold_done"),
    **_pk(lambda world: world.practice, "annotators:practice_page", "annotators:practice_work"),
    **_pk(lambda world: world.practice, "api:finish_practice", "api:last_result"),
    **_pk(lambda world: world.check_question, "annotators:retire_check_question"),
    **_pk(lambda world: world.check_question, "api:retire_check_question"),
    **_pk(lambda world: world.session, "annotators:session_page", "api:session"),
    **_pk(lambda world: world.question, "annotators:question_page", "api:question"),
    **_pk(lambda world: world.question, "annotators:answer_question", "api:answer_question"),
    **_pk(lambda world: world.question, "annotators:merge_question", "api:merge_question"),
    **_pk(lambda world: world.question, "annotators:close_question", "api:close_question"),
    **_pk(lambda world: world.question, "annotators:set_faq", "api:set_faq"),
    **_pk(lambda world: world.question, "annotators:promote_question", "api:promote_question"),
    **_pk(lambda world: world.audit, "verification:audit_page", "api:audit", "api:audit_item_list"),
    **_pk(lambda world: world.audit, "verification:judge_dimension", "api:judge_dimension"),
    **_pk(lambda world: world.audit, "verification:judge_ethics", "api:judge_ethics"),
    **_pk(lambda world: world.audit, "verification:sign_audit", "api:sign_audit"),
    **_pk(lambda world: world.audit_item, "verification:audit_item_page", "api:audit_item"),
    **_pk(lambda world: world.audit_item, "verification:judge_audit_item", "api:judge_audit_item"),
    **_pk(lambda world: world.evaluation, "verification:evaluation_page", "verification:cancel_evaluation"),
    **_pk(lambda world: world.evaluation, "verification:settle_suspects", "api:evaluation"),
    **_pk(lambda world: world.evaluation, "api:cancel_evaluation", "api:suspect_list"),
    **_pk(lambda world: world.evaluation, "api:clean_suspects", "api:dismiss_suspects"),
    **_pk(lambda world: world.finding, "verification:assign_finding", "api:assign_finding"),
    **_pk(lambda world: world.finding, "verification:correct_finding", "api:correct_finding"),
    **_pk(lambda world: world.finding, "verification:verify_finding", "api:verify_finding"),
}


def ids(url_name: str, keywords: list[str], world: World) -> dict[str, object]:
    """Return the keywords of an address with ids of rows of this world."""
    missing = [key for key in keywords if key not in COMMON and (url_name, key) not in BUILDERS]
    assert not missing, f"Add ('{url_name}', '{missing[0]}') to BUILDERS in tests/architecture/builders.py."
    return {key: (BUILDERS.get((url_name, key)) or COMMON[key])(world) for key in keywords}
