"""Bytes → what stands in them; a room for each family of formats, none of them knows the form."""
