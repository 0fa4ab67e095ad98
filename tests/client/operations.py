"""Operations for tests, written as a document so that they are read as any other."""

from playground.openapi import Document, load

__all__ = ["DOCUMENT", "document"]

DOCUMENT = """
openapi: 3.1.0
info: {title: Tests, version: "1"}
components:
  securitySchemes:
    workspaceKey: {type: apiKey, in: header, name: X-API-Key}
    queryKey: {type: apiKey, in: query, name: api_key}
    cookieKey: {type: apiKey, in: cookie, name: sid}
    basic: {type: http, scheme: basic}
    bearer: {type: http, scheme: bearer}
paths:
  /links:
    post:
      operationId: createLink
      security: [{workspaceKey: [links:create]}]
      requestBody:
        content: {application/json: {schema: {type: object}}}
      responses: {"201": {description: made}}
    get:
      operationId: listLinks
      parameters:
        - {name: search, in: query, schema: {type: string}}
      security: [{workspaceKey: [links:read]}]
      responses: {"200": {description: all}}
  /query: {get: {operationId: byQuery, security: [{queryKey: []}], responses: {}}}
  /cookie: {get: {operationId: byCookie, security: [{cookieKey: []}], responses: {}}}
  /basic: {get: {operationId: byBasic, security: [{basic: []}], responses: {}}}
  /bearer: {get: {operationId: byBearer, security: [{bearer: []}], responses: {}}}
  /public: {get: {operationId: byNothing, security: [], responses: {}}}
"""


def document() -> Document:
    """Return the document above."""
    return load(DOCUMENT)
