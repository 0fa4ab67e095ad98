"""Keys without a shape of their own: only the name they are bound to tells them."""

from tests.planting.kind import Kind, from_templates

__all__ = ["KINDS"]

NAMES = {
    "named-client-secret": ("client_secret", "{a62:32}"),
    "named-aws-secret": ("aws_secret_access_key", "{b64:40}"),
    "named-datadog": ("DD_API_KEY", "{hex:32}"),
    "named-cloudflare": ("CLOUDFLARE_API_TOKEN", "{u64:40}"),
    "named-twilio": ("TWILIO_AUTH_TOKEN", "{hex:32}"),
    "named-api-key": ("api_key", "{a62:40}"),
    "named-password": ("password", "{a62:18}"),
}

KINDS: tuple[Kind, ...] = tuple(
    kind
    for name, (bound_to, template) in NAMES.items()
    for kind in from_templates({name: template}, expected="warn", bound_to=bound_to)
)
