"""Who may do what at every address: one row a URL name. A URL without a row fails `test_policy.py`.

A verb that a row does not name must answer 405. Whoever is not named for a verb gets 404 (as if the row did
not exist), 403 where the address names no row or where `told` says that they see the thing; nobody signed in
gets the login page or 401. HEAD follows GET, OPTIONS tells nothing.
"""

from typing import NamedTuple

Who = frozenset[str]

NOBODY: Who = frozenset()
ANONYMOUS: Who = frozenset({"anonymous"})
PM: Who = frozenset({"pm"})
ANNOTATOR: Who = frozenset({"annotator"})
REVIEWER: Who = frozenset({"reviewer"})
DATA_ENGINEER: Who = frozenset({"data_engineer"})
LEGAL: Who = frozenset({"legal"})
FINANCE: Who = frozenset({"finance"})
AUDITOR: Who = frozenset({"auditor"})
CLIENT: Who = frozenset({"client"})
STAFF: Who = frozenset({"staff"})
EX_MEMBER: Who = frozenset({"ex_member"})
OUTSIDER: Who = frozenset({"outsider"})

MEMBERS = PM | ANNOTATOR | REVIEWER | DATA_ENGINEER | LEGAL | FINANCE | AUDITOR | CLIENT
SIGNED_IN = MEMBERS | STAFF | EX_MEMBER | OUTSIDER
EVERYONE = SIGNED_IN | ANONYMOUS
PROJECT_OPENERS = PM | OUTSIDER | STAFF
GUIDELINE_READERS = PM | ANNOTATOR | REVIEWER | AUDITOR
ITEM_READERS = PM | DATA_ENGINEER
PROGRESS_READERS = PM | REVIEWER | CLIENT
REVIEWERS = PM | REVIEWER
AUDIT_READERS = PM | AUDITOR
EVALUATORS = PM | DATA_ENGINEER
RELEASE_READERS = PM | CLIENT
BRIEF_READERS = PM | CLIENT
SOURCE_READERS = PM | DATA_ENGINEER | LEGAL
SOURCE_EDITORS = PM | DATA_ENGINEER
ACCESS_READERS = PM | LEGAL
BOARD_READERS = PM | REVIEWER | DATA_ENGINEER | LEGAL | CLIENT
PAY_READERS = PM | FINANCE
QUESTION_READERS = PM | REVIEWER | ANNOTATOR


class Row(NamedTuple):
    """Who may use each verb of one URL; None where the URL does not serve the verb.

    `has_head` is False where a GET writes down who received something, which a HEAD did not.
    """

    get: Who | None = None
    post: Who | None = None
    put: Who | None = None
    patch: Who | None = None
    delete: Who | None = None
    told: Who = NOBODY
    has_head: bool = True

    def of(self, verb: str) -> Who | None:
        """Return who may use this verb."""
        if verb == "head":
            return self.get if self.has_head else None
        return getattr(self, verb)

    @property
    def is_open(self) -> bool:
        """True when nobody needs to sign in."""
        return EVERYONE in (self.get, self.post)


may = Row

POLICY = {
    # the ground
    "healthz": may(get=EVERYONE),
    "readyz": may(get=EVERYONE),
    "favicon": may(get=EVERYONE),
    "set_language": may(post=EVERYONE),
    "api:openapi": may(get=SIGNED_IN),
    "api:docs": may(get=SIGNED_IN),
    # accounts
    "account_login": may(get=EVERYONE, post=EVERYONE),
    "account_signup": may(get=EVERYONE, post=EVERYONE),
    "account_inactive": may(get=EVERYONE),
    "account_logout": may(get=EVERYONE, post=EVERYONE),
    "account_change_password": may(get=SIGNED_IN, post=SIGNED_IN),
    "account_reset_password": may(get=EVERYONE, post=EVERYONE),
    "account_reset_password_done": may(get=EVERYONE),
    "account_reset_password_from_key": may(get=EVERYONE, post=EVERYONE),
    "account_reset_password_from_key_done": may(get=EVERYONE),
    "token_list": may(get=SIGNED_IN),
    "create_token": may(post=SIGNED_IN),
    "revoke_token": may(post=ANNOTATOR),
    "api:token_list": may(get=SIGNED_IN, post=SIGNED_IN),
    "api:revoke_token": may(delete=ANNOTATOR),
    # projects
    "projects:project_list": may(get=SIGNED_IN),
    "projects:create_project": may(get=PROJECT_OPENERS, post=PROJECT_OPENERS),
    "projects:project_page": may(get=MEMBERS),
    "projects:member_list": may(get=PM),
    "projects:add_member": may(post=PM),
    "projects:create_member": may(post=PM),
    "projects:remove_member": may(post=PM),
    "projects:activity_list": may(get=PM),
    "projects:access_list": may(get=ACCESS_READERS),
    "api:access_list": may(get=ACCESS_READERS),
    "projects:name_client": may(post=PM),
    "projects:brief_page": may(get=BRIEF_READERS),
    "projects:brief_version_page": may(get=BRIEF_READERS),
    "projects:brief_draft_page": may(get=PM),
    "projects:save_brief_draft": may(post=PM),
    "projects:publish_brief": may(post=PM),
    "projects:new_brief_version": may(post=PM),
    "projects:sign_brief": may(post=BRIEF_READERS),
    "projects:read_notices": may(post=SIGNED_IN),
    "api:name_client": may(put=PM),
    "api:brief": may(get=BRIEF_READERS),
    "api:brief_list": may(get=BRIEF_READERS),
    "api:brief_version": may(get=BRIEF_READERS),
    "api:brief_draft": may(get=PM, put=PM),
    "api:publish_brief": may(post=PM),
    "api:new_brief_version": may(post=PM),
    "api:sign_brief": may(post=BRIEF_READERS),
    "api:notice_list": may(get=SIGNED_IN),
    "api:read_notices": may(post=SIGNED_IN),
    "api:project_list": may(get=SIGNED_IN, post=PROJECT_OPENERS),
    "api:project": may(get=MEMBERS),
    "api:member_list": may(get=PM, post=PM),
    "api:remove_member": may(delete=PM),
    "api:activity_list": may(get=PM),
    # sourcing
    "sourcing:source_list": may(get=SOURCE_READERS),
    "sourcing:add_source": may(get=SOURCE_EDITORS, post=SOURCE_EDITORS),
    "sourcing:source_page": may(get=SOURCE_READERS),
    "sourcing:change_source": may(get=SOURCE_EDITORS, post=SOURCE_EDITORS),
    "sourcing:review_source": may(post=LEGAL),
    "sourcing:assess_source": may(post=SOURCE_EDITORS),
    "sourcing:source_diversity": may(get=SOURCE_READERS),
    "sourcing:download_file": may(post=DATA_ENGINEER),
    "api:source_list": may(get=SOURCE_READERS, post=SOURCE_EDITORS),
    "api:source": may(get=SOURCE_READERS, put=SOURCE_EDITORS),
    "api:attach_evidence": may(post=SOURCE_EDITORS),
    "api:review_source": may(post=LEGAL),
    "api:assess_source": may(post=SOURCE_EDITORS),
    "api:source_diversity": may(get=SOURCE_READERS),
    "api:download_file": may(post=DATA_ENGINEER),
    "sourcing:item_list": may(get=ITEM_READERS),
    "sourcing:upload": may(get=ITEM_READERS, post=ITEM_READERS),
    "sourcing:sample_file": may(get=ITEM_READERS),
    "sourcing:preview_page": may(get=ITEM_READERS),
    "sourcing:start_import": may(post=ITEM_READERS),
    "sourcing:import_page": may(get=ITEM_READERS),
    "sourcing:cancel_import": may(post=ITEM_READERS),
    "sourcing:refused_rows": may(get=ITEM_READERS),
    "sourcing:item_page": may(get=ITEM_READERS),
    "api:start_import": may(post=ITEM_READERS),
    "api:start_media_import": may(post=ITEM_READERS),
    "api:media_part": may(get=ITEM_READERS),
    "api:media_peaks": may(get=ITEM_READERS),
    "api:import": may(get=ITEM_READERS),
    "api:cancel_import": may(post=ITEM_READERS),
    "api:item_list": may(get=ITEM_READERS),
    "api:item": may(get=ITEM_READERS),
    # guidelines
    "guidelines:schema_page": may(get=GUIDELINE_READERS),
    "guidelines:schema_version_page": may(get=GUIDELINE_READERS),
    "guidelines:schema_draft_page": may(get=PM),
    "guidelines:save_schema_draft": may(post=PM),
    "guidelines:preview_schema": may(post=PM),
    "api:undo_schema_draft": may(post=PM),
    "guidelines:schema_templates": may(get=PM),
    "guidelines:import_label_studio": may(post=PM),
    "api:schema_templates": may(get=PM),
    "api:import_label_studio": may(post=PM),
    "guidelines:publish_schema": may(post=PM),
    "guidelines:new_schema_version": may(post=PM),
    "api:schema": may(get=GUIDELINE_READERS, post=PM),
    "api:schema_list": may(get=GUIDELINE_READERS),
    "api:schema_version": may(get=GUIDELINE_READERS),
    "api:schema_draft": may(get=PM, put=PM),
    "api:publish_schema": may(post=PM),
    "guidelines:guideline_page": may(get=GUIDELINE_READERS),
    "guidelines:example_page": may(get=PM),
    "guidelines:pick_example": may(post=PM),
    "guidelines:remove_example": may(post=PM),
    "api:pick_example": may(post=PM),
    "api:remove_example": may(post=PM),
    "guidelines:edge_case_list": may(get=GUIDELINE_READERS),
    "guidelines:add_edge_case": may(post=PM),
    "api:edge_case_list": may(get=GUIDELINE_READERS, post=PM),
    "guidelines:guideline_reading": may(get=GUIDELINE_READERS),
    "guidelines:acknowledge": may(post=GUIDELINE_READERS),
    "api:guideline_reading": may(get=GUIDELINE_READERS, post=GUIDELINE_READERS),
    "guidelines:guideline_version_page": may(get=GUIDELINE_READERS),
    "guidelines:guideline_draft_page": may(get=PM),
    "guidelines:save_guideline_draft": may(post=PM),
    "guidelines:publish_guideline": may(post=PM),
    "guidelines:new_guideline_version": may(post=PM),
    "api:guideline": may(get=GUIDELINE_READERS, post=PM),
    "api:guideline_list": may(get=GUIDELINE_READERS),
    "api:guideline_version": may(get=GUIDELINE_READERS),
    "api:guideline_draft": may(get=PM, put=PM),
    "api:publish_guideline": may(post=PM),
    "guidelines:guideline_changes": may(get=GUIDELINE_READERS),
    # annotators: pay
    "annotators:pay_page": may(get=PAY_READERS),
    "annotators:set_terms": may(post=PM),
    "annotators:set_floor": may(post=PM),
    "annotators:ledger_page": may(get=PAY_READERS),
    "annotators:pay_statement": may(get=PAY_READERS),
    "annotators:feedback_page": may(get=ANNOTATOR),
    "annotators:my_pay": may(get=ANNOTATOR),
    "annotators:earning_page": may(get=PAY_READERS),
    "annotators:reverse_earning": may(post=PM),
    "annotators:payout_list": may(get=PAY_READERS),
    "annotators:make_payout": may(post=PM),
    "annotators:payout_page": may(get=PAY_READERS),
    "annotators:approve_payout": may(post=FINANCE, told=PM),
    "annotators:pay_payout": may(post=FINANCE, told=PM),
    "annotators:cancel_payout": may(post=PAY_READERS),
    "annotators:export_payout": may(get=PAY_READERS, has_head=False),
    "api:fair_pay": may(get=PAY_READERS),
    "api:pay_terms": may(get=PAY_READERS, post=PM),
    "api:floors": may(get=PAY_READERS, post=PM),
    "api:ledger": may(get=PAY_READERS),
    "api:my_pay": may(get=ANNOTATOR),
    "api:reverse_earning": may(post=PM),
    "api:payout_list": may(get=PAY_READERS, post=PM),
    "api:payout": may(get=PAY_READERS),
    "api:approve_payout": may(post=FINANCE, told=PM),
    "api:pay_payout": may(post=FINANCE, told=PM),
    "api:cancel_payout": may(post=PAY_READERS),
    # annotators: recruiting; the applicant of the policy's world is its annotator
    "annotators:gold_page": may(get=PM, post=PM),
    "annotators:begin_gold": may(post=PM),
    "annotators:gold_work": may(get=PM),
    "annotators:gold_done": may(get=PM, post=PM),
    "api:record_gold": may(post=PM),
    "annotators:campaign_list": may(get=PM),
    "annotators:open_campaign": may(get=PM, post=PM),
    "annotators:campaign_page": may(get=PM),
    "annotators:close_campaign": may(post=PM),
    "annotators:application_page": may(get=PM),
    "annotators:accept_application": may(post=PM),
    "annotators:decline_application": may(post=PM),
    "annotators:begin_test": may(post=ANNOTATOR),
    "annotators:join": may(get=EVERYONE),
    "annotators:apply_to": may(post=EVERYONE),
    "annotators:test_page": may(get=ANNOTATOR),
    "annotators:test_result": may(get=ANNOTATOR),
    "annotators:finish_test": may(post=ANNOTATOR),
    "api:campaign_list": may(get=PM, post=PM),
    "api:campaign": may(get=PM),
    "api:close_campaign": may(post=PM),
    "api:accept_application": may(post=PM),
    "api:decline_application": may(post=PM),
    "api:qualified_people": may(get=PM),
    "api:gold_uses": may(get=PM, put=PM),
    "api:next_pieces": may(post=ANNOTATOR),
    "api:save_piece_draft": may(put=ANNOTATOR),
    "api:submit_piece": may(post=ANNOTATOR),
    "api:skip_piece": may(post=ANNOTATOR),
    "api:release_piece": may(post=ANNOTATOR),
    # annotators: the path from newcomer to work
    "annotators:path_page": may(get=QUESTION_READERS),
    "annotators:see_examples": may(get=QUESTION_READERS, post=ANNOTATOR),
    "annotators:practice": may(get=ANNOTATOR, post=ANNOTATOR),
    "annotators:practice_page": may(get=ANNOTATOR, post=ANNOTATOR),
    "annotators:practice_work": may(get=ANNOTATOR),
    "annotators:answer_check": may(get=QUESTION_READERS, post=ANNOTATOR),
    "annotators:check_question_list": may(get=REVIEWERS, post=REVIEWERS),
    "annotators:retire_check_question": may(post=REVIEWERS),
    "annotators:session_list": may(get=QUESTION_READERS, post=REVIEWERS),
    "annotators:session_page": may(get=QUESTION_READERS, post=REVIEWERS),
    "api:path": may(get=QUESTION_READERS),
    "api:examples": may(get=QUESTION_READERS, post=ANNOTATOR),
    "api:begin_practice": may(post=ANNOTATOR),
    "api:finish_practice": may(post=ANNOTATOR),
    "api:last_result": may(get=ANNOTATOR),
    "api:answer_check": may(get=QUESTION_READERS, post=ANNOTATOR),
    "api:check_question_list": may(get=REVIEWERS, post=REVIEWERS),
    "api:retire_check_question": may(delete=REVIEWERS),
    "api:session_list": may(get=QUESTION_READERS, post=REVIEWERS),
    "api:session": may(get=QUESTION_READERS, put=REVIEWERS),
    # annotators: questions
    "annotators:question_list": may(get=QUESTION_READERS),
    "annotators:ask": may(get=ANNOTATOR, post=ANNOTATOR),
    "annotators:set_answer_limit": may(post=PM),
    "annotators:question_page": may(get=QUESTION_READERS),
    "annotators:answer_question": may(post=QUESTION_READERS),
    "annotators:merge_question": may(post=REVIEWERS),
    "annotators:close_question": may(post=QUESTION_READERS),
    "annotators:set_faq": may(post=REVIEWERS),
    "annotators:promote_question": may(post=PM),
    "api:question_list": may(get=QUESTION_READERS, post=ANNOTATOR),
    "api:similar_questions": may(get=QUESTION_READERS),
    "api:set_answer_limit": may(put=PM),
    "api:question": may(get=QUESTION_READERS),
    "api:answer_question": may(post=QUESTION_READERS),
    "api:merge_question": may(post=REVIEWERS),
    "api:close_question": may(post=QUESTION_READERS),
    "api:set_faq": may(post=REVIEWERS),
    "api:promote_question": may(post=PM),
    # labeling
    "labeling:work_page": may(get=ANNOTATOR),
    "labeling:batch_list": may(get=PROGRESS_READERS),
    "labeling:open_batch": may(get=PM, post=PM),
    "labeling:batch_page": may(get=PROGRESS_READERS),
    "labeling:inspection_page": may(get=PM),
    "api:inspection": may(get=PM),
    "labeling:pause_batch": may(post=PM),
    "labeling:resume_batch": may(post=PM),
    "labeling:close_batch": may(post=PM),
    "labeling:pilot_page": may(get=PM),
    "labeling:confirm_guideline": may(post=PM),
    "labeling:choose_people": may(post=PM),
    "labeling:waive_pilot": may(post=PM),
    "labeling:people_page": may(get=PM),
    "labeling:pause_person": may(post=PM),
    "labeling:resume_person": may(post=PM),
    "api:pilot": may(get=PM),
    "api:confirm_guideline": may(post=PM),
    "api:choose_people": may(post=PM),
    "api:waive_pilot": may(post=PM),
    "api:pause_person": may(post=PM),
    "api:resume_person": may(post=PM),
    "api:batches": may(get=PROGRESS_READERS, post=PM),
    "api:next_work": may(post=ANNOTATOR),
    "api:save_draft": may(put=ANNOTATOR),
    "api:submit_work": may(post=ANNOTATOR),
    "api:skip_work": may(post=ANNOTATOR),
    "api:give_back_work": may(post=ANNOTATOR),
    "api:add_slots": may(post=PM),
    "api:batch_progress": may(get=PROGRESS_READERS),
    "api:pause_batch": may(post=PM),
    "api:resume_batch": may(post=PM),
    "api:close_batch": may(post=PM),
    # verification
    "verification:quality_page": may(get=REVIEWERS),
    "verification:start_consensus": may(post=PM),
    "verification:batch_quality": may(get=REVIEWERS),
    "verification:dispute_list": may(get=REVIEWERS),
    "verification:dispute_page": may(get=REVIEWERS),
    "verification:decide": may(post=REVIEWERS),
    "verification:discuss": may(post=REVIEWERS),
    "api:agreement_of_table": may(post=SIGNED_IN),
    "verification:quality_report_page": may(get=PM),
    "verification:start_quality_report": may(post=PM),
    "verification:cancel_quality_report": may(post=PM),
    "verification:decide_about_person": may(post=PM),
    "verification:my_decisions": may(get=SIGNED_IN),
    "verification:person_decision_page": may(get=PM | ANNOTATOR),
    "verification:appeal": may(post=ANNOTATOR),
    "verification:answer_appeal": may(post=PM),
    "api:quality_report_list": may(get=PM, post=PM),
    "api:quality_report": may(get=PM),
    "api:cancel_quality_report": may(post=PM),
    "api:person_decision_list": may(get=PM, post=PM),
    "api:person_decision": may(get=PM | ANNOTATOR),
    "api:appeal": may(post=ANNOTATOR),
    "api:answer_appeal": may(post=PM),
    "verification:collect_more": may(post=PM),
    "api:collect_more": may(get=REVIEWERS, post=PM),
    "api:live_agreement": may(get=REVIEWERS),
    "api:consensus_run_list": may(get=REVIEWERS, post=PM),
    "api:consensus_run": may(get=REVIEWERS),
    "api:dispute_list": may(get=REVIEWERS),
    "api:dispute": may(get=REVIEWERS),
    "api:decide": may(post=REVIEWERS),
    "api:discuss": may(post=REVIEWERS),
    "verification:audit_list": may(get=AUDIT_READERS),
    "verification:draw_audit": may(post=PM),
    "verification:audit_page": may(get=AUDIT_READERS),
    "verification:audit_item_page": may(get=AUDIT_READERS),
    "verification:judge_audit_item": may(post=AUDITOR),
    "verification:judge_dimension": may(post=AUDITOR),
    "verification:sign_audit": may(post=AUDITOR),
    "verification:assign_finding": may(post=PM),
    "verification:correct_finding": may(post=PM),
    "verification:verify_finding": may(post=AUDITOR),
    "api:audit_list": may(get=AUDIT_READERS, post=PM),
    "api:audit": may(get=AUDIT_READERS),
    "api:audit_item_list": may(get=AUDIT_READERS),
    "api:audit_item": may(get=AUDIT_READERS),
    "api:judge_audit_item": may(post=AUDITOR),
    "api:judge_dimension": may(post=AUDITOR),
    "api:sign_audit": may(post=AUDITOR),
    "api:assign_finding": may(post=PM),
    "api:correct_finding": may(post=PM),
    "api:verify_finding": may(post=AUDITOR),
    "verification:evaluation_list": may(get=EVALUATORS),
    "verification:start_evaluation": may(post=EVALUATORS),
    "verification:reopen_cycle": may(post=PM),
    "verification:evaluation_page": may(get=EVALUATORS),
    "verification:cancel_evaluation": may(post=EVALUATORS),
    "verification:settle_suspects": may(post=PM),
    "api:evaluation_list": may(get=EVALUATORS, post=EVALUATORS),
    "api:evaluation": may(get=EVALUATORS),
    "api:cancel_evaluation": may(post=EVALUATORS),
    "api:suspect_list": may(get=EVALUATORS),
    "api:clean_suspects": may(post=PM),
    "api:dismiss_suspects": may(post=PM),
    "api:cycle_list": may(get=EVALUATORS, post=PM),
    # delivery
    "delivery:release_list": may(get=RELEASE_READERS),
    "delivery:freeze_release": may(post=PM),
    "delivery:release_page": may(get=RELEASE_READERS),
    "delivery:download_release": may(get=RELEASE_READERS, has_head=False),
    "delivery:judge_release": may(post=RELEASE_READERS),
    "delivery:withdraw_release": may(post=PM),
    "delivery:check_release": may(post=PM),
    "delivery:cancel_release": may(post=PM),
    "delivery:retry_release": may(post=PM),
    "api:release_list": may(get=RELEASE_READERS, post=PM),
    "api:release": may(get=RELEASE_READERS),
    "api:download_release": may(get=RELEASE_READERS, has_head=False),
    "api:judge_release": may(get=RELEASE_READERS, post=RELEASE_READERS),
    "api:release_quality": may(get=RELEASE_READERS),
    "api:withdraw_release": may(post=PM),
    "api:check_release": may(get=PM, post=PM),
    "api:cancel_release": may(post=PM),
    "api:retry_release": may(post=PM),
    "api:export_annotations": may(get=PM, has_head=False),
    # overview
    "overview:home": may(get=SIGNED_IN),
    "overview:board": may(get=BOARD_READERS),
    "overview:pass_by_hand": may(post=PM),
    "overview:withdraw_pass": may(post=PM),
    "overview:requirement_list": may(get=BRIEF_READERS),
    "overview:trace_page": may(get=ITEM_READERS),
    "api:board": may(get=BOARD_READERS),
    "api:pass_by_hand": may(post=PM),
    "api:withdraw_pass": may(post=PM),
    "api:requirement_list": may(get=BRIEF_READERS),
    "api:trace": may(get=ITEM_READERS),
}
