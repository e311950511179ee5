"""Links in the API's document: which operations go on with what an answer holds.

Clients that follow the document from answer to answer find their way by them. https://spec.openapis.org/oas/v3.1.0#link-object
"""

from __future__ import annotations

from typing import Any


def links_to(*operations: str, **parameters: str) -> dict[str, Any]:
    """Returns links to operations, by their names, which all take these parameters.

    links_to("get_sync", sync_id="$response.body#/items/0/id")
    """
    return {name: {"operationId": name, "parameters": parameters} for name in operations}
