"""Keys of the services that run models."""

from tests.planting.kind import from_templates

__all__ = ["KINDS"]

KINDS = from_templates(
    {
        "openai-old": "sk-{a62:20}T3BlbkFJ{a62:20}",
        "openai-project": "sk-proj-{u64:74}T3BlbkFJ{u64:74}",
        "openai-service": "sk-svcacct-{u64:58}T3BlbkFJ{u64:58}",
        "anthropic": "sk-ant-api03-{u64:93}AA",
        "anthropic-admin": "sk-ant-admin01-{u64:93}AA",
        "hugging-face": "hf_{abc:34}",
        "replicate": "r8_{a62:37}",
        "groq": "gsk_{a62:52}",
        "perplexity": "pplx-{a62:48}",
        "xai": "xai-{a62:80}",
        "openrouter": "sk-or-v1-{hex:64}",
        "langsmith": "lsv2_pt_{hex:32}_{hex:10}",
        "pinecone": "pcsk_{a62:5}_{a62:63}",
        "nvidia": "nvapi-{u64:64}",
        "elevenlabs": "sk_{hex:48}",
    }
)
