"""What a server's administrator can set: `c.SaveGuard.…` in `jupyter_server_config.py`."""

import os
from pathlib import Path

from traitlets import Float, Unicode
from traitlets.config import Configurable

from playground.server.guarded import SaveGuard as Guard
from playground.server.judging import PolicyJudge
from playground.server.scanners import ScanningJudge

__all__ = ["SaveGuard"]

_TO_START = 15.0  # what it may take to start a process for a scan, on a busy machine


class SaveGuard(Configurable):
    """The guard's settings; its policy can only be tightened, here as everywhere."""

    seconds = Float(30.0, help="How long one save may be looked at before it is refused.").tag(
        config=True
    )
    policy_file = Unicode("", help="A policy that tightens the default one for everybody.").tag(
        config=True
    )

    def guard(self, *, root: Path) -> Guard:
        """Return the guard of a server whose files lie in *root*."""
        file = Path(self.policy_file) if self.policy_file else None
        if os.name != "posix":
            return Guard(PolicyJudge(root=root, policy_file=file), seconds=self.seconds)
        judge = ScanningJudge(root=root, policy_file=file, seconds=self.seconds)
        judge.warm()
        return Guard(judge, seconds=self.seconds + _TO_START)
