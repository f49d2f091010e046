"""Screens of a drill: the tablet, the console, the evaluation, the roll call, the replay."""
