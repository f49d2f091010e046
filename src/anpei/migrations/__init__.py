"""The schema's history, one Alembic revision a change; ``models`` names every room's tables."""
