"""Keys with an inner structure: private keys, JWTs, credentials in URLs and headers."""

from base64 import b64encode, urlsafe_b64encode
from functools import partial
import json
from random import Random
from textwrap import wrap

from tests.planting import draw
from tests.planting.kind import Expected, Kind

__all__ = ["KINDS"]

YEAR_2019, YEAR_2099 = 1_548_000_000, 4_071_000_000
LABELS = {
    "private-key-rsa": ("RSA PRIVATE KEY", "MIIEpAIBAAKCAQEA{b64:1200}"),
    "private-key-ec": ("EC PRIVATE KEY", "MHcCAQEEI{b64:151}"),
    "private-key-pkcs8": ("PRIVATE KEY", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC{b64:1200}"),
    "private-key-openssh": ("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU{b64:400}"),
}
FORGED = ("...", "…", "xxxxxxxx", "<your private key>", "YOUR_PRIVATE_KEY")
PASSWORDS = ("password", "changeme", "xxxxxxxx", "********", "<password>", "YOUR_PASSWORD")
URLS = {
    "basic-auth-url": "https://deploy:{password}@git.internal.io/team/tool.git",
    "postgres-url": "postgresql://app:{password}@db.internal.io:5432/prod",
    "mysql-url": "mysql+pymysql://app:{password}@db.internal.io/prod",
    "mongodb-url": "mongodb+srv://app:{password}@cluster0.ab1cd.mongodb.net/prod",
    "redis-url": "redis://default:{password}@cache.internal.io:6379/0",
    "amqp-url": "amqps://app:{password}@mq.internal.io/main",
}


def _pem(label: str, body: str) -> str:
    return "\n".join([f"-----BEGIN {label}-----", *wrap(body, 64), f"-----END {label}-----", ""])


def _private_key(label: str, template: str, rng: Random) -> str:
    return _pem(label, draw.key(template, rng))


def _no_private_key(label: str, rng: Random) -> str:
    return _pem(label, rng.choice(FORGED))


def _service_account(private_key: str, key_id: str) -> str:
    record = {
        "type": "service_account",
        "project_id": "reports-417",
        "private_key_id": key_id,
        "private_key": private_key,
        "client_email": "bot@reports-417.iam.gserviceaccount.com",
    }
    return json.dumps(record)


def _part(record: object) -> str:
    text = json.dumps(record, separators=(",", ":")).encode()
    return urlsafe_b64encode(text).decode().rstrip("=")


def _jwt(lifetime: dict[str, int], rng: Random) -> str:
    claims = {"sub": str(rng.randrange(10**9)), "iss": "https://id.internal.io"} | lifetime
    head = {"alg": "HS256", "typ": "JWT"}
    return f"{_part(head)}.{_part(claims)}.{draw.key('{u64:43}', rng)}"


def _no_jwt(rng: Random) -> str:
    head = _part({"alg": "HS256", "typ": "JWT"})
    return rng.choice(["xxxxx.yyyyy.zzzzz", f"{head}...", "YOUR_JWT", f"{head}.xxxxxxxx.xxxxxxxx"])


def _url(template: str, rng: Random) -> str:
    return template.replace("{password}", draw.key("{a62:20}", rng))


def _no_url(template: str, rng: Random) -> str:
    return template.replace("{password}", rng.choice(PASSWORDS))


def _basic(text: str) -> str:
    return "Authorization: Basic " + b64encode(text.encode()).decode()


def _jwt_kind(name: str, lifetime: dict[str, int], expected: Expected) -> Kind:
    return Kind(name=name, key=partial(_jwt, lifetime), stand_in=_no_jwt, expected=expected)


KINDS = (
    *(
        Kind(
            name=name,
            key=partial(_private_key, label, template),
            stand_in=partial(_no_private_key, label),
        )
        for name, (label, template) in LABELS.items()
    ),
    Kind(
        name="google-service-account",
        key=lambda rng: _service_account(
            _private_key(*LABELS["private-key-pkcs8"], rng), draw.key("{hex:40}", rng)
        ),
        stand_in=lambda rng: _service_account(_no_private_key("PRIVATE KEY", rng), "YOUR_KEY_ID"),
    ),
    _jwt_kind("jwt-without-expiry", {"iat": YEAR_2019}, "ban"),
    _jwt_kind("jwt-long-lived", {"iat": YEAR_2019, "exp": YEAR_2099}, "ban"),
    _jwt_kind("jwt-expired", {"iat": YEAR_2019, "exp": YEAR_2019 + 3600}, "allow"),
    *(
        Kind(name=name, key=partial(_url, url), stand_in=partial(_no_url, url), expected="warn")
        for name, url in URLS.items()
    ),
    Kind(
        name="basic-header",
        key=lambda rng: _basic("deploy:" + draw.key("{a62:20}", rng)),
        stand_in=lambda rng: _basic("user:" + rng.choice(PASSWORDS)),
        expected="warn",
    ),
    Kind(
        name="basic-header-known",
        key=lambda rng: _basic(draw.key("sk_live_{a62:24}", rng) + ":"),
        stand_in=lambda rng: _basic(draw.stand_in("sk_live_{a62:24}", rng) + ":"),
    ),
)
