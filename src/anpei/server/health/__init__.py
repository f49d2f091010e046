"""How the platform itself is: whether it can save, its disk, its backups, its processes."""
