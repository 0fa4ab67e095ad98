"""Which packages ship many real notebooks: pinned source distributions, Debian's documentation."""

from dataclasses import dataclass

__all__ = ["DEBIAN", "PYPI", "SAMPLE", "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One package, with the notebooks that it shipped when it was chosen (count, MB)."""

    name: str
    version: str = ""
    notebooks: int
    megabytes: float


# 620 notebooks, 145 MB, about half of it pictures.
PYPI = (
    Source(name="bambi", version="0.17.2", notebooks=39, megabytes=60.4),
    Source(name="emcee", version="3.1.6", notebooks=6, megabytes=2.8),
    Source(name="esda", version="2.9.0", notebooks=13, megabytes=12.3),
    Source(name="holoviews", version="1.23.2", notebooks=308, megabytes=1.7),
    Source(name="hvplot", version="0.12.2", notebooks=120, megabytes=0.8),
    Source(name="momepy", version="0.11.0", notebooks=24, megabytes=41.9),
    Source(name="nbconvert", version="7.17.2", notebooks=24, megabytes=0.4),
    Source(name="sktime", version="1.2.0", notebooks=86, megabytes=25.1),
)
# Quickly fetched and scanned: what `make test` takes of them.
SAMPLE = tuple(source for source in PYPI if source.name in {"emcee", "hvplot", "nbconvert"})
# More of them where the machine is a Debian: its release pins the version.
DEBIAN = (
    Source(name="python-ipyparallel-doc", notebooks=19, megabytes=3.2),
    Source(name="python-pomegranate-doc", notebooks=28, megabytes=7.7),
    Source(name="python-sklearn-doc", notebooks=285, megabytes=2.0),
    Source(name="python-statsmodels-doc", notebooks=117, megabytes=18.3),
)
