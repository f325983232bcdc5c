-- Scopes are numbers: 0 is the operator's shelf, anything else the id of a Discord server.
-- Times are seconds since 1970. Spans are bytes of the stored text, those of facts bytes of their sentence.

CREATE TABLE article (
    key           INTEGER PRIMARY KEY,
    scope         INTEGER NOT NULL,
    id            TEXT    NOT NULL CHECK (id <> ''),
    current       INTEGER NOT NULL,
    added_at      INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    removed_at    INTEGER,
    source_kind   TEXT    NOT NULL,
    source_name   TEXT,
    source_digest BLOB    CHECK (length(source_digest) = 32),
    address       TEXT,
    etag          TEXT,
    last_modified TEXT,
    checked_at    INTEGER,
    failure       TEXT,
    UNIQUE (scope, id)
) STRICT;

CREATE INDEX article_by_address ON article (scope, address) WHERE address IS NOT NULL;

CREATE TABLE version (
    key       INTEGER PRIMARY KEY,
    article   INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    number    INTEGER NOT NULL CHECK (number >= 1),
    added_at  INTEGER NOT NULL,
    metadata  TEXT    NOT NULL CHECK (json_valid(metadata)),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    bytes     INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    text      TEXT    NOT NULL,
    UNIQUE (article, number)
) STRICT;

CREATE INDEX version_by_hash ON version (hash);

-- Every article beside its current version.
CREATE VIEW entry AS
SELECT
    article.key, article.scope, article.id, article.current, article.added_at, article.changed_at, article.removed_at,
    article.source_kind, article.source_name, article.source_digest, article.address,
    version.key AS version_key, version.metadata, version.hash, version.bytes, version.sentences, version.text
FROM article
JOIN version ON version.article = article.key AND version.number = article.current;

-- A change of metadata that left the text alone.
CREATE TABLE edit (
    key     INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version (key) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    before  TEXT    NOT NULL,
    after   TEXT    NOT NULL
) STRICT;

CREATE INDEX edit_by_version ON edit (version);

CREATE TABLE sentence (
    version    INTEGER NOT NULL REFERENCES version (key) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    paragraph  INTEGER NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte   INTEGER NOT NULL CHECK (end_byte > start_byte),
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
    version        INTEGER NOT NULL,
    sentence       INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    kind           TEXT    NOT NULL,
    subject_start  INTEGER,
    subject_end    INTEGER,
    relation_start INTEGER,
    relation_end   INTEGER,
    object_start   INTEGER,
    object_end     INTEGER,
    qualifiers     TEXT    NOT NULL CHECK (json_valid(qualifiers)),
    confidence     REAL    NOT NULL,
    PRIMARY KEY (version, sentence, position),
    FOREIGN KEY (version, sentence) REFERENCES sentence (version, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What an index reads to follow; AUTOINCREMENT, because a number must never come twice.
CREATE TABLE change (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    scope   INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    article TEXT    NOT NULL,
    kind    TEXT    NOT NULL
) STRICT;

CREATE INDEX change_by_scope ON change (scope, number);

-- From which number on the feed is whole, by scope; readers of an earlier state read everything again.
CREATE TABLE feed_start (
    scope  INTEGER PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT;

CREATE TABLE receipt (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    scope  INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    undoes INTEGER
) STRICT;

CREATE INDEX receipt_by_scope ON receipt (scope, id);

-- What an article was before and after; no version before means that there was no such article.
CREATE TABLE receipt_item (
    receipt           INTEGER NOT NULL REFERENCES receipt (id) ON DELETE CASCADE,
    article           INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    outcome           TEXT    NOT NULL,
    before_version    INTEGER,
    before_metadata   TEXT,
    before_removed_at INTEGER,
    after_version     INTEGER NOT NULL,
    after_metadata    TEXT    NOT NULL,
    after_removed_at  INTEGER,
    PRIMARY KEY (receipt, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_item_by_article ON receipt_item (article);

CREATE TABLE setting (
    scope INTEGER NOT NULL,
    key   TEXT    NOT NULL,
    value TEXT    NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE component (
    scope      INTEGER NOT NULL,
    id         TEXT    NOT NULL,
    owner      INTEGER,
    state      TEXT    NOT NULL CHECK (json_valid(state)),
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX component_by_owner ON component (owner) WHERE owner IS NOT NULL;
CREATE INDEX component_by_expiry ON component (expires_at);

CREATE TABLE job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    scope       INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    started_by  INTEGER,
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    status      TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (json_valid(state)),
    reply_token TEXT
) STRICT;

CREATE INDEX job_by_scope ON job (scope, status, id);

CREATE TABLE vote (
    scope      INTEGER NOT NULL,
    article    TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte   INTEGER NOT NULL,
    voter      INTEGER NOT NULL,
    verdict    TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (scope, article, version, start_byte, end_byte, voter)
) STRICT, WITHOUT ROWID;

CREATE INDEX vote_by_voter ON vote (voter);

CREATE TABLE gap (
    scope    INTEGER NOT NULL,
    question TEXT    NOT NULL,
    asked    INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (scope, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    key     INTEGER PRIMARY KEY AUTOINCREMENT,
    scope   INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    by_user INTEGER,
    action  TEXT    NOT NULL,
    subject TEXT
) STRICT;

CREATE INDEX audit_by_scope ON audit (scope, key);
CREATE INDEX audit_by_user ON audit (by_user) WHERE by_user IS NOT NULL;

-- Work on the file itself that a stop may have cut short, such as wiping.
CREATE TABLE unfinished (
    task TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
