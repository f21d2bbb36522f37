"""All routes of the API, under /api/v1/."""

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView

from accounts import api as accounts
from annotators.api import attempts, pay, payouts, questions, recruiting
from delivery import api as delivery
from dmops_platform.openapi import ApiDocs
from guidelines import api as guidelines
from labeling import api as labeling
from overview import api as overview
from projects import api as projects
from sourcing import api as sourcing
from verification import api as verification

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="openapi"),
    path("docs/", ApiDocs.as_view(url_name="api:openapi"), name="docs"),
    path("projects/<int:project_pk>/batches/", labeling.Batches.as_view(), name="batches"),
    path("projects/<int:project_pk>/pilot/", labeling.ShowPilot.as_view(), name="pilot"),
    path(
        "projects/<int:project_pk>/pilot/confirm-guideline/",
        labeling.ConfirmGuideline.as_view(),
        name="confirm_guideline",
    ),
    path("projects/<int:project_pk>/pilot/people/", labeling.ChoosePeople.as_view(), name="choose_people"),
    path("projects/<int:project_pk>/pilot/waive/", labeling.WaivePilot.as_view(), name="waive_pilot"),
    path("projects/<int:project_pk>/pause-person/", labeling.PausePerson.as_view(), name="pause_person"),
    path("projects/<int:project_pk>/resume-person/", labeling.ResumePerson.as_view(), name="resume_person"),
    path("projects/<int:project_pk>/work/next/", labeling.NextWork.as_view(), name="next_work"),
    path("work/<int:pk>/draft/", labeling.SaveDraft.as_view(), name="save_draft"),
    path("work/<int:pk>/submit/", labeling.SubmitWork.as_view(), name="submit_work"),
    path("work/<int:pk>/skip/", labeling.SkipWork.as_view(), name="skip_work"),
    path("work/<int:pk>/release/", labeling.GiveBackWork.as_view(), name="give_back_work"),
    path("batches/<int:pk>/progress/", labeling.BatchProgress.as_view(), name="batch_progress"),
    path("batches/<int:pk>/slots/", labeling.AddSlots.as_view(), name="add_slots"),
    path("batches/<int:pk>/pause/", labeling.PauseBatch.as_view(), name="pause_batch"),
    path("batches/<int:pk>/resume/", labeling.ResumeBatch.as_view(), name="resume_batch"),
    path("batches/<int:pk>/close/", labeling.CloseBatch.as_view(), name="close_batch"),
    path("tokens/", accounts.TokenList.as_view(), name="token_list"),
    path("tokens/<int:pk>/", accounts.RevokeToken.as_view(), name="revoke_token"),
    path("projects/", projects.ProjectList.as_view(), name="project_list"),
    path("projects/<int:project_pk>/", projects.ProjectDetail.as_view(), name="project"),
    path("projects/<int:project_pk>/members/", projects.MemberList.as_view(), name="member_list"),
    path("members/<int:pk>/", projects.RemoveMember.as_view(), name="remove_member"),
    path("projects/<int:project_pk>/access/", projects.AccessList.as_view(), name="access_list"),
    path("projects/<int:project_pk>/activity/", projects.ActivityList.as_view(), name="activity_list"),
    path("agreement/", verification.AgreementOfTable.as_view(), name="agreement_of_table"),
    path("batches/<int:pk>/consensus/", verification.ConsensusRuns.as_view(), name="consensus_run_list"),
    path("consensus/<int:pk>/", verification.ConsensusRunDetail.as_view(), name="consensus_run"),
    path("projects/<int:project_pk>/disputes/", verification.DisputeList.as_view(), name="dispute_list"),
    path("disputes/<int:pk>/", verification.DisputeDetail.as_view(), name="dispute"),
    path("disputes/<int:pk>/decisions/", verification.Decide.as_view(), name="decide"),
    path("disputes/<int:pk>/messages/", verification.Discuss.as_view(), name="discuss"),
    path("projects/<int:project_pk>/audits/", verification.AuditList.as_view(), name="audit_list"),
    path("audits/<int:pk>/", verification.AuditDetail.as_view(), name="audit"),
    path("audits/<int:pk>/items/", verification.AuditItems.as_view(), name="audit_item_list"),
    path("audits/<int:pk>/dimensions/", verification.JudgeDimension.as_view(), name="judge_dimension"),
    path("audits/<int:pk>/sign/", verification.SignAudit.as_view(), name="sign_audit"),
    path("audit-items/<int:pk>/", verification.AuditItemDetail.as_view(), name="audit_item"),
    path("audit-items/<int:pk>/judge/", verification.JudgeAuditItem.as_view(), name="judge_audit_item"),
    path("findings/<int:pk>/correct/", verification.CorrectFinding.as_view(), name="correct_finding"),
    path("findings/<int:pk>/verify/", verification.VerifyFinding.as_view(), name="verify_finding"),
    path(
        "projects/<int:project_pk>/evaluations/",
        verification.EvaluationList.as_view(),
        name="evaluation_list",
    ),
    path("evaluations/<int:pk>/", verification.EvaluationDetail.as_view(), name="evaluation"),
    path("evaluations/<int:pk>/cancel/", verification.CancelEvaluation.as_view(), name="cancel_evaluation"),
    path("evaluations/<int:pk>/suspects/", verification.Suspects.as_view(), name="suspect_list"),
    path("evaluations/<int:pk>/clean/", verification.CleanSuspects.as_view(), name="clean_suspects"),
    path("evaluations/<int:pk>/dismiss/", verification.DismissSuspects.as_view(), name="dismiss_suspects"),
    path("projects/<int:project_pk>/cycles/", verification.Cycles.as_view(), name="cycle_list"),
    path("projects/<int:project_pk>/sources/", sourcing.SourceList.as_view(), name="source_list"),
    path("sources/<int:pk>/", sourcing.SourceDetail.as_view(), name="source"),
    path("sources/<int:pk>/evidence/", sourcing.AttachEvidence.as_view(), name="attach_evidence"),
    path("sources/<int:pk>/review/", sourcing.ReviewSource.as_view(), name="review_source"),
    path("sources/<int:pk>/assessments/", sourcing.AssessSource.as_view(), name="assess_source"),
    path("sources/<int:pk>/diversity/", sourcing.SourceDiversity.as_view(), name="source_diversity"),
    path("files/<int:pk>/download/", sourcing.DownloadFile.as_view(), name="download_file"),
    path("projects/<int:project_pk>/imports/", sourcing.StartImport.as_view(), name="start_import"),
    path("imports/<int:pk>/", sourcing.ImportDetail.as_view(), name="import"),
    path("imports/<int:pk>/cancel/", sourcing.CancelImport.as_view(), name="cancel_import"),
    path("projects/<int:project_pk>/items/", sourcing.Items.as_view(), name="item_list"),
    path("items/<int:pk>/", sourcing.OneItem.as_view(), name="item"),
    path("projects/<int:project_pk>/schema/", guidelines.SchemaInForce.as_view(), name="schema"),
    path(
        "projects/<int:project_pk>/schema/versions/", guidelines.SchemaVersions.as_view(), name="schema_list"
    ),
    path(
        "projects/<int:project_pk>/schema/versions/<int:number>/",
        guidelines.SchemaVersion.as_view(),
        name="schema_version",
    ),
    path("projects/<int:project_pk>/schema/draft/", guidelines.SchemaDraft.as_view(), name="schema_draft"),
    path(
        "projects/<int:project_pk>/schema/draft/undo/",
        guidelines.UndoSchemaDraft.as_view(),
        name="undo_schema_draft",
    ),
    path(
        "projects/<int:project_pk>/schema/draft/publish/",
        guidelines.PublishSchema.as_view(),
        name="publish_schema",
    ),
    path("projects/<int:project_pk>/guideline/", guidelines.GuidelineInForce.as_view(), name="guideline"),
    path(
        "projects/<int:project_pk>/guideline/reading/",
        guidelines.GuidelineReading.as_view(),
        name="guideline_reading",
    ),
    path("projects/<int:project_pk>/edge-cases/", guidelines.EdgeCases.as_view(), name="edge_case_list"),
    path(
        "projects/<int:project_pk>/guideline/versions/",
        guidelines.GuidelineVersions.as_view(),
        name="guideline_list",
    ),
    path(
        "projects/<int:project_pk>/guideline/versions/<int:number>/",
        guidelines.GuidelineVersion.as_view(),
        name="guideline_version",
    ),
    path(
        "projects/<int:project_pk>/guideline/draft/",
        guidelines.GuidelineDraft.as_view(),
        name="guideline_draft",
    ),
    path(
        "projects/<int:project_pk>/guideline/draft/publish/",
        guidelines.PublishGuideline.as_view(),
        name="publish_guideline",
    ),
    path("projects/<int:project_pk>/releases/", delivery.ReleaseList.as_view(), name="release_list"),
    path("releases/<int:pk>/", delivery.ReleaseDetail.as_view(), name="release"),
    path("releases/<int:pk>/download/", delivery.DownloadRelease.as_view(), name="download_release"),
    path("releases/<int:pk>/judge/", delivery.JudgeRelease.as_view(), name="judge_release"),
    path("releases/<int:pk>/quality/", delivery.ReleaseQuality.as_view(), name="release_quality"),
    path("releases/<int:pk>/withdraw/", delivery.WithdrawRelease.as_view(), name="withdraw_release"),
    path("releases/<int:pk>/check/", delivery.CheckRelease.as_view(), name="check_release"),
    path("releases/<int:pk>/cancel/", delivery.CancelRelease.as_view(), name="cancel_release"),
    path("releases/<int:pk>/retry/", delivery.RetryRelease.as_view(), name="retry_release"),
    path(
        "projects/<int:project_pk>/annotations/export/",
        delivery.ExportAnnotations.as_view(),
        name="export_annotations",
    ),
    path("projects/<int:project_pk>/client/", projects.NameClient.as_view(), name="name_client"),
    path("projects/<int:project_pk>/brief/", projects.BriefInForce.as_view(), name="brief"),
    path("projects/<int:project_pk>/brief/versions/", projects.BriefVersions.as_view(), name="brief_list"),
    path(
        "projects/<int:project_pk>/brief/versions/<int:number>/",
        projects.BriefVersion.as_view(),
        name="brief_version",
    ),
    path(
        "projects/<int:project_pk>/brief/versions/<int:number>/sign/",
        projects.SignBrief.as_view(),
        name="sign_brief",
    ),
    path("projects/<int:project_pk>/brief/draft/", projects.BriefDraft.as_view(), name="brief_draft"),
    path(
        "projects/<int:project_pk>/brief/draft/new/",
        projects.NewBriefVersion.as_view(),
        name="new_brief_version",
    ),
    path(
        "projects/<int:project_pk>/brief/draft/publish/",
        projects.PublishBrief.as_view(),
        name="publish_brief",
    ),
    path("notices/", projects.NoticeList.as_view(), name="notice_list"),
    path("notices/read/", projects.ReadNotices.as_view(), name="read_notices"),
    path("projects/<int:project_pk>/board/", overview.Board.as_view(), name="board"),
    path(
        "projects/<int:project_pk>/stages/<int:stage>/pass/",
        overview.PassByHand.as_view(),
        name="pass_by_hand",
    ),
    path(
        "projects/<int:project_pk>/stages/<int:stage>/withdraw/",
        overview.WithdrawPass.as_view(),
        name="withdraw_pass",
    ),
    path(
        "projects/<int:project_pk>/requirements/", overview.RequirementList.as_view(), name="requirement_list"
    ),
    path("items/<int:pk>/trace/", overview.Trace.as_view(), name="trace"),
    path("projects/<int:project_pk>/pay/", pay.FairPay.as_view(), name="fair_pay"),
    path("projects/<int:project_pk>/pay/terms/", pay.PayTerms.as_view(), name="pay_terms"),
    path("projects/<int:project_pk>/pay/floors/", pay.Floors.as_view(), name="floors"),
    path("projects/<int:project_pk>/pay/ledger/", pay.Ledger.as_view(), name="ledger"),
    path("projects/<int:project_pk>/pay/mine/", pay.MyPay.as_view(), name="my_pay"),
    path("earnings/<int:pk>/reverse/", pay.ReverseEarning.as_view(), name="reverse_earning"),
    path("projects/<int:project_pk>/pay/payouts/", payouts.PayoutList.as_view(), name="payout_list"),
    path("payouts/<int:pk>/", payouts.PayoutDetail.as_view(), name="payout"),
    path("payouts/<int:pk>/approve/", payouts.ApprovePayout.as_view(), name="approve_payout"),
    path("payouts/<int:pk>/pay/", payouts.PayPayout.as_view(), name="pay_payout"),
    path("payouts/<int:pk>/cancel/", payouts.CancelPayout.as_view(), name="cancel_payout"),
    path("projects/<int:project_pk>/questions/", questions.QuestionList.as_view(), name="question_list"),
    path(
        "projects/<int:project_pk>/questions/similar/",
        questions.SimilarQuestions.as_view(),
        name="similar_questions",
    ),
    path(
        "projects/<int:project_pk>/questions/limit/", questions.AnswerLimit.as_view(), name="set_answer_limit"
    ),
    path("questions/<int:pk>/", questions.QuestionDetail.as_view(), name="question"),
    path("questions/<int:pk>/answers/", questions.AnswerQuestion.as_view(), name="answer_question"),
    path("questions/<int:pk>/merge/", questions.MergeQuestion.as_view(), name="merge_question"),
    path("questions/<int:pk>/close/", questions.CloseQuestion.as_view(), name="close_question"),
    path("questions/<int:pk>/faq/", questions.SetFaq.as_view(), name="set_faq"),
    path("questions/<int:pk>/promote/", questions.PromoteQuestion.as_view(), name="promote_question"),
    path("projects/<int:project_pk>/campaigns/", recruiting.CampaignList.as_view(), name="campaign_list"),
    path("campaigns/<int:pk>/", recruiting.CampaignDetail.as_view(), name="campaign"),
    path("campaigns/<int:pk>/close/", recruiting.CloseCampaign.as_view(), name="close_campaign"),
    path("applications/<int:pk>/accept/", recruiting.AcceptApplication.as_view(), name="accept_application"),
    path(
        "applications/<int:pk>/decline/", recruiting.DeclineApplication.as_view(), name="decline_application"
    ),
    path(
        "projects/<int:project_pk>/qualified/", recruiting.QualifiedPeople.as_view(), name="qualified_people"
    ),
    path("projects/<int:project_pk>/gold-uses/", recruiting.GoldUses.as_view(), name="gold_uses"),
    path("test/<int:pk>/next/", attempts.NextPieces.as_view(), name="next_pieces"),
    path("test/items/<int:pk>/draft/", attempts.SavePieceDraft.as_view(), name="save_piece_draft"),
    path("test/items/<int:pk>/submit/", attempts.SubmitPiece.as_view(), name="submit_piece"),
    path("test/items/<int:pk>/skip/", attempts.SkipPiece.as_view(), name="skip_piece"),
    path("test/items/<int:pk>/release/", attempts.ReleasePiece.as_view(), name="release_piece"),
]
