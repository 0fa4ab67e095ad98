"""Credits that run low are bought anew, and without any nothing more is made."""

from playground.sandbox.agenda import Task
from playground.sandbox.call import Call
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources import subscription
from playground.sandbox.resources.recharging import recharge, watch_on
from playground.sandbox.resources.spending import is_surely_solvent, left

__all__ = ["refuse_unpaid", "watch"]


def refuse_unpaid(call: Call) -> None:
    """
    Refuse to make what costs credits, where none are left and none come by themselves.

    Raises:
        Refusal: the workspace has insufficient credits (402).
    """
    if is_surely_solvent(call.store, call.workspace.id, plan=call.workspace.plan):
        return
    found = subscription.opened(call.store, call.workspace.id, now=call.now)
    if left(call.store, found, now=call.now).total > 0:
        return
    if not recharge(call.store, found, ids=call.ids, now=call.now):
        raise Refusal(402, "INSUFFICIENT_CREDITS", "Workspace has insufficient credits")


def watch(task: Task) -> None:
    """Look at the credits of a workspace, buy some where they are low, and come again."""
    found = subscription.opened(task.store, task.workspace, now=task.now)
    recharge(task.store, found, ids=task.ids, now=task.now)
    watch_on(task.store, found, ids=task.ids, now=task.now)
