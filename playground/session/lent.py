"""What a sandbox's control surface answers: foreign data, checked here and nowhere else."""

from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from playground.credentials import (
    Credential,
    CredentialKind,
    CredentialStatus,
    Environment,
    Secret,
)
from playground.credentials.reference import as_name
from playground.errors import SandboxError
from playground.session.workspace import Workspace

__all__ = ["Lent", "Status", "read"]


_Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
_Names = Annotated[tuple[str, ...], BeforeValidator(lambda value: value or ())]


class _Foreign(BaseModel):
    # What a newer sandbox says besides is no error; what is wrong is told without its value.
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


_Answer = TypeVar("_Answer", bound=_Foreign)


class Status(_Foreign):
    """The sandbox's state; `now` is its own time."""

    now: datetime


class _Workspace(_Foreign):
    id: str
    name: str
    slug: str = ""
    plan: str = ""
    environment: Environment = Environment.SANDBOX


class _Key(_Foreign):
    name: str
    kind: CredentialKind
    value: SecretStr
    id: _Text = ""
    workspace: _Text = ""
    environment: Environment = Environment.SANDBOX
    scopes: _Names = ()
    owner: _Text = ""
    owner_email: _Text = ""
    purpose: _Text = ""
    origins: _Names = ()
    created_at: datetime | None = None
    expires_at: datetime | None = None
    status: CredentialStatus = CredentialStatus.ACTIVE

    def credential(self) -> Credential:
        name = as_name(self.name) or self.id or "key"
        known = self.model_dump(exclude={"name", "scopes", "value", "owner", "owner_email"})
        return Credential(
            **known,
            name=name,
            owner=self.owner_email or self.owner,
            scopes=frozenset(self.scopes),
            secret=Secret(self.value.get_secret_value(), name=name),
        )


class Lent(_Foreign):
    """The workspace, and its credentials with a fresh value each."""

    lent_by: _Workspace = Field(alias="workspace")
    lent: tuple[_Key, ...] = Field(alias="keys")

    @property
    def workspace(self) -> Workspace:
        """The workspace as a session keeps it."""
        return Workspace(**self.lent_by.model_dump())

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """The credentials as a keyring keeps them."""
        return tuple(key.credential() for key in self.lent)


def read(answer: type[_Answer], text: str, *, place: str) -> _Answer:
    """
    Return the answer that *text* holds.

    Raises:
        SandboxError: it is not JSON, or not of that shape; no value of it is told.
    """
    try:
        return answer.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = "/".join(map(str, first["loc"]))
        raise SandboxError(
            f"what answers here is no sandbox of the playground ({where}: {first['msg']})",
            place=place,
            next_step="Mend the address, or give `document=` for another API.",
        ) from None
