"""What the words of a report say, held against its tables, its year and its neighbours."""
