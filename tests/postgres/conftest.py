"""Everything here runs on a real PostgreSQL, whatever the rest of the run is on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.helpers import databases


@pytest.fixture(autouse=True, scope="package")
def database_kind() -> Iterator[str]:
    before = databases.choose("postgres")
    yield "postgres"
    databases.choose(before)


@pytest.fixture(scope="package")
def cluster(database_kind: str) -> databases.Cluster:
    return databases.cluster()
