"""The one shape of an error."""

from marshmallow import Schema, fields

from diagnosis.web.schemas.shapes import listed, must, sometimes


class FaultSchema(Schema):
    """One fault of the caller's input. 一处错误。"""

    pointer = must(
        fields.String,
        "Where it is: a JSON Pointer (RFC 6901) into the body, or `/name` of a parameter or "
        "header; empty for the whole body.",
        examples=["/answers/ai-plan"],
    )
    code = must(
        fields.String,
        "What is wrong, for programs; api_spec/errors.md lists all codes.",
        examples=["unknown-item"],
    )
    message = must(fields.String, "What is wrong and how to mend it, for people.")


class ProblemSchema(Schema):
    """An error (RFC 9457). 错误。"""

    type = must(
        fields.String,
        "Kind of problem, a URN that ends in its code; api_spec/errors.md lists all.",
        format="uri",
        examples=["urn:diagnosis:problem:faulty-input"],
    )
    title = must(fields.String, "The kind of problem in a few words.")
    status = must(fields.Integer, "HTTP status, the number of the answer.", minimum=400)
    detail = must(fields.String, "What happened and what to do, for people.")
    errors = listed(FaultSchema, "Each fault of the request, of very many the first hundred.")
    more = sometimes(
        fields.Integer, "How many faults there are that `errors` does not list.", minimum=1
    )
    incident = sometimes(
        fields.String, "With a 500 alone: the id under which the operator finds the crash."
    )
