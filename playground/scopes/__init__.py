"""What a credential may do, why it was refused, and what the smallest change would be."""

from playground.scopes.context import Context, Presented
from playground.scopes.decision import Certainty, Decision, decide
from playground.scopes.explanation import Explanation
from playground.scopes.rule import Rule
from playground.scopes.vocabulary import Plan, Role, Scope, Vocabulary
from playground.scopes.wording import explain, predict

__all__ = [
    "Certainty",
    "Context",
    "Decision",
    "Explanation",
    "Plan",
    "Presented",
    "Role",
    "Rule",
    "Scope",
    "Vocabulary",
    "decide",
    "explain",
    "predict",
]
