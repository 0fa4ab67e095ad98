"""What nbconvert runs before it exports a notebook: no key gets into a page, slides or a script."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, from_dict
from traitlets import Unicode

from playground.guard import Catalogue, Policy, Scope, findings_in_text, judge, redact_bytes
from playground.guard.knownfiles import with_told
from playground.guard.png import text_chunks, without_text_chunks
from playground.guard.redaction import redact_notebook

__all__ = ["RedactKeys"]

_PNG = ".png"


class RedactKeys(Preprocessor):
    """
    Replaces keys as `playground redact` does; the notebook's own file is left as it is.

    `jupyter nbconvert --to html --Exporter.preprocessors=playground.nbconvert.RedactKeys a.ipynb`,
    or `c.Exporter.preprocessors = ["playground.nbconvert.RedactKeys"]` in a configuration file.
    Whatever goes wrong in it stops the export.
    """

    policy_file = Unicode("", help="A TOML file that tightens the policy.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """
        Return *nb*, and the files that other preprocessors took out of it, without their keys.

        Raises:
            NotebookError: a key cannot be taken out.
            PolicyError: a policy cannot be read, or loosens a rule.
            KindError: a kind of the user's own fails its proof.
        """
        scope = self._scope(resources)
        redaction = redact_notebook(nb, scope.catalogue, policy=scope.policy)
        files = resources.get("outputs") or {}
        for name in files:
            files[name] = _redacted_file(name, files[name], scope)
        count = len(redaction.names)
        if count:
            self.log.warning("%s redacted", "1 key is" if count == 1 else f"{count} keys are")
        return from_dict(redaction.notebook), resources  # type: ignore[no-untyped-call]

    def _scope(self, resources: Any) -> Scope:
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        file = Path(self.policy_file) if self.policy_file else None
        policy = Policy.load(folder, file=file)
        catalogue = with_told(Catalogue.load(extra=policy.kinds))
        policy.check(catalogue.codes)
        return Scope(catalogue=catalogue, policy=policy)


def _redacted_file(name: str, content: bytes, scope: Scope) -> bytes:
    if not name.endswith(_PNG):
        return redact_bytes(content, scope, path=name)
    text, _ = text_chunks(b64encode(content).decode())
    verdict = judge(findings_in_text(text, scope.catalogue), scope.policy)
    return without_text_chunks(content) if verdict.banned or verdict.warned else content
