"""The processes behind ``anpei serve``: who starts them, watches them, and where they listen."""
