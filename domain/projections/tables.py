"""The tables of the projections, as SQLite keeps them beside the events."""

from typing import Final

from domain.projections.rows import ExchangeRow, RecordRow

VERSION: Final = 30  # raise it when anything below, or what fills it, changes: ledgers then rebuild

_EXCHANGE_COLUMNS: Final = ", ".join(ExchangeRow._fields)
_RECORD_COLUMNS: Final = ", ".join(RecordRow._fields)
# What a list of exchanges is chosen and put in order by: an index with all of it answers without
# the rows themselves, which are ten times as wide. `to_position` is in it because SQLite does not
# conclude from the index's own condition that it has it.
LISTED: Final = (
    "first_day",
    "recorded_clock",
    "id",
    "to_position",
    "occurred",
    "kind",
    "returned",
    "returned_bound",
    "whole_returned",
    "whole_returned_bound",
    "handed_over",
    "remains",
    "counting",
    "parent",
    "standing",
    "conflicts",
    "misfits",
    "mediators",
    "place",
    "changed",
    "changed_clock",
)

CREATE: Final = f"""
CREATE TABLE journals (
    address TEXT PRIMARY KEY, journal TEXT, head_index INTEGER, head_id TEXT, frontier TEXT,
    last_position INTEGER, opened_position INTEGER, public_key TEXT, device TEXT, operator TEXT,
    forked_from INTEGER
) WITHOUT ROWID;
CREATE TABLE newer_events (position INTEGER PRIMARY KEY, topic TEXT);
CREATE TABLE malformed_events (position INTEGER PRIMARY KEY, topic TEXT, flaw TEXT);
CREATE TABLE subjects (subject INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, family INTEGER);
CREATE INDEX subjects_family ON subjects (family);
CREATE INDEX subjects_awaited ON subjects (id) WHERE kind = '';
CREATE TABLE subject_events (
    subject INTEGER, position INTEGER, PRIMARY KEY (subject, position)
) WITHOUT ROWID;
CREATE TABLE entries (
    position INTEGER PRIMARY KEY, clock INTEGER, operator INTEGER, kind INTEGER, fields INTEGER
);
CREATE TABLE entry_words (
    word INTEGER PRIMARY KEY, sort TEXT, text TEXT, since INTEGER, UNIQUE (sort, text)
);
CREATE TABLE cells (
    cell INTEGER PRIMARY KEY, stages TEXT, year TEXT, kind TEXT, measure TEXT, line TEXT,
    within TEXT, value INTEGER, UNIQUE (stages, year, kind, measure, line, within)
);
CREATE TABLE cell_changes (
    position INTEGER, cell INTEGER, value INTEGER, PRIMARY KEY (position, cell)
) WITHOUT ROWID;
CREATE TABLE cell_checkpoints (
    position INTEGER, cell INTEGER, value INTEGER, PRIMARY KEY (position, cell)
) WITHOUT ROWID;
CREATE TABLE twins (twin TEXT PRIMARY KEY, records INTEGER) WITHOUT ROWID;
CREATE TABLE exchanges (
    subject INTEGER, from_position INTEGER, to_position INTEGER, {_EXCHANGE_COLUMNS},
    PRIMARY KEY (subject, from_position)
) WITHOUT ROWID;
CREATE TABLE records (
    subject INTEGER, from_position INTEGER, to_position INTEGER, {_RECORD_COLUMNS},
    PRIMARY KEY (subject, from_position)
) WITHOUT ROWID;
CREATE TABLE texts (
    subject INTEGER, from_position INTEGER, to_position INTEGER, exchange INTEGER, text TEXT,
    PRIMARY KEY (subject, from_position)
) WITHOUT ROWID;
CREATE TABLE rests_on (
    source INTEGER, exchange INTEGER, position INTEGER, PRIMARY KEY (source, exchange)
) WITHOUT ROWID;
"""
# What only questions need: made last where tables are made again, as that is much less work.
INDEXES: Final = f"""
CREATE INDEX exchanges_now ON exchanges ({", ".join(LISTED)}) WHERE to_position IS NULL;
CREATE INDEX records_kind ON records (kind, owner);
"""

NAMES: Final = (
    "journals",
    "newer_events",
    "malformed_events",
    "subjects",
    "subject_events",
    "entries",
    "entry_words",
    "cells",
    "cell_changes",
    "cell_checkpoints",
    "twins",
    "exchanges",
    "records",
    "texts",
    "rests_on",
)
