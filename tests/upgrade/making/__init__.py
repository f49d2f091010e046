"""What people did at the platform of before, by subject; `../make.py` calls them one after the other."""
