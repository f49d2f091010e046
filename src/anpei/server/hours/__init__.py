"""学时: who has learned how long, and what is required of whom."""
