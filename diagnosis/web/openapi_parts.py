"""Parts of the OpenAPI document, typed by the names that OpenAPI 3.1 gives them."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypeAlias, TypedDict

from marshmallow import Schema

Json: TypeAlias = "str | float | bool | Sequence[Json] | Mapping[str, Json] | None"
JsonObject = Mapping[str, Json]
"""A JSON object, as an example of a body is written."""


class JsonSchema(TypedDict, total=False):
    """A JSON Schema of a single value."""

    type: str
    format: str
    enum: list[str]
    pattern: str
    minimum: int
    maximum: int
    maxLength: int
    default: str | int
    examples: list[str]
    oneOf: list[type[Schema]]


ParameterPart = TypedDict(
    "ParameterPart",
    {
        "in": str,
        "name": str,
        "description": str,
        "required": bool,
        "schema": JsonSchema,
        "allowEmptyValue": NotRequired[bool],
    },
)
"""A query parameter or header of a request."""


class HeaderPart(TypedDict):
    """A header of an answer."""

    description: str
    schema: JsonSchema


SecurityPart = dict[str, list[str]]
"""A way to say who asks, with the roles that may and their scope."""


class ExamplePart(TypedDict):
    """An example of a body."""

    value: JsonObject


class MediaPart(TypedDict):
    """A body in one content type."""

    schema: type[Schema]
    examples: dict[str, ExamplePart]


class FilePart(TypedDict):
    """A body that is a file."""

    schema: JsonSchema


class BodyPart(TypedDict):
    """The body of a request, by content type."""

    required: bool
    content: Mapping[str, MediaPart | FilePart]


class AnswerPart(TypedDict):
    """An answer, as flask-smorest takes it."""

    description: str
    headers: dict[str, str]
    content_type: str
    schema: NotRequired[Schema | JsonSchema]
