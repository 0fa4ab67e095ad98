"""A JSON body, decoded so strictly that everything behind may store and echo it."""

import json
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from playground.openapi.media import FORM, bare, is_json
from playground.sandbox.message import Request
from playground.sandbox.refusal import Refusal, invalid

__all__ = ["LARGEST", "decoded"]

LARGEST = 1_048_576

_LONGEST_NUMBER = 300
_MOST_FIELDS = 100
_EXACT = 2**53


def decoded(request: Request, *, media_type: str | None = None) -> Any:
    """
    Return the decoded body, None where there is none.

    It is JSON, unless *media_type* says otherwise: the fields of a form, or else its text.

    Refused: too many bytes, no JSON, another media type, duplicate names, `NaN`, half a surrogate
    pair, a null character; none of them can be stored and given back as it came.
    """
    if not request.body:
        return None
    if len(request.body) > LARGEST:
        raise Refusal(413, "VALIDATION_ERROR", f"A body may have {LARGEST} bytes at most")
    if media_type is not None:
        text = _text(request.body)
        return _fields(text) if media_type == FORM else text
    sent = bare(request.header("content-type") or "")
    if sent and not is_json(sent):
        raise Refusal(415, "VALIDATION_ERROR", "The body must be application/json")
    return _parsed(request.body)


def _text(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise invalid("", "The body must be text in UTF-8") from None
    if "\0" in text:
        raise invalid("", "The body holds a null character")
    return text


def _fields(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise invalid("", "The body is not a form") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise invalid("", "A field of the form stands twice")
    return fields


def _parsed(body: bytes) -> Any:
    try:
        text = body.decode("utf-8-sig")
        if "\\u" in text:
            _refuse_what_cannot_be_stored(text)
        return json.loads(
            text,
            parse_constant=_constant,
            parse_float=_number,
            parse_int=_integer,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise invalid("", "The body must be text in UTF-8") from None
    except RecursionError:
        raise invalid("", "The body is nested too deeply") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise invalid("", f"The body is not JSON: {error.msg}, {where}") from None
    except ValueError as error:
        raise invalid("", f"The body is not JSON: {error}") from None


def _refuse_what_cannot_be_stored(text: str) -> None:
    if "\\u0000" in text:
        raise ValueError("it holds a null character")
    try:
        json.dumps(json.loads(text), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half of a surrogate pair") from None


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError("a number is too long")
    return int(digits)


def _number(digits: str) -> float:
    """Return a whole number as one, however it is written: JSON knows no difference."""
    found = float(digits)
    return int(found) if found.is_integer() and abs(found) < _EXACT else found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found
