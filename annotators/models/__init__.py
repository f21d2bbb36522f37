"""The people who label: what they ask, how they are paid, and the time they gave."""

from annotators.models.ledger import Account, AccountKind, Earning, Entry, EntryKind, Payout, Posting
from annotators.models.questions import Answer, Question, Teaching
from annotators.models.terms import Floor, Terms
from annotators.models.work import WorkTime

__all__ = [
    "Account",
    "AccountKind",
    "Answer",
    "Earning",
    "Entry",
    "EntryKind",
    "Floor",
    "Payout",
    "Posting",
    "Question",
    "Teaching",
    "Terms",
    "WorkTime",
]
