"""The workbook a clerk fills in: written, and read back."""
