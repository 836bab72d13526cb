"""The form → a workbook: blank, to send back, roll-up."""
