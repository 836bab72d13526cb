"""Workbooks of any program → sheets of cells with addresses; the door is `opening.read`."""
