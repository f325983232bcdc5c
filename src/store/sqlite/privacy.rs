//! What is kept about one person, in every table that can name one, and forgetting it.

use rusqlite::Connection;

use super::columns::{count, user_key};
use crate::store::{Kept, StoreResult, UserId};

/// A sort of row that names a user: the word for it, how it is counted and how it is forgotten.
struct Sort {
    name: &'static str,
    count: &'static str,
    forget: &'static str,
}

/// Every sort there is; a table that comes to name a user must be listed here.
const SORTS: [Sort; 4] = [
    Sort {
        name: "buttons",
        count: "SELECT count(*) FROM component WHERE owner = ?1",
        forget: "DELETE FROM component WHERE owner = ?1",
    },
    Sort {
        name: "jobs",
        count: "SELECT count(*) FROM job WHERE started_by = ?1",
        forget: "UPDATE job SET started_by = NULL, reply_token = NULL WHERE started_by = ?1",
    },
    Sort {
        name: "log lines",
        count: "SELECT count(*) FROM audit WHERE by_user = ?1",
        // Admins can still tell what one person did from what others did: a number below nought takes the place of the
        // person, another one in each server, so that nobody is followed from one to the next.
        forget: "UPDATE audit SET by_user = free.number
                 FROM (SELECT scope, min(0, min(by_user)) - 1 AS number FROM audit GROUP BY scope) AS free
                 WHERE free.scope = audit.scope AND audit.by_user = ?1",
    },
    Sort {
        name: "votes",
        count: "SELECT count(*) FROM vote WHERE voter = ?1",
        forget: "DELETE FROM vote WHERE voter = ?1",
    },
];

/// Counts what is kept about a user.
pub(super) fn kept(connection: &Connection, user: UserId) -> StoreResult<Kept> {
    let mut kept = Kept::new();
    for sort in &SORTS {
        let rows = connection.query_row(sort.count, [user_key(user)], |row| row.get(0))?;
        if rows > 0 {
            kept.insert(sort.name.to_owned(), count(rows));
        }
    }
    Ok(kept)
}

/// Forgets a user and counts what that touched.
pub(super) fn forget(connection: &Connection, user: UserId) -> StoreResult<Kept> {
    let kept = kept(connection, user)?;
    for sort in &SORTS {
        connection.execute(sort.forget, [user_key(user)])?;
    }
    Ok(kept)
}
