"""The county desk: settings, roster, store."""
