"""What is wrong with a return: the finding, the one catalogue of sentences, the rulebook.

The door is ``finding.finding("sentence name", places, …)``.
"""
