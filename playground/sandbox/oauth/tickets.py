"""Pages are answered once, by the browser that was shown them."""

from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.ticket import Step, Ticket
from playground.sandbox.values import digest, token

__all__ = ["hand_out", "take_back"]


def hand_out(step: Step, *, cookie: str, query: str, provider: Provider) -> str:
    """Return the hidden value of a form that only the browser with *cookie* can send."""
    value = token()
    provider.store.put_ticket(
        Ticket(
            tenant=provider.tenant,
            digest=digest(value),
            step=step,
            binding=digest(cookie),
            query=query,
            expires_at=provider.now + provider.lifetimes.ticket,
        )
    )
    return value


def take_back(value: str | None, *, cookies: tuple[str, ...], provider: Provider) -> Ticket | None:
    """Return the ticket of *value*, None if it is used, too old, or of another browser."""
    found = (
        provider.store.take_ticket(
            provider.tenant, digest(value), binding=digest(cookie), now=provider.now
        )
        for cookie in cookies
        if value and cookie
    )
    return next((ticket for ticket in found if ticket), None)
