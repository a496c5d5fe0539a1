"""Facts as JSON text: records of the domain out and in, whatever an older text lacks."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from cattrs.gen import make_dict_structure_fn
from cattrs.preconf.orjson import make_converter
from cattrs.strategies import configure_tagged_union

from diagnosis.domain.retrofit.plan.hints import Hint

T = TypeVar("T")
NO_DAY = "2000-01-01"
"""The day that stands for one that is missing."""
_converter = make_converter()


def write_facts(value: object, kind: Any = None) -> str:
    """Return a record, or a tuple of records, as JSON text."""
    return _converter.dumps(value, unstructure_as=kind).decode()


def read_facts(text: str, kind: type[T]) -> T:
    """Return the value of a kind that was written; a field that it lacks is empty."""
    return _converter.loads(text, kind)


def _empty(kind: Any) -> object:
    """Return what stands for a missing value of a kind, as plain JSON."""
    origin = get_origin(kind) or kind
    if origin in (Union, UnionType):
        return None if type(None) in get_args(kind) else _empty(get_args(kind)[0])
    if origin is tuple:
        return []
    if is_dataclass(origin) or origin is Mapping or origin is dict:
        return {}
    if isinstance(origin, type) and issubclass(origin, Enum):
        return next(iter(origin)).value
    return NO_DAY if origin is date else origin()


def _tolerant(kind: Any) -> Callable[[Any, Any], Any]:
    hints = get_type_hints(kind)
    empties = {
        field.name: _empty(hints[field.name])
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    }
    structure = make_dict_structure_fn(kind, _converter)
    return lambda raw, _: structure({**empties, **raw}, kind)


_converter.register_structure_hook_factory(is_dataclass, _tolerant)
configure_tagged_union(Hint, _converter)
