"""The people who label: how they are won, taught and paid, what they ask, and the time they gave."""

from annotators.models.attempts import Attempt, AttemptKind, GoldUse, Piece, Use
from annotators.models.learning import CheckQuestion, PathMark, TeachingSession
from annotators.models.ledger import Account, AccountKind, Earning, Entry, EntryKind, Payout, Posting
from annotators.models.questions import Answer, Question, Teaching
from annotators.models.recruiting import Application, Campaign, Qualification
from annotators.models.terms import Floor, Terms
from annotators.models.work import WorkTime

__all__ = [
    "Account",
    "AccountKind",
    "Answer",
    "Application",
    "Attempt",
    "AttemptKind",
    "Campaign",
    "CheckQuestion",
    "Earning",
    "Entry",
    "EntryKind",
    "Floor",
    "GoldUse",
    "PathMark",
    "Payout",
    "Piece",
    "Posting",
    "Qualification",
    "Question",
    "Teaching",
    "TeachingSession",
    "Terms",
    "Use",
    "WorkTime",
]
