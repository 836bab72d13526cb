"""What the workbook asks beside the official form: who files, contact, what it declares."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from nianbao.prose import clean_line


class BodyKind(StrEnum):
    """The kinds of body that file a report; the value is what people read."""

    DEPARTMENT = "县级部门"
    TOWNSHIP = "乡镇"
    SUBDISTRICT = "街道"
    COUNTY = "县级政府"


# How a yes or no is put to a clerk, and read again.
YES, NO = "是", "否"
YES_NO: Mapping[str, bool] = {YES: True, NO: False}


class Declaration(StrEnum):
    """What a body declares of each table: nil is an answer, silence is none."""

    FIGURES = "有数据"
    NIL = "全部为零"


Line = Annotated[str, AfterValidator(clean_line)]


class Particulars(BaseModel):
    """Kind of body and contact details, as on the sheet 基本信息; empty where not given."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    kind: BodyKind | None = Field(default=None, title="机关类型")
    address: Line = Field(default="", title="联系地址")
    postcode: Line = Field(default="", title="邮政编码")
    telephone: Line = Field(default="", title="联系电话")
    website: Line = Field(default="", title="公开网址")
    prepared_by: Line = Field(default="", title="填报人")
    reviewed_by: Line = Field(default="", title="审核人")
    dated: Line = Field(default="", title="成文日期")


CONTACT = ("address", "postcode", "telephone", "website")
