"""Pages of recruiting, teaching and pay."""

from django.urls import URLPattern, path

from annotators.views import joining, learning, pay, payouts, questions, recruiting

app_name = "annotators"
PROJECT = "projects/<int:project_pk>"

urlpatterns: list[URLPattern] = [
    path(f"{PROJECT}/pay/", pay.pay_page, name="pay_page"),
    path(f"{PROJECT}/pay/terms/", pay.set_terms, name="set_terms"),
    path(f"{PROJECT}/pay/floor/", pay.set_floor, name="set_floor"),
    path(f"{PROJECT}/pay/ledger/", pay.ledger_page, name="ledger_page"),
    path(f"{PROJECT}/my-pay/", pay.my_pay, name="my_pay"),
    path("earnings/<int:pk>/", pay.earning_page, name="earning_page"),
    path("earnings/<int:pk>/reverse/", pay.reverse_earning, name="reverse_earning"),
    path(f"{PROJECT}/pay/payouts/", payouts.payout_list, name="payout_list"),
    path(f"{PROJECT}/pay/payouts/make/", payouts.make_payout, name="make_payout"),
    path("payouts/<int:pk>/", payouts.payout_page, name="payout_page"),
    path("payouts/<int:pk>/approve/", payouts.approve_payout, name="approve_payout"),
    path("payouts/<int:pk>/pay/", payouts.pay_payout, name="pay_payout"),
    path("payouts/<int:pk>/cancel/", payouts.cancel_payout, name="cancel_payout"),
    path("payouts/<int:pk>/export/", payouts.export_payout, name="export_payout"),
    path(f"{PROJECT}/questions/", questions.question_list, name="question_list"),
    path(f"{PROJECT}/questions/new/", questions.ask, name="ask"),
    path(f"{PROJECT}/questions/limit/", questions.set_answer_limit, name="set_answer_limit"),
    path("questions/<int:pk>/", questions.question_page, name="question_page"),
    path("questions/<int:pk>/answer/", questions.answer_question, name="answer_question"),
    path("questions/<int:pk>/merge/", questions.merge_question, name="merge_question"),
    path("questions/<int:pk>/close/", questions.close_question, name="close_question"),
    path("questions/<int:pk>/faq/", questions.set_faq, name="set_faq"),
    path("questions/<int:pk>/edge-case/", questions.promote_question, name="promote_question"),
    path(f"{PROJECT}/gold/", recruiting.gold_page, name="gold_page"),
    path(f"{PROJECT}/campaigns/", recruiting.campaign_list, name="campaign_list"),
    path(f"{PROJECT}/campaigns/new/", recruiting.open_campaign, name="open_campaign"),
    path("campaigns/<int:pk>/", recruiting.campaign_page, name="campaign_page"),
    path("campaigns/<int:pk>/close/", recruiting.close_campaign, name="close_campaign"),
    path("applications/<int:pk>/", recruiting.application_page, name="application_page"),
    path("applications/<int:pk>/accept/", recruiting.accept_application, name="accept_application"),
    path("applications/<int:pk>/decline/", recruiting.decline_application, name="decline_application"),
    path("applications/<int:pk>/test/", joining.begin_test, name="begin_test"),
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/apply/", joining.apply_to, name="apply_to"),
    path("test/<int:pk>/", joining.test_page, name="test_page"),
    path("test/<int:pk>/result/", joining.test_result, name="test_result"),
    path("test/<int:pk>/finish/", joining.finish_test, name="finish_test"),
    path(f"{PROJECT}/path/", learning.path_page, name="path_page"),
    path(f"{PROJECT}/path/examples/", learning.see_examples, name="see_examples"),
    path(f"{PROJECT}/path/practice/", learning.practice, name="practice"),
    path("practice/<int:pk>/", learning.practice_page, name="practice_page"),
    path("practice/<int:pk>/work/", learning.practice_work, name="practice_work"),
    path(f"{PROJECT}/path/check/", learning.answer_check, name="answer_check"),
    path(f"{PROJECT}/check-questions/", learning.check_question_list, name="check_question_list"),
    path("check-questions/<int:pk>/retire/", learning.retire_check_question, name="retire_check_question"),
    path(f"{PROJECT}/sessions/", learning.session_list, name="session_list"),
    path("sessions/<int:pk>/", learning.session_page, name="session_page"),
]
