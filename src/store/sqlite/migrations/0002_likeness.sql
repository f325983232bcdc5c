-- What tells quickly which texts can be nearly the same. A version without a row is compared by its text.
CREATE TABLE likeness (
    version     INTEGER PRIMARY KEY REFERENCES version (key) ON DELETE CASCADE,
    bytes       INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL
) STRICT;
