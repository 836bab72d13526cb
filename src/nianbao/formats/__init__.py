"""Bytes → what stands in them; knows no form."""
