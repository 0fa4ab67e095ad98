"""Find, judge and redact keys; knows nothing of HTTP, OpenAPI or servers."""
