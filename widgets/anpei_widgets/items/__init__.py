"""Questions and whatever shows them: an exam sheet, a practice item, a slot of a released quiz."""
