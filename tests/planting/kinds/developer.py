"""Keys of the tools that developers build, test and publish with."""

from tests.planting.kind import from_templates

__all__ = ["KINDS"]

KINDS = from_templates(
    {
        "github-classic": "ghp_{a62:30}{crc:6}",
        "github-oauth": "gho_{a62:30}{crc:6}",
        "github-refresh": "ghr_{a62:30}{crc:6}",
        "github-fine-grained": "github_pat_{a62:22}_{a62:59}",
        "gitlab": "glpat-{u64:20}",
        "gitlab-deploy": "gldt-{u64:20}",
        "gitlab-runner": "glrt-{u64:20}",
        "npm": "npm_{a62:30}{crc:6}",
        "pypi": "pypi-AgEIcHlwaS5vcmc{u64:160}",
        "rubygems": "rubygems_{hex:48}",
        "crates-io": "cio{a62:32}",
        "nuget": "oy2{a36:43}",
        "clojars": "CLOJARS_{hex:60}",
        "docker-hub": "dckr_pat_{u64:27}",
        "artifactory": "AKCp{a62:69}",
        "buildkite": "bkua_{hex:40}",
        "circleci": "CCIPAT_{a62:22}_{hex:40}",
        "sonar": "sqp_{hex:40}",
        "sourcegraph": "sgp_{hex:16}_{hex:40}",
        "postman": "PMAK-{hex:24}-{hex:34}",
        "readme": "rdme_{a36:70}",
        "atlassian": "ATATT3{u64:186}",
        "linear": "lin_api_{a62:40}",
        "notion": "ntn_{dig:11}{a62:35}",
        "figma": "figd_{u64:40}",
        "airtable": "pat{a62:14}.{hex:64}",
        "typeform": "tfp_{u64:44}_{a62:14}",
        "contentful": "CFPAT-{u64:43}",
        "prefect": "pnu_{a36:36}",
        "age": "AGE-SECRET-KEY-1{bech:58}",
    }
) + from_templates(
    # An installation's token ends after one hour: GitHub's docs, "Generating an installation
    # access token for a GitHub App".
    {"github-app": "ghs_{a62:30}{crc:6}"},
    expected="warn",
)
