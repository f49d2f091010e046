"""The guides, read where the work is done."""
