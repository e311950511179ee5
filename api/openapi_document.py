"""The API's document, with what no view says of itself: problem documents, headers of every answer, and examples.

Every operation can answer 422, as query parameters that it does not have are refused; one with a token 401, 403 and 429, one
with a path parameter 404, one that changes something 409, one with a body 411, 413 and 415. 202 is of a sync that follows, with
its address in `Location`. A view adds a status of its own by `openapi_extra={"responses": {410: {}}}`.
"""

from __future__ import annotations

from http import HTTPStatus
from itertools import chain
from typing import Any

from ninja import NinjaAPI, Schema
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from api.authentication import BearerToken
from api.events.examples import EXAMPLES as OF_EVENTS
from api.examples import Example
from api.exports.examples import EXAMPLES as OF_EXPORTS
from api.links import links_to
from api.me.examples import EXAMPLES as OF_ME
from api.missing.examples import EXAMPLES as OF_MISSING
from api.problem_documents import CONTENT_TYPE
from api.problem_types.examples import EXAMPLES as OF_PROBLEM_TYPES
from api.problem_types.schemas import ProblemDocument
from api.sheet.examples import EXAMPLES as OF_SHEET
from api.smart_sheets.examples import EXAMPLES as OF_SMART_SHEETS
from api.stats.examples import EXAMPLES as OF_STATS
from api.syncs.examples import EXAMPLES as OF_SYNCS
from api.tracks.examples import EXAMPLES as OF_TRACKS
from api.webhooks.examples import EXAMPLES as OF_WEBHOOKS
from api.webhooks.messages import SCHEMAS as MESSAGE_SCHEMAS
from api.webhooks.messages import webhooks_of_document

EXAMPLES: dict[str, Example] = (
    OF_ME
    | OF_SYNCS
    | OF_TRACKS
    | OF_EXPORTS
    | OF_EVENTS
    | OF_SHEET
    | OF_SMART_SHEETS
    | OF_MISSING
    | OF_STATS
    | OF_WEBHOOKS
    | OF_PROBLEM_TYPES
)

TEXT = {"schema": {"type": "string"}}
LOCATION = {"Location": TEXT | {"required": True}}
SECONDS = {"schema": {"type": "integer", "minimum": 1}}
# None while requests cannot be counted.
_HEADERS_OF_LIMITS = {"RateLimit": TEXT, "RateLimit-Policy": TEXT}
_HEADERS_OF_PROBLEMS: dict[int, dict[str, Any]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": TEXT | {"required": True}},
    HTTPStatus.FORBIDDEN: {"WWW-Authenticate": TEXT | {"required": True}},
    HTTPStatus.TOO_MANY_REQUESTS: _HEADERS_OF_LIMITS | {"Retry-After": SECONDS | {"required": True}},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": SECONDS},
}


class ApiDocument(OpenAPISchema):
    """What ninja makes of the views, completed."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        self["webhooks"] = webhooks_of_document()

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        """Returns an operation with its scope, every status that it can answer, and its example."""
        details: dict[str, Any] = super().operation_details(operation)
        for scheme in details.get("security", ()):
            for scope in chain(*scheme.values()):
                details["description"] += f"\n\nThe token needs the scope `{scope}`."
        responses = details["responses"]
        for response in responses.values():
            if "security" in details and "content" in response:
                response["headers"] = _HEADERS_OF_LIMITS | response.get("headers", {})
        if HTTPStatus.ACCEPTED in responses:
            _point_to_the_sync(responses[HTTPStatus.ACCEPTED])
        if details["operationId"] == "start_sync":
            _point_to_the_sync(responses[HTTPStatus.OK])
        for status in _refusals(details, is_change=operation.methods != ["GET"]):
            responses.setdefault(status, {})
        for status, response in responses.items():
            if status >= HTTPStatus.BAD_REQUEST and "content" not in response:
                response.update(self._problem(HTTPStatus(status)) | response)
        if example := EXAMPLES.get(details["operationId"]):
            _show(example, details)
        return details

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        """Returns the scope that an operation asks for: OpenAPI 3.1 lets bearer tokens have roles here."""
        # Called for the scheme as well, which it puts among the components.
        super().operation_security(operation)
        tokens = [one for one in operation.auth_callbacks if isinstance(one, BearerToken)]
        return [{BearerToken.__name__: [one.scope.value]} for one in tokens] or None

    def get_components(self) -> dict[str, Any]:
        """Returns the schemas by name, and those that no view names: of every refusal, and of messages to webhooks."""
        models: list[type[Schema]] = [ProblemDocument, *MESSAGE_SCHEMAS.values()]
        for model in models:
            schema = model.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
            self.add_schema_definitions(schema.pop("$defs", {}) | {model.__name__: schema})
        components: dict[str, Any] = super().get_components()
        return components

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Raises `ValueError` for two schemas of one name, of which ninja would show only the last."""
        for name, definition in definitions.items():
            if self.schemas.get(name, definition) != definition:
                raise ValueError(f"The API's document has two schemas of the name {name}.")
        super().add_schema_definitions(definitions)

    def _problem(self, status: HTTPStatus) -> dict[str, Any]:
        schema = {"$ref": REF_TEMPLATE.format(model=ProblemDocument.__name__)}
        return {
            "description": status.phrase,
            "headers": _HEADERS_OF_PROBLEMS.get(status, {}),
            "content": {CONTENT_TYPE: {"schema": schema}},
        }


class DocumentedApi(NinjaAPI):
    """An API whose operations are named as their views are."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Returns the name that generated clients give the operation."""
        name: str = operation.view_func.__name__
        return name

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Returns the document."""
        return ApiDocument(
            self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        )


def _refusals(details: dict[str, Any], *, is_change: bool) -> list[int]:
    """Returns the statuses of problems that the form of an operation allows."""
    places = {parameter["in"] for parameter in details["parameters"]}
    has_token, has_body = "security" in details, "requestBody" in details
    allowed = {
        HTTPStatus.BAD_REQUEST: True,
        HTTPStatus.UNAUTHORIZED: has_token,
        HTTPStatus.FORBIDDEN: has_token,
        HTTPStatus.NOT_FOUND: "path" in places,
        HTTPStatus.CONFLICT: is_change,
        HTTPStatus.LENGTH_REQUIRED: has_body,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: has_body,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: has_body,
        HTTPStatus.UNPROCESSABLE_ENTITY: True,
        HTTPStatus.TOO_MANY_REQUESTS: has_token,
        HTTPStatus.INTERNAL_SERVER_ERROR: True,
        HTTPStatus.SERVICE_UNAVAILABLE: True,
    }
    return [status.value for status, is_allowed in allowed.items() if is_allowed]


def _point_to_the_sync(response: dict[str, Any]) -> None:
    """Says of an answer 202 how the sync that it tells of is followed."""
    ((_, content),) = response["content"].items()
    place = "/id" if content["schema"] == {"$ref": REF_TEMPLATE.format(model="Sync")} else "/sync/id"
    response["headers"] = LOCATION | response["headers"]
    response["links"] = links_to("get_sync", sync_id=f"$response.body#{place}")


def _show(example: Example, details: dict[str, Any]) -> None:
    for parameter in details["parameters"]:
        if parameter["name"] in example.parameters:
            parameter["example"] = example.parameters[parameter["name"]]
    if example.body is not None:
        for content in details["requestBody"]["content"].values():
            content["example"] = example.body
    for content in details["responses"][example.status].get("content", {}).values():
        content["example"] = example.answer
