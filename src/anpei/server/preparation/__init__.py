"""Before a drill: what is planned, the papers made of it, and its approval."""
