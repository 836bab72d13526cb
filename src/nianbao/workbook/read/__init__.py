"""A workbook → a reading of the form, by its labels; the door is `reader.read_return`."""
