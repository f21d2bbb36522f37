"""The demo's people: gold in use, a campaign with applicants, questions, a check and a live session."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.services import create_user
from annotators.domain.recruiting import Mode
from annotators.models import Attempt, Piece, Use
from annotators.services.attempts import PieceSubmission, set_gold_uses, submit_piece, take_pieces
from annotators.services.learning import add_check_question, plan_session, write_minutes
from annotators.services.questions import answer_question, ask, set_faq
from annotators.services.recruiting import apply_to, begin_test, finish_test, open_campaign
from guidelines.services import record_gold
from overview.domain import demo_texts
from projects.models import Project
from sourcing.models import ItemVersion

#: of the first ten reviews: two are shown as examples, four are for practice, four for the entrance test
USES = (*[Use.EXAMPLE] * 2, *[Use.PRACTICE] * 4, *[Use.TEST] * 4)
TEST_TIME = timedelta(seconds=40)
#: username → (name, how many of the four test items they get right)
APPLICANTS = {"june": ("June Abara", 4), "theo": ("Theo Marsh", 1)}


def tell_people(
    *, project: Project, people: dict[str, User], field: str, meant: dict[str, str], password: str
) -> None:
    """Put gold to use, open a campaign to which two people apply, and let questions be asked and answered."""
    _use_gold(project, people["mina"], field, meant)
    _recruit(project, people["mina"], field, meant, password)
    _teach(project, people)


def _use_gold(project: Project, by: User, field: str, meant: dict[str, str]) -> None:
    versions = list(ItemVersion.objects.filter(item__project=project).order_by("pk")[: len(USES)])
    rows = [
        {
            "item_version_id": version.pk,
            "answer": meant[version.parts["text"]],
            "why": demo_texts.WHY[meant[version.parts["text"]]],
            "section": "label_scheme",
        }
        for version in versions
    ]
    record_gold(project=project, field=field, rows=rows, by=by)
    uses = {version.pk: use for version, use in zip(versions, USES, strict=True)}
    set_gold_uses(project=project, uses=uses, by=by)


def _recruit(project: Project, by: User, field: str, meant: dict[str, str], password: str) -> None:
    campaign = open_campaign(
        project=project,
        mode=Mode.VENDOR,
        languages="English",
        test_size=4,
        minutes=10,
        pass_accuracy=0.75,
        pass_pace=1.0,
        title=demo_texts.CAMPAIGN["title"],
        text=demo_texts.CAMPAIGN["text"],
        agreement=demo_texts.CAMPAIGN["agreement"],
        by=by,
    )
    for username, (full_name, right) in APPLICANTS.items():
        person = create_user(username=username, full_name=full_name, password=password)
        application = apply_to(
            campaign=campaign,
            person=person,
            agrees=True,
            languages="English",
            experience=demo_texts.EXPERIENCE,
        )
        _take_test(_begun_before(begin_test(application=application)), field, meant, right)


def _begun_before(attempt: Attempt) -> Attempt:
    """Set the clock of a test back by what four items take: the demo does not wait."""
    begun = attempt.started_at - TEST_TIME
    Attempt.objects.filter(pk=attempt.pk).update(started_at=begun)
    Piece.objects.filter(attempt=attempt).update(served_at=begun)
    attempt.started_at = begun
    return attempt


def _take_test(attempt: Attempt, field: str, meant: dict[str, str], right: int) -> None:
    for place, piece in enumerate(take_pieces(attempt=attempt, ahead=10)):
        truth = meant[piece.item_version.parts["text"]]
        answer = truth if place < right else next(label for label in demo_texts.WHY if label != truth)
        submission = PieceSubmission(
            answers={field: answer}, base_version=0, seconds=7.0, key=f"demo-{piece.pk:06}", body_sha256=""
        )
        submit_piece(piece=piece, submission=submission)
    finish_test(attempt=attempt)


def _teach(project: Project, people: dict[str, User]) -> None:
    text, answer = demo_texts.ANSWERED_QUESTION
    asked = ask(project=project, text=text, section="cautions", by=people["joon"])
    answer_question(question=asked, text=answer, by=people["hana"])
    set_faq(question=asked, is_faq=True, by=people["mina"])
    ask(project=project, text=demo_texts.OPEN_QUESTION, by=people["sora"])
    for question, options, right, why in demo_texts.CHECK:
        add_check_question(
            project=project, text=question, options=options, right=right, why=why, by=people["mina"]
        )
    title, agenda, minutes = demo_texts.SESSION
    held_at = timezone.now() - timedelta(days=1)
    session = plan_session(project=project, title=title, held_at=held_at, agenda=agenda, by=people["mina"])
    came = [people["joon"].pk, people["sora"].pk]
    write_minutes(session=session, minutes=minutes, attendees=came, by=people["mina"])
