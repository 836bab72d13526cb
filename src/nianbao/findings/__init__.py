"""What is wrong with a return: the finding, the one catalogue of sentences, the rulebook; the door is `finding`."""
