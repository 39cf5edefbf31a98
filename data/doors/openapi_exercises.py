"""The paths of exercises in the OpenAPI document."""

from data.doors.openapi_parts import MOMENT, OPEN, Part, any_of, door_of, file_of, in_path, json_of, problems, query
from data.exercise.words import STATES
from data.view import LANGUAGES

TEXT: Part = {"type": "string"}
STANDS: Part = {
    "type": "object",
    "required": ["code", "name", "begins", "ends", "now", "speed", "state"],
    "properties": {
        **dict.fromkeys(("code", "name", "exercise"), TEXT),
        **dict.fromkeys(("begins", "ends", "now"), MOMENT),
        "speed": {"type": "number", "minimum": 1},
        "state": any_of(STATES, empty=False),
    },
}
HERE = door_of(
    "readExercise",
    "The exercise that this server plays; 404 in the city",
    {"200": json_of(STANDS), **problems(400, 404, 503)},
    security=OPEN,
)
REVIEW = door_of(
    "exportReview",
    "The review of an exercise as CSV",
    {"200": file_of("text/csv"), **problems(400, 404, 503)},
    security=OPEN,
    parameters=[
        in_path("code", {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$", "examples": ["gaemi-2024"]}),
        query("lang", any_of(LANGUAGES, empty=False)),
    ],
)
EXERCISE_PATHS: dict[str, Part] = {
    "/api/v1/exercise": {"get": HERE},
    "/api/v1/exercises/{code}/review.csv": {"get": REVIEW},
}
