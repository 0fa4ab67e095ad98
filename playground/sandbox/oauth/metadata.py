"""RFC 8414: what a client may know of the provider before it asks."""

from playground.credentials.credential import CredentialKind
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.token_endpoint import GRANTS

__all__ = ["WELL_KNOWN", "metadata"]

WELL_KNOWN = "/.well-known/oauth-authorization-server"

_SECRETS = ("client_secret_basic", "client_secret_post")


def metadata(provider: Provider) -> dict[str, object]:
    """Return the provider's metadata; each address begins with its issuer."""
    return {
        "issuer": provider.issuer,
        "authorization_endpoint": provider.url("authorize"),
        "token_endpoint": provider.url("token"),
        "userinfo_endpoint": provider.url("userinfo"),
        "revocation_endpoint": provider.url("revoke"),
        "introspection_endpoint": provider.url("introspect"),
        "scopes_supported": sorted(provider.vocabulary.holdable(CredentialKind.OAUTH_TOKEN)),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": sorted(GRANTS),
        "token_endpoint_auth_methods_supported": [*_SECRETS, "none"],
        "revocation_endpoint_auth_methods_supported": [*_SECRETS, "none"],
        "introspection_endpoint_auth_methods_supported": list(_SECRETS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }
