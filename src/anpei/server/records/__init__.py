"""一人一档: everybody's training record."""
