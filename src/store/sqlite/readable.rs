//! Which articles a scope can read, said once: whatever reads articles for a server asks just this.

/// The condition on a table or view with a `scope` and an `id`, as SQL; `?1` is the scope that reads. It reads its own
/// articles and those of the operator's shelf that it has no own one of that name for, or by its setting only its own.
macro_rules! readable {
    ($table:literal) => {
        concat!(
            "(",
            $table,
            ".scope = ?1
              OR (",
            $table,
            ".scope = 0
                  AND NOT EXISTS (
                      SELECT 1 FROM setting AS chosen
                      WHERE chosen.scope = ?1 AND chosen.key = 'own_articles_only' AND chosen.value = 'true')
                  AND NOT EXISTS (
                      SELECT 1 FROM article AS own
                      WHERE own.scope = ?1 AND own.id = ",
            $table,
            ".id AND own.removed_at IS NULL)))"
        )
    };
}

pub(super) use readable;

#[cfg(test)]
mod tests {
    use crate::store::OWN_ARTICLES_ONLY;

    #[test]
    fn it_heeds_the_setting_by_its_name() {
        let key = format!("chosen.key = '{OWN_ARTICLES_ONLY}'");
        assert!(readable!("entry").contains(&key));
    }
}
