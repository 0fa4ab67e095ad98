"""Keys of clouds, hosts and the services that run software."""

from tests.planting.kind import from_templates

__all__ = ["KINDS"]

KINDS = from_templates(
    {
        "aws-access-key": "AKIA{b32:16}",
        "aws-bedrock": "ABSK{b64:129}==",
        "google-api-key": "AIza{u64:35}",
        "google-oauth-secret": "GOCSPX-{u64:28}",
        "azure-storage": (
            "DefaultEndpointsProtocol=https;AccountName=store7;AccountKey={b64:86}=="
            ";EndpointSuffix=core.windows.net"
        ),
        "azure-client-secret": "{a62:3}8Q~{a62:34}",
        "azure-devops": "{a62:76}AZDO{a62:4}",
        "digitalocean": "dop_v1_{hex:64}",
        "cloudflare-origin": "v1.0-{hex:24}-{hex:146}",
        "heroku": "HRKU-AA{u64:58}",
        "flyio": "fo1_{a62:43}",
        "netlify": "nfp_{a62:36}",
        "render": "rnd_{a62:32}",
        "alibaba": "LTAI{a62:20}",
        "databricks": "dapi{hex:32}",
        "hashicorp-vault": "hvs.{u64:90}",
        "terraform-cloud": "{a62:14}.atlasv1.{u64:67}",
        "pulumi": "pul-{hex:40}",
        "doppler": "dp.pt.{a62:43}",
        "planetscale": "pscale_tkn_{u64:43}",
        "supabase": "sbp_{hex:40}",
        "neon": "napi_{a36:64}",
        "tailscale": "tskey-auth-{a62:11}CNTRL-{a62:32}",
        "grafana": "glsa_{a62:32}_{hex:8}",
        "newrelic": "NRAK-{A36:27}",
        "dynatrace": "dt0c01.{b32:24}.{b32:64}",
        "sentry-user": "sntryu_{hex:64}",
        "openshift": "sha256~{u64:43}",
    }
) + from_templates({"aws-temporary-key": "ASIA{b32:16}"}, expected="warn")
