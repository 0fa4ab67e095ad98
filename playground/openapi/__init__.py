"""An OpenAPI document, one operation at a time."""
