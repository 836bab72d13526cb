"""The official form as a pydantic model, and how its cells are called; knows nothing of Excel.

The door is ``report.Report``.
"""
