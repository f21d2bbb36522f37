"""Pages of agreement, consensus, disputes, audits and evaluation by models."""

from django.urls import path

from verification.views import audits, disputes, evaluation, people, quality, review, self_check

app_name = "verification"
urlpatterns = [
    path("batches/<int:pk>/quality/", quality.quality_page, name="quality_page"),
    path("batches/<int:pk>/quality/start/", quality.start_consensus, name="start_consensus"),
    path("batches/<int:pk>/quality/collect/", quality.collect_more, name="collect_more"),
    path("batches/<int:pk>/quality/short/", quality.batch_quality, name="batch_quality"),
    path("projects/<int:project_pk>/quality/", people.quality_report_page, name="quality_report_page"),
    path(
        "projects/<int:project_pk>/quality/start/", people.start_quality_report, name="start_quality_report"
    ),
    path("projects/<int:project_pk>/quality/decide/", people.decide_about_person, name="decide_about_person"),
    path("quality-reports/<int:pk>/cancel/", people.cancel_quality_report, name="cancel_quality_report"),
    path("person-decisions/", people.my_decisions, name="my_decisions"),
    path("person-decisions/<int:pk>/", people.person_decision_page, name="person_decision_page"),
    path("person-decisions/<int:pk>/appeal/", people.appeal, name="appeal"),
    path("person-decisions/<int:pk>/answer/", people.answer_appeal, name="answer_appeal"),
    path("projects/<int:project_pk>/disputes/", disputes.dispute_list, name="dispute_list"),
    path("projects/<int:project_pk>/disputes/next/", disputes.next_dispute, name="next_dispute"),
    path("projects/<int:project_pk>/own-feedback/", disputes.own_feedback, name="own_feedback"),
    path("disputes/<int:pk>/", disputes.dispute_page, name="dispute_page"),
    path("disputes/<int:pk>/decide/", disputes.decide, name="decide"),
    path("disputes/<int:pk>/discuss/", disputes.discuss, name="discuss"),
    path("decisions/<int:pk>/affected/", disputes.affected_items, name="affected_items"),
    path("projects/<int:project_pk>/reviews/", review.review_page, name="review_page"),
    path("projects/<int:project_pk>/reviews/own/", review.own_review_list, name="own_review_list"),
    path("batches/<int:pk>/review/", review.review_rule_page, name="review_rule_page"),
    path("batches/<int:pk>/review/rule/", review.set_review_rule, name="set_review_rule"),
    path("batches/<int:pk>/review/stop/", review.stop_review, name="stop_review"),
    path("batches/<int:pk>/self-check/", self_check.self_check_page, name="self_check_page"),
    path("batches/<int:pk>/self-check/rule/", self_check.set_self_check, name="set_self_check"),
    path("batches/<int:pk>/self-check/stop/", self_check.stop_self_check, name="stop_self_check"),
    path("projects/<int:project_pk>/audits/", audits.audit_list, name="audit_list"),
    path("projects/<int:project_pk>/audits/draw/", audits.draw_audit, name="draw_audit"),
    path("audits/<int:pk>/", audits.audit_page, name="audit_page"),
    path("audits/<int:pk>/dimensions/", audits.judge_dimension, name="judge_dimension"),
    path("audits/<int:pk>/sign/", audits.sign_audit, name="sign_audit"),
    path("audit-items/<int:pk>/", audits.audit_item_page, name="audit_item_page"),
    path("audit-items/<int:pk>/judge/", audits.judge_audit_item, name="judge_audit_item"),
    path("findings/<int:pk>/assign/", audits.assign_finding, name="assign_finding"),
    path("findings/<int:pk>/correct/", audits.correct_finding, name="correct_finding"),
    path("findings/<int:pk>/verify/", audits.verify_finding, name="verify_finding"),
    path("projects/<int:project_pk>/evaluation/", evaluation.evaluation_list, name="evaluation_list"),
    path("projects/<int:project_pk>/evaluation/start/", evaluation.start_evaluation, name="start_evaluation"),
    path("projects/<int:project_pk>/evaluation/cycle/", evaluation.reopen_cycle, name="reopen_cycle"),
    path("evaluations/<int:pk>/", evaluation.evaluation_page, name="evaluation_page"),
    path("evaluations/<int:pk>/cancel/", evaluation.cancel_evaluation, name="cancel_evaluation"),
    path("evaluations/<int:pk>/settle/", evaluation.settle_suspects, name="settle_suspects"),
]
