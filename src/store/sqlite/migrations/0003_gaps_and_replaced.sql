-- What a follow-up leans on and the only article that was asked belong to an open question: without them its words ask
-- something else. An empty text means neither.
CREATE TABLE gap_in_context (
    scope    INTEGER NOT NULL,
    question TEXT    NOT NULL,
    about    TEXT    NOT NULL,
    within   TEXT    NOT NULL,
    asked    INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (scope, question, about, within)
) STRICT, WITHOUT ROWID;

INSERT INTO gap_in_context (scope, question, about, within, asked, first_at, last_at)
    SELECT scope, question, '', '', asked, first_at, last_at FROM gap;

DROP TABLE gap;

ALTER TABLE gap_in_context RENAME TO gap;

-- The version that was quoted when this one was kept: after a way back it is not the one numbered before. Nobody noted it
-- earlier.
ALTER TABLE version ADD COLUMN replaces INTEGER;
