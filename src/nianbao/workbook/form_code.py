"""The form code printed in every workbook: year, body code and check, ``2025-XZ01-7KQM``."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from nianbao.form.report import EDITION
from nianbao.prose import squeeze

# Crockford's base 32: no I, L, O, U, so a code read over the telephone stays unambiguous.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PATTERN = re.compile(r"(\d{4})-([0-9A-Za-z]{1,16})-([0-9A-Za-z]{4})")
GENERAL = "0000"
# WPS cuts the hash of a longer one.
LONGEST_PASSWORD = 15
FORM_NAME = "nianbao"
TEMPLATE_VERSION = 1


@dataclass(frozen=True)
class FormCode:
    """Year and body code that a workbook was issued for; ``GENERAL`` stands for any body."""

    year: int
    body: str

    @property
    def check(self) -> str:
        """Four characters that tell a mistyped or edited code."""
        digest = hashlib.blake2b(
            f"{EDITION}-{self.year}-{self.body.upper()}".encode(), digest_size=4
        )
        number = int.from_bytes(digest.digest(), "big")
        return "".join(ALPHABET[number >> shift & 31] for shift in (0, 5, 10, 15))

    def __str__(self) -> str:
        return f"{self.year}-{self.body}-{self.check}"

    @classmethod
    def parse(cls, text: str) -> "FormCode | None":
        """Return the code in ``text`` whether or not its check agrees, None where there is none."""
        found = _PATTERN.fullmatch(squeeze(unicodedata.normalize("NFKC", text)))
        return cls(int(found[1]), found[2]) if found else None

    def agrees_with(self, text: str) -> bool:
        """True when ``text`` is this very code, check included."""
        return squeeze(unicodedata.normalize("NFKC", text)).upper() == str(self).upper()
