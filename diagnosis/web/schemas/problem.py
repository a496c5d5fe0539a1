"""The one shape of an error."""

from marshmallow import Schema, fields


class FaultSchema(Schema):
    """One fault of the caller's input."""

    pointer = fields.String(
        required=True,
        metadata={"description": "JSON Pointer into the body, or `/name` of a parameter."},
    )
    code = fields.String(required=True, metadata={"example": "unknown-item"})
    message = fields.String(required=True)


class ProblemSchema(Schema):
    """An error (RFC 9457)."""

    type = fields.String(required=True, metadata={"example": "urn:diagnosis:problem:faulty-input"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(
        fields.Nested(FaultSchema),
        required=True,
        metadata={"description": "Each fault of the request; of very many the first hundred."},
    )
    more = fields.Integer(
        metadata={"description": "How many faults there are that `errors` does not list."}
    )
    incident = fields.String(metadata={"description": "Given with a 500 only."})
