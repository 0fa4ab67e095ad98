"""What a send came to, as the front end shows it: an answer, or why there is none."""

from http import HTTPStatus

from playground.errors import PlaygroundError
from playground.exchange import Exchange
from playground.widgets.lab import Explanation
from playground.widgets.wire import Card, Outcome, SendRow

__all__ = ["answered", "cancelled", "card", "failed", "row", "status_words"]

LONGEST_BODY = 200_000
"""Characters of an answer that travel to the browser; the whole is in `builder.exchange`."""

NOTHING: Outcome = {
    "kind": "failure",
    "operation": "",
    "key": None,
    "status": 0,
    "words": "",
    "ms": 0,
    "headers": [],
    "body": "",
    "clipped": 0,
    "sent": None,
    "card": None,
    "message": "",
    "step": "",
}


def answered(exchange: Exchange, explanation: Explanation | None) -> Outcome:
    """Return the outcome that shows *exchange*."""
    response, request = exchange.response, exchange.request
    return {
        **NOTHING,
        "kind": "answer",
        "operation": exchange.operation_id,
        "key": exchange.key,
        "status": int(response.status),
        "words": status_words(response.status, response.reason),
        "ms": round(exchange.elapsed * 1000, 1),
        "headers": [list(pair) for pair in response.headers],
        "body": response.body[:LONGEST_BODY],
        "clipped": max(0, len(response.body) - LONGEST_BODY),
        "sent": {
            "method": request.method,
            "url": request.url,
            "headers": [list(pair) for pair in request.headers],
            "body": request.body or "",
        },
        "card": card(explanation) if explanation is not None else None,
    }


def failed(error: Exception) -> Outcome:
    """Return the outcome that shows *error* and the next step."""
    if isinstance(error, PlaygroundError):
        words = f"{error.place}: {error.message}" if error.place else error.message
        return {**NOTHING, "words": "No answer", "message": words, "step": error.next_step}
    return {
        **NOTHING,
        "words": "No answer",
        "message": f"The request could not be sent: {type(error).__name__}.",
        "step": "Run `builder.send()` in a cell to see the whole traceback.",
    }


def cancelled() -> Outcome:
    """Return the outcome of a request that was given up."""
    return {
        **NOTHING,
        "kind": "cancelled",
        "words": "Cancelled",
        "message": "The request was given up before an answer came.",
        "step": "It may have reached the server all the same.",
    }


def card(explanation: Explanation) -> Card:
    """Return *explanation* as the card shows it."""
    return {
        "allowed": bool(explanation.allowed),
        "rule": str(explanation.rule or ""),
        "headline": explanation.headline,
        "rows": [
            {
                "term": row.term,
                "lines": [{"words": one.words, "inferred": one.is_inferred} for one in row.lines],
                "aside": row.is_aside,
            }
            for row in explanation.rows
        ],
    }


def row(number: int, exchange: Exchange, path: str) -> SendRow:
    """Return the history row of *exchange*."""
    return {
        "number": number,
        "operation": exchange.operation_id,
        "method": exchange.request.method,
        "path": path,
        "key": exchange.key or "",
        "status": int(exchange.response.status),
        "words": status_words(exchange.response.status, exchange.response.reason),
    }


def status_words(status: int, reason: str) -> str:
    """Return *reason*, or the standard's words where the server gave none."""
    phrases = {int(known): known.phrase for known in HTTPStatus}
    return reason or phrases.get(status, "Unknown status")
