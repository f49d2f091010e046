"""Courses: a course's page, its chapters, practice questions and progress."""
