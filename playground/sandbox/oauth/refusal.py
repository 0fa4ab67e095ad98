"""The errors that the OAuth RFCs name, as one exception that an endpoint turns into an answer."""

from enum import StrEnum

from playground.errors import SandboxError

__all__ = ["ErrorCode", "Refusal", "ShownRefusal"]


class ErrorCode(StrEnum):
    """Error codes and where they are defined."""

    INVALID_REQUEST = "invalid_request"  # RFC 6749, sections 4.1.2.1 and 5.2
    INVALID_CLIENT = "invalid_client"  # RFC 6749, section 5.2
    INVALID_GRANT = "invalid_grant"  # RFC 6749, section 5.2
    UNAUTHORIZED_CLIENT = "unauthorized_client"  # RFC 6749, sections 4.1.2.1 and 5.2
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"  # RFC 6749, section 5.2
    UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type"  # RFC 6749, section 4.1.2.1
    INVALID_SCOPE = "invalid_scope"  # RFC 6749, sections 4.1.2.1 and 5.2
    ACCESS_DENIED = "access_denied"  # RFC 6749, section 4.1.2.1
    INVALID_TOKEN = "invalid_token"  # noqa: S105  RFC 6750, section 3.1
    INSUFFICIENT_SCOPE = "insufficient_scope"  # RFC 6750, section 3.1

    @property
    def status(self) -> int:
        """Return the HTTP status that goes with the code in a JSON answer."""
        return {"invalid_client": 401, "invalid_token": 401, "insufficient_scope": 403}.get(
            self, 400
        )


class Refusal(SandboxError):
    """
    A request that the provider refuses.

    `description` is for the application's developer: printable ASCII without quotes and
    backslashes (RFC 6749, section 5.2), and nothing of the request is repeated in it.
    """

    def __init__(self, code: ErrorCode, description: str) -> None:
        self.code = code
        self.description = description
        super().__init__(description, place=code)


class ShownRefusal(Refusal):
    """
    A refusal that is shown to the person and never redirected.

    Source: RFC 6749, section 4.1.2.1: the redirect URI itself cannot be trusted.
    """
