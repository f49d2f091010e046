"""One door for content: authors' files are checked and published into a store, and everybody else reads only that."""

from anpei.publishing.act import AT_START, changes, publish, settle, stamp_of, store_of
from anpei.publishing.model import KINDS, Candidate, Entry, Index, Origin, Publication, Survey, encoded
from anpei.publishing.profile import ProfileFile, profile_file, save_profile
from anpei.publishing.snapshot import Content, ContentReader
from anpei.publishing.store import DamagedObject, Store
from anpei.publishing.survey import hash_of, survey

__all__ = [
    "AT_START",
    "KINDS",
    "Candidate",
    "Content",
    "ContentReader",
    "DamagedObject",
    "Entry",
    "Index",
    "Origin",
    "ProfileFile",
    "Publication",
    "Store",
    "Survey",
    "changes",
    "encoded",
    "hash_of",
    "profile_file",
    "publish",
    "save_profile",
    "settle",
    "stamp_of",
    "store_of",
    "survey",
]
