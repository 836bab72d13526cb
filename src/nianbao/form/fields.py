"""What the form is declared with: pieces of labelled columns and rows, exact numbers, clean texts.

Counts are whole numbers from 0 to 10^9; money is ``Decimal``, never a float; a total is computed
and never believed. ``report`` declares the form itself.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)
from pydantic.fields import ComputedFieldInfo, FieldInfo

from nianbao.prose import require_clean

LARGEST = 10**9
MONEY_PLACES = 6

Count = Annotated[int, Field(ge=0, le=LARGEST)]
Money = Annotated[
    Decimal,
    Field(ge=0, le=LARGEST, decimal_places=MONEY_PLACES),
    PlainSerializer(lambda amount: format(amount, "f"), return_type=str, when_used="json"),
]
Text = Annotated[str, AfterValidator(require_clean)]
Figure = int | Decimal


def as_entered(figure: Figure) -> str:
    """Return a figure in plain digits, money with the decimals entered: ``"0.50"``; nil is 0."""
    return str(int(figure)) if isinstance(figure, int) or not figure else format(figure, "f")


def shortest(figure: Figure) -> str:
    """Return a figure in plain digits without the noughts that say nothing: ``"0.5"``."""
    return format(Decimal(figure).normalize(), "f") if figure else "0"


def column(label: str, *, under: str | None = None) -> Any:
    """Declare a column of figures; ``under`` names the heading it shares with its neighbours."""
    return Field(title=label, json_schema_extra={"under": under} if under else None)


def row(
    label: str,
    explanation: str = "",
    *,
    short: str | None = None,
    section: str | None = None,
    heading: str | None = None,
) -> Any:
    """Declare a row: official label, what counts here, and how a sentence names it for short.

    ``section`` is the banner above it (table 二), ``heading`` the one over a single figure.
    """
    extra = {"short": short, "section": section, "heading": heading}
    stated: dict[str, Any] = {key: value for key, value in extra.items() if value}
    return Field(title=label, description=explanation or None, json_schema_extra=stated or None)


class Part(BaseModel):
    """A piece of the form: immutable, strict, nothing unknown."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Totalled(Part):
    """A piece with a computed total; a total that is handed in is dropped, not believed."""

    @model_validator(mode="before")
    @classmethod
    def _drop_total(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and "total" in given:
            return {key: value for key, value in given.items() if key != "total"}
        return given

    def figures(self) -> Iterator[int]:
        """Yield the entries in the form's order."""
        return (getattr(self, name) for name in type(self).model_fields)


class Rows(Part):
    """Rows of figures under one common label."""


def walk(model: type[Part], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield the path and declaration of every entry below ``model``, in the form's order."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Part):
            yield from walk(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field


def stated(field: FieldInfo | ComputedFieldInfo, key: str) -> str | None:
    """Return what a declaration states beside its label (under, short, section, heading)."""
    extra = field.json_schema_extra
    value = extra.get(key) if isinstance(extra, dict) else None
    return value if isinstance(value, str) else None


def type_of(declared: FieldInfo | ComputedFieldInfo) -> Any:
    """Return the type a field or computed total is declared with."""
    return declared.annotation if isinstance(declared, FieldInfo) else declared.return_type
