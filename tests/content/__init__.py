"""One door for content: readers that never raise, and a store of what was published."""
