"""nianbao: the annual report form as a spreadsheet round trip."""

__version__ = "0.1.0"
