"""Law cards, re-reviews after a change of the law, and what a person must still verify."""
