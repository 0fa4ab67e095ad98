"""The shipped document is valid, complete, and says what is documented and what is inferred."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from openapi_spec_validator import validate
import pytest

from playground.openapi import linquid
from playground.openapi.parse import parse
from playground.openapi.pointer import join

ROOT = linquid().root
MARKS = ("documented", "inferred")
CONSTRAINTS = frozenset(
    {"additionalProperties", "anyOf", "const", "exclusiveMinimum", "maxItems", "maxLength"}
    | {"maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "pattern"}
    | {"uniqueItems"}
)
IDS = """
    createLink listLinks getLink updateLink deleteLink getLinkStats getLinkByExternalId upsertLink
    transferLink listRules createRule getRule updateRule patchRule deleteRule listCampaigns
    createCampaign getCampaign updateCampaign listDomains addDomain verifyDomain deleteDomain
    getWorkspaceOverview getWorkspaceTimeseries recordPostback recordServerConversion
    attributeInstall attributeInstallByHash checkDeepLinkClick
    getWorkspaceRegions getWorkspaceContinents getWorkspaceDevices getWorkspaceTriggers
    getWorkspaceTopFolders getWorkspaceTopTags getCampaignRanking getWorkspaceBudgets
    getWorkspaceCounters getWorkspaceCities getWorkspaceCoordinates getLinkSummary
    getLinkTimeseries getLinkCountries getLinkCities getLinkRegions getLinkContinents
    getLinkCoordinates getLinkDevices getLinkReferrers getLinkTriggers getLinkRuleFigures
    getRuleConditionFigures getLinkTrafficFlow getLinkClickPaths
    getUnifiedOverview listConversionDetails getLeads getLeadsTimeseries getLeadsBreakdown
    getSales getSalesTimeseries getSalesBreakdown getComposite getFunnel getLiveEvents
    getLiveStats openLiveStream runAnalyticsBatch exportAnalytics getAuditLog getEmbedData
    getAnalytics getLinkAnalytics listClicks
    listCustomers countCustomers getCustomer upsertCustomer updateCustomer deleteCustomer
    getCustomerCohorts getCustomerLtvCohorts recalculateCustomerLtv getCustomerJourney
    getCustomerAttribution
    listWorkspaces createWorkspace getWorkspace
    updateWorkspace deleteWorkspace listApiKeys createApiKey updateApiKey deleteApiKey
    trackConversion listMembers inviteMember updateMember removeMember transferOwnership
    listPendingInvitations acceptInvitation withdrawInvitation getWorkspaceUsage
    listPlans getBilling subscribe changePlan cancelSubscription reactivateSubscription
    getBillingPortal addCredits listCreditPackages listTransactions getAutoRecharge
    updateAutoRecharge setPaymentMethod getBillingUsage getUsageHistory listBillingHistory
    getWorkspaceBilling
    createQrCode createLinkQrCode listLinkQrCodes getQrCode updateQrCode deleteQrCode getQrScans
    listWebhooks createWebhook getWebhook updateWebhook deleteWebhook testWebhook enableWebhook
    listWebhookDeliveries listLinkWebhooks createLinkWebhook getLinkWebhook updateLinkWebhook
    deleteLinkWebhook testLinkWebhook listLinkWebhookDeliveries getLinkWebhookDelivery
    redeliverLinkWebhook rotateLinkWebhookSecret listAutomations createAutomation getAutomation
    updateAutomation deleteAutomation testAutomation listAutomationDeliveries listAutomationEvents
    rotateApiKey listPublishableKeys createPublishableKey deletePublishableKey
    togglePublishableKey rotatePublishableKey
    listOAuthApps createOAuthApp getOAuthApp updateOAuthApp deleteOAuthApp rotateOAuthAppSecret
    beginAuthorization submitConsent exchangeToken introspectToken revokeToken getUserInfo
    getAuthorizationServerMetadata
    validateBulkCreate validateBulkUpdate validateBulkDelete startBulkCreate startBulkUpdate
    startBulkDelete listBulkOperations getBulkOperation cancelBulkOperation runBulkCreate
    runBulkUpdate runBulkDelete exportLinks listImportProviders beginImportAuthorization
    finishImportAuthorization startImport listImportJobs getImportJob cancelImportJob importCsv
    startExport listExports getExport downloadExport
    receiveStripeEvent receiveShopifyEvent receiveHubSpotEvents receiveHubSpotInstallationEvents
    receiveSlackEvent receiveSlackCommand receiveSlackNotification subscribeZapier unsubscribeZapier
    getZapierSample listZapierLinks listZapierCampaigns listZapierEvents testZapier
    createSamlConnection listSamlConnections updateSamlConnection deleteSamlConnection enforceSaml
    getSamlMetadata checkSaml beginSamlLogin finishSamlLogin beginSamlLogout finishSamlLogout
    finishSamlLogoutByQuery
"""
SIGNED = {o.id for o in linquid().operations.values() if "x-provider" in o.extensions}
SIGN_ON = ["getSamlMetadata", "checkSaml", "beginSamlLogin", "finishSamlLogin", "beginSamlLogout"]
SIGN_OFF = {"finishSamlLogout", "finishSamlLogoutByQuery"}
PUBLIC = {"recordServerConversion", "finishImportAuthorization", *SIGNED, *SIGN_ON, *SIGN_OFF}
BY_FORM = {"finishSamlLogin", "finishSamlLogout"}
SESSION_ONLY = ("/api/workspaces", "/api/billing", "/api/saml/connections", "/api/saml/enforce")
OWN_SECURITY = {o.id for o in linquid().operations.values() if "x-own-security" in o.extensions}
SCOPES: Mapping[str, Any] = parse(
    files("playground").joinpath("linquid", "scopes.yaml").read_text("utf-8")
)


def fields(node: Any, where: tuple[str | int, ...] = ()) -> Iterator[tuple[str, Any]]:
    """
    Yield each operation, parameter, header, component schema and property, with its pointer.

    What stands under a condition tells more of a field that is told elsewhere.
    """
    if isinstance(node, list):
        for index, entry in enumerate(node):
            yield from fields(entry, (*where, index))
    if not isinstance(node, Mapping):
        return
    if is_marked_place(where) and ("$ref" not in node or where[-2] == "properties"):
        yield join(where), node
    for key, entry in node.items():
        if key not in ("example", "examples", "default", "if", "then"):
            yield from fields(entry, (*where, key))


def is_marked_place(where: tuple[str | int, ...]) -> bool:
    """Whether what stands *where* must say where it comes from."""
    if len(where) < 2:
        return False
    is_operation = len(where) == 3 and where[0] == "paths"
    is_component = len(where) == 3 and where[0] == "components"
    return is_operation or is_component or where[-2] in ("properties", "parameters")


FIELDS = dict(fields(ROOT))


def test_is_valid_openapi() -> None:
    """The document is a valid OpenAPI 3.1 document."""
    validate(ROOT)


def test_operations() -> None:
    """The operations of this version are there, and none can only partly be read."""
    operations = linquid().operations
    assert set(operations) == set(IDS.split())
    assert not [o.id for o in operations.values() if o.warnings]
    assert not linquid().warnings


@pytest.mark.parametrize("pointer", FIELDS)
def test_everything_says_where_it_comes_from(pointer: str) -> None:
    """Each operation and field is documented or inferred, and what is inferred says why."""
    node = FIELDS[pointer]
    assert node.get("x-provenance") in MARKS, pointer
    if node["x-provenance"] == "inferred":
        assert node["x-reason"].endswith(".")
        assert "\n" not in node["x-reason"].strip()


def test_the_sweep_reaches_every_kind_of_place() -> None:
    """The test before this one would see an operation, a parameter, a header and a field."""
    wanted = [
        "/paths/~1api~1links/get",
        "/components/parameters/Page",
        "/components/headers/X-Accepted-Scopes",
        "/components/schemas/Link/properties/shortCode",
        "/components/schemas/Error/properties/error/properties/code",
    ]
    assert set(wanted) <= FIELDS.keys()


def test_assumed_constraints_are_told_apart() -> None:
    """A constraint of a published field is assumed, and `x-inferred` says so."""
    for pointer, node in FIELDS.items():
        named = set(node.get("x-inferred", ()))
        assert named <= node.keys(), pointer
        if node["x-provenance"] == "documented" and "/properties/" in pointer:
            assert (CONSTRAINTS & node.keys()) - {"minimum", "maximum"} <= named, pointer


def test_fields_are_described() -> None:
    """Each field and parameter has a description for the one who fills it in."""
    silent = [
        pointer
        for pointer, node in FIELDS.items()
        if not node.get("description", node.get("summary", "")).endswith(".")
    ]
    assert not silent


def test_every_operation_is_guarded() -> None:
    """Each operation asks for a credential, and says of each alternative where it comes from."""
    for operation in linquid().operations.values():
        is_guarded = bool(operation.security)
        assert is_guarded is (operation.id not in PUBLIC) or operation.id in OWN_SECURITY
        assert () not in operation.security
        marks = operation.extensions["x-security-provenance"]
        assert len(marks) == len(operation.security)
        assert set(marks) <= set(MARKS)


def test_the_provider_alone_has_security_of_its_own() -> None:
    """What the gate does not judge is the provider's, and says how it is protected."""
    paths = {linquid().operations[name].path for name in OWN_SECURITY}
    assert {path.rpartition("/")[0] for path in paths} == {"/api/oauth", "/.well-known"}
    assert all(linquid().operations[name].extensions["x-own-security"] for name in OWN_SECURITY)


def test_every_scope_is_in_the_vocabulary() -> None:
    """Operations ask only for scopes that exist, and that their scheme can hold."""
    holders = {"workspaceKey": "workspace_key", "oauth2": "oauth_token", "session": "session"}
    for operation in linquid().operations.values():
        for requirement in (r for alternative in operation.security for r in alternative):
            for scope in requirement.scopes:
                assert holders[requirement.scheme] in SCOPES["scopes"][scope]["holders"]


def test_both_generations_open_the_same_door() -> None:
    """A link is created with the older scope or with the newer permission."""
    found = linquid().operations["createLink"].security
    keys = {r.scopes for alternative in found for r in alternative if r.scheme == "workspaceKey"}
    assert keys == {("links:write",), ("links:create",)}


def test_session_only_operations_take_no_key() -> None:
    """Workspaces, members, keys and bills are managed by people who are signed in."""
    for operation in linquid().operations.values():
        schemes = {r.scheme for alternative in operation.security for r in alternative}
        assert (schemes == {"session"}) is operation.path.startswith(SESSION_ONLY)


def test_extensions_name_things_that_exist() -> None:
    """Roles, features and limits that operations name are in the vocabulary."""
    limits = SCOPES["plans"]["starter"]["limits"]
    for operation in linquid().operations.values():
        extensions = operation.extensions
        assert extensions.get("x-required-role", "owner") in SCOPES["roles"]
        assert extensions.get("x-plan-feature", "api_access") in SCOPES["features"]
        assert extensions.get("x-plan-limit", "links") in limits


def test_answers_declare_the_refusals() -> None:
    """Each operation declares 401, 403 and 429, and 400 where something can be wrong."""
    for operation in linquid().operations.values():
        statuses = {response.status for response in operation.responses}
        assert {"401", "403", "429"} <= statuses or operation.id in PUBLIC | OWN_SECURITY
        assert "400" in statuses or not (operation.body or operation.parameters)


def test_bodies_refuse_unknown_fields() -> None:
    """A field that an operation does not know is refused, not ignored."""
    for operation in linquid().operations.values():
        if operation.body and operation.id not in OWN_SECURITY | SIGNED | BY_FORM:
            schema = operation.body.content["application/json"]
            assert isinstance(schema, Mapping)
            assert schema["additionalProperties"] is False


def test_key_scopes_are_those_that_keys_can_hold() -> None:
    """The scopes offered for a new key are those that a key can hold."""
    offered = ROOT["components"]["schemas"]["KeyScopes"]["items"]["enum"]
    held = [n for n, scope in SCOPES["scopes"].items() if "workspace_key" in scope["holders"]]
    assert offered == held
    flow = ROOT["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"]
    assert list(flow["scopes"]) == held
