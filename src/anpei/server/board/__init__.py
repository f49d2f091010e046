"""The trainers' board, assigning and exporting."""
