"""What a site may set of nbgrader itself: data, by nbgrader's own names, in ``[nbgrader.CLASS]`` of ``anpei.toml``.

Everything else about nbgrader is the house's (``assignments/config.py``). A program file is none: it would lie where
trainers and their kernels write, and be run by processes without walls.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["NbgraderSection"]


class _Named(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ClearSolutions(_Named):
    code_stub: dict[str, str] = {}
    begin_solution_delimeter: str = Field("", min_length=1)
    end_solution_delimeter: str = Field("", min_length=1)
    enforce_metadata: bool = True


class _ClearHiddenTests(_Named):
    begin_test_delimeter: str = Field("", min_length=1)
    end_test_delimeter: str = Field("", min_length=1)
    enforce_metadata: bool = True


class _ClearMarkScheme(_Named):
    begin_mark_scheme_delimeter: str = Field("", min_length=1)
    end_mark_scheme_delimeter: str = Field("", min_length=1)
    enforce_metadata: bool = True
    check_attachment_leakage: bool = True


class _LimitOutput(_Named):
    max_lines: int = Field(1000, ge=1)
    max_traceback: int = Field(100, ge=1)


class _LockCells(_Named):
    lock_solution_cells: bool = True
    lock_grade_cells: bool = True
    lock_readonly_cells: bool = True
    lock_all_cells: bool = False


class _IncludeHeaderFooter(_Named):
    header: str = ""
    footer: str = ""


class _Execute(_Named):
    timeout: int = Field(30, ge=1)
    startup_timeout: int = Field(60, ge=1)
    execute_retries: int = Field(0, ge=0)


class _CourseDirectory(_Named):
    student_id_exclude: str = ""
    ignore: tuple[str, ...] = ()
    max_file_size: int = Field(2_000, ge=1)
    max_dir_size: int = Field(4_000, ge=1)


class NbgraderSection(_Named):
    """One field a class of nbgrader's, its fields that class's options; only what is written counts."""

    ClearSolutions: _ClearSolutions = _ClearSolutions.model_construct()
    ClearHiddenTests: _ClearHiddenTests = _ClearHiddenTests.model_construct()
    ClearMarkScheme: _ClearMarkScheme = _ClearMarkScheme.model_construct()
    LimitOutput: _LimitOutput = _LimitOutput()
    LockCells: _LockCells = _LockCells()
    IncludeHeaderFooter: _IncludeHeaderFooter = _IncludeHeaderFooter()
    Execute: _Execute = _Execute()
    CourseDirectory: _CourseDirectory = _CourseDirectory()

    def given(self) -> dict[str, dict[str, Any]]:
        """What the site says, by class and option."""
        return self.model_dump(exclude_unset=True)
