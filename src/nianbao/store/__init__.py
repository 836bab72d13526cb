"""Everything that came in and went out, in SQLite or PostgreSQL; the door is `store.Store`."""
