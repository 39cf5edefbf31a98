"""The paths of documents in the OpenAPI document."""

from data.commands.documents import NOTE, PAPER, TITLE
from data.document_words import DOCUMENT_KINDS, HOLDERS, STANDINGS, VALIDITY
from data.documents.files import LARGEST
from data.doors.openapi_parts import (
    KEYED,
    ONCE,
    OPEN,
    REGION,
    REPLAYED,
    SENDING,
    Part,
    any_of,
    body_of,
    door_of,
    file_of,
    in_path,
    json_of,
    problems,
    query,
    ref,
)
from data.doors.thing_files import XLSX
from data.queries.documents import SORTED
from data.view import LANGUAGES

TEXT: Part = {"type": "string"}
DAY: Part = {"type": "string", "format": "date"}
ROWS: Part = {"type": "array", "items": {"type": "object", "required": ["code", "title", "standing"]}}
LISTED: Part = {"type": "object", "required": ["region", "now", "total", "rows"], "properties": {"rows": ROWS}}
WHOLE: Part = {"type": "object", "required": ["code", "own", "standing", "versions", "grants", "reads", "moves"]}
DOCUMENT = in_path("code", {"type": "string", "pattern": "^Z[0-9]{8}-[0-9]{4,8}$", "examples": ["Z20240725-0001"]})
REFUSED = problems(*SENDING, 403, 404, 409, 422)
FILE: Part = {
    "required": True,
    "description": f"A PDF or a JPEG, PNG or WebP picture, at most {LARGEST >> 20} MB",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


def _listed(name: str, answer: Part) -> Part:
    return door_of(
        name,
        "Documents of the asker's departments in a region, and those granted to him, as the page lists them",
        {"200": answer, **problems(400, 401, 404, 503)},
        security=OPEN,
        parameters=[
            query("region", {"type": "string", "pattern": REGION}),
            query("state", any_of(STANDINGS), "how it stands to the asker"),
            query("kind", any_of(DOCUMENT_KINDS)),
            query("holder", any_of(HOLDERS), "whose file it belongs to"),
            query("valid", any_of(VALIDITY), "of licences"),
            query("text", TEXT, "a part of the title, or a whole code"),
            query("sort", any_of([*SORTED, *(f"-{one}" for one in SORTED)])),
            query("lang", any_of(LANGUAGES, empty=False)),
        ],
    )


def _post(name: str, about: str, body: Part, status: str, *parameters: Part) -> Part:
    return door_of(
        name,
        about,
        {status: json_of(WHOLE, headers=REPLAYED), **REFUSED},
        security=KEYED,
        parameters=[*parameters, ONCE],
        requestBody=body,
    )


NEW = [
    query("name", TEXT, "of the file"),
    query("title", {"type": "string", "maxLength": TITLE}),
    query("kind", any_of(DOCUMENT_KINDS)),
    query("agency", TEXT, "the department in whose name it is brought"),
    query("region", {"type": "string", "pattern": REGION}),
    query("clearance", any_of(("0", "1", "2"), empty=False), "from which it is seen"),
    query("subject", TEXT, "with record: a record of the ledgers, a thing (its register) or a region it tells of"),
    query("record", TEXT),
    query("paper", {"type": "string", "maxLength": PAPER}, "of a licence: its number"),
    query("issuer", {"type": "string", "maxLength": PAPER}),
    query("issued", DAY),
    query("ends", DAY, "its last day; none: for ever"),
]
ONE = door_of(
    "getDocument",
    "A document and its versions; for its own department also grants, reads, and when it was taken down",
    {"200": json_of(WHOLE), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[DOCUMENT],
)
DOCUMENT_PATHS: dict[str, Part] = {
    "/api/v1/documents.json": {"get": _listed("documentsJson", json_of(LISTED))},
    "/api/v1/documents.csv": {"get": _listed("documentsCsv", file_of("text/csv"))},
    "/api/v1/documents.xlsx": {"get": _listed("documentsXlsx", file_of(XLSX))},
    "/api/v1/documents": {"post": _post("bringDocument", "Bring a document", FILE, "201", *NEW)},
    "/api/v1/documents/{code}": {"get": ONE},
    "/api/v1/documents/{code}/versions": {
        "post": _post(
            "renewDocument",
            "Bring a newer version",
            FILE,
            "201",
            DOCUMENT,
            query("name", TEXT, "of the file"),
            query("note", {"type": "string", "maxLength": NOTE}, "what is new"),
        )
    },
    "/api/v1/documents/{code}/grants": {
        "post": _post(
            "grantDocument", "Let a department or an account read it", body_of(ref("NewGrant")), "201", DOCUMENT
        )
    },
    "/api/v1/documents/{code}/moves": {
        "post": _post(
            "moveDocument", "End a grant, take it down, put it back", body_of(ref("DocumentMove")), "200", DOCUMENT
        )
    },
}
