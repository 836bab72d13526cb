"""Documents of any program → texts and tables in order; the door is ``opening.read``."""
