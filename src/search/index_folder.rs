//! The index on disk: that of one set of articles, sealed when it is whole, checked when it is opened.
//!
//! It lies in a folder named after the fingerprint of its articles, so that nobody ever takes it for that of others; who
//! makes one removes those that lay there. Who builds holds a lock; others wait and then find it built, or make one in memory
//! rather than wait for long. Nothing here is needed by anyone: whatever is wrong is built anew.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tantivy::Directory;
use tantivy::directory::{MmapDirectory, RamDirectory};

use crate::article::Article;

use super::index::{self, IndexError, KnownParts, SentenceIndex};
use super::prepared_articles::PreparedArticles;
use super::vocabulary::Vocabulary;

const VOCABULARY_FILE: &str = "vocabulary.bin";

const OUTLINES_FILE: &str = "outlines.bin";

/// Lists every other file with its hash; written last, so that a folder without it is unfinished.
const SEAL_FILE: &str = "seal";

const LOCK_FILE: &str = "lock";

const BUILDING: &str = "building";

/// How long somebody waits for another process that changes the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Until it is done: a command has nothing else to do.
    Endless,
    /// About two seconds: others wait for the bot, which can do without the folder.
    Short,
}

/// How often a lock is tried by whoever has little patience, and how long it rests between two tries.
const TRIES: usize = 40;
const REST: Duration = Duration::from_millis(50);

/// How an index came to be there.
#[derive(Debug)]
pub enum Origin {
    /// It lay in the folder, whole.
    Found,
    /// It was made, there was none of these articles.
    Made,
    /// It was made anew, because the one that lay there is not usable.
    Rebuilt(IndexError),
    /// It was made in memory only, because the folder is not usable.
    InMemory(IndexError),
}

/// What is needed to search.
pub type OpenedIndex = index::Built;

/// Makes a folder that only its owner can look into: the index holds the words of all articles.
fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens the index of a set of articles, making it when it is missing or damaged. It is kept only if they are still current
/// when it is whole: whoever wipes a text out forgets the index afterwards, and must not find that text in a later one.
pub fn open(
    folder: &Path,
    fingerprint: &str,
    articles: &[impl AsRef<Article> + Sync],
    known: KnownParts<'_>,
    patience: Patience,
    are_current: &dyn Fn() -> bool,
) -> Result<(OpenedIndex, Origin), IndexError> {
    let place = folder.join(fingerprint);
    if let Ok(opened) = reopen(&place) {
        return Ok((opened, Origin::Found));
    }
    create_private(folder)?;
    let _lock = Lock::take(folder, patience)?;
    // Somebody else may have made it meanwhile.
    let origin = match reopen(&place) {
        Ok(opened) => return Ok((opened, Origin::Found)),
        Err(_) if !place.exists() => Origin::Made,
        Err(error) => Origin::Rebuilt(error),
    };
    clear(folder)?;
    if !are_current() {
        return Err(IndexError::Overtaken);
    }
    let building = folder.join(BUILDING);
    fs::create_dir(&building)?;
    build(&building, articles, known)?;
    if !are_current() {
        // It still serves whoever read them, as what they read does.
        let opened = reopen_in_memory(&building);
        clear(folder)?;
        return Ok((opened?, Origin::InMemory(IndexError::Overtaken)));
    }
    fs::rename(&building, &place)?;
    Ok((reopen(&place)?, origin))
}

/// Looks at the index that lies in a folder: nothing when there is none, else what is wrong with it if anything is.
pub fn look(folder: &Path) -> Option<Result<(), IndexError>> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let mut places = entries.filter(|entry| is_index(entry.file_name().to_str()));
    Some(reopen(&places.next()?.path()).map(|_| ()))
}

fn is_index(name: Option<&str>) -> bool {
    name.is_some_and(|name| name.len() == 16 && name.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Removes every index that lies in the folder and nothing else.
pub fn forget(folder: &Path) -> Result<(), IndexError> {
    if !folder.exists() {
        return Ok(());
    }
    let _lock = Lock::take(folder, Patience::Endless)?;
    Ok(clear(folder)?)
}

/// Held while a folder is changed; the system lets go of it when the process ends, however it ends.
struct Lock {
    file: File,
}

impl Lock {
    fn take(folder: &Path, patience: Patience) -> io::Result<Self> {
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        let file = options.open(folder.join(LOCK_FILE))?;
        match patience {
            Patience::Endless => file.lock()?,
            Patience::Short => try_for_a_while(&file)?,
        }
        Ok(Lock { file })
    }
}

fn try_for_a_while(file: &File) -> io::Result<()> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(REST),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::new(
        ErrorKind::WouldBlock,
        "another program is changing it",
    ))
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A child process that is just being started holds the file as well; closing follows in any case.
        let _ = self.file.unlock();
    }
}

/// Removes what only this module can have made: others may have put files of their own into the folder.
fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name != BUILDING && !is_index(name.to_str()) {
            continue;
        }
        let removed = match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path()),
            false => fs::remove_file(entry.path()),
        };
        match removed {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn build(
    folder: &Path,
    articles: &[impl AsRef<Article> + Sync],
    known: KnownParts<'_>,
) -> Result<(), IndexError> {
    let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
    let (_, vocabulary, prepared) = index::build(directory, articles, known)?;
    fs::write(folder.join(VOCABULARY_FILE), vocabulary.to_bytes())?;
    fs::write(folder.join(OUTLINES_FILE), prepared.to_bytes())?;
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string());
    }
    // Dot files are tantivy's locks and lists, which change without the index changing.
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    let mut seal = String::new();
    for name in names {
        seal.push_str(&format!("{} {name}\n", hash_of(&folder.join(&name))?));
    }
    Ok(fs::write(folder.join(SEAL_FILE), seal)?)
}

fn hash_of(file: &Path) -> io::Result<blake3::Hash> {
    Ok(blake3::hash(&fs::read(file)?))
}

/// Opens what was built, if every byte of it is as it was written.
fn reopen(folder: &Path) -> Result<OpenedIndex, IndexError> {
    // To open it where it lies takes a lock, which cannot be had where nothing can be written.
    reopen_by(folder, |names| match reopen_in_place(folder) {
        Ok(index) => Ok(index),
        Err(_) => reopen_copied(folder, names),
    })
}

/// Opens it so that its files can go.
fn reopen_in_memory(folder: &Path) -> Result<OpenedIndex, IndexError> {
    reopen_by(folder, |names| reopen_copied(folder, names))
}

fn reopen_by(
    folder: &Path,
    search: impl FnOnce(&[&str]) -> Result<SentenceIndex, IndexError>,
) -> Result<OpenedIndex, IndexError> {
    let damaged = |name: &str| IndexError::Damaged(shown(folder, name));
    let seal = fs::read_to_string(folder.join(SEAL_FILE)).map_err(|_| damaged(SEAL_FILE))?;
    let mut names = Vec::new();
    for line in seal.lines() {
        let (hash, name) = line.split_once(' ').ok_or_else(|| damaged(SEAL_FILE))?;
        let found = hash_of(&folder.join(name)).map_err(|_| damaged(name))?;
        if found.to_hex().as_str() != hash {
            return Err(damaged(name));
        }
        names.push(name);
    }
    if ![VOCABULARY_FILE, OUTLINES_FILE]
        .iter()
        .all(|name| names.contains(name))
    {
        return Err(damaged(SEAL_FILE));
    }
    let bytes = fs::read(folder.join(VOCABULARY_FILE))?;
    let vocabulary = Vocabulary::from_bytes(&bytes).ok_or_else(|| damaged(VOCABULARY_FILE))?;
    let bytes = fs::read(folder.join(OUTLINES_FILE))?;
    let prepared = PreparedArticles::from_bytes(&bytes).ok_or_else(|| damaged(OUTLINES_FILE))?;
    Ok((search(&names)?, vocabulary, prepared))
}

fn reopen_copied(folder: &Path, names: &[&str]) -> Result<SentenceIndex, IndexError> {
    SentenceIndex::reopen(copied(folder, names)?)
}

fn reopen_in_place(folder: &Path) -> Result<SentenceIndex, IndexError> {
    let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
    SentenceIndex::reopen(directory)
}

/// Copies files into memory.
fn copied(folder: &Path, names: &[&str]) -> io::Result<RamDirectory> {
    let directory = RamDirectory::create();
    for name in names {
        directory.atomic_write(Path::new(name), &fs::read(folder.join(name))?)?;
    }
    Ok(directory)
}

fn shown(folder: &Path, name: &str) -> String {
    let path: PathBuf = folder.join(name);
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::article::Metadata;
    use crate::search::index::Level;

    const FINGERPRINT: &str = "0123456789abcdef";

    fn articles(words: &str) -> Vec<Arc<Article>> {
        vec![Arc::new(Article {
            id: "weir".into(),
            version: 1,
            metadata: Metadata {
                title: "The weir".to_owned(),
                ..Metadata::default()
            },
            text: words.to_owned(),
        })]
    }

    fn opened(folder: &Path, fingerprint: &str) -> (OpenedIndex, Origin) {
        open(
            folder,
            fingerprint,
            &articles("The weir is nine feet high."),
            &|_| None,
            Patience::Endless,
            &|| true,
        )
        .expect("an index")
    }

    fn finds(opened: &OpenedIndex) -> bool {
        let found = opened.0.search(Level::Sentence, &[("weir", 1.0)], 5);
        !found.expect("a search").is_empty() && opened.1.stem("weir").is_some()
    }

    #[test]
    fn an_index_is_made_once_and_found_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("a.db.index");
        let (made, origin) = opened(&folder, FINGERPRINT);
        assert!(finds(&made) && matches!(origin, Origin::Made));
        assert!(matches!(look(&folder), Some(Ok(()))));
        let (found, origin) = opened(&folder, FINGERPRINT);
        assert!(finds(&found) && matches!(origin, Origin::Found));
        let (other, origin) = opened(&folder, "fedcba9876543210");
        assert!(finds(&other) && matches!(origin, Origin::Made));
        assert!(!folder.join(FINGERPRINT).exists(), "the old one is gone");
    }

    #[test]
    fn who_has_little_patience_does_not_wait_until_a_lock_is_let_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        let held = Lock::take(path, Patience::Short).expect("free");
        let short = Patience::Short;
        std::thread::scope(|scope| {
            let (done, told) = std::sync::mpsc::channel();
            scope.spawn(move || {
                let words = articles("The weir is nine feet high.");
                let opened = open(path, FINGERPRINT, &words, &|_| None, short, &|| true);
                let _ = done.send(opened.is_err());
            });
            let told = told.recv_timeout(Duration::from_secs(20));
            drop(held);
            assert_eq!(told, Ok(true), "it is told that the folder is in use");
        });
        assert!(Lock::take(path, short).is_ok());
    }

    /// The files of an index, ordered by what they hold; their names are new each time.
    fn files(place: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(place).expect("files");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
        files.retain(|path| {
            path.file_name()
                .is_some_and(|name| name.as_encoded_bytes()[0] != b'.')
        });
        files.sort_by_key(|path| (path.extension().map(ToOwned::to_owned), path.clone()));
        files
    }

    #[test]
    fn one_wrong_byte_in_any_file_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join(FINGERPRINT);
        opened(folder.path(), FINGERPRINT);
        let number = files(&place).len();
        assert!(number > 5, "{number}");
        for at in 0..number {
            let path = files(&place).swap_remove(at);
            let mut bytes = fs::read(&path).expect("a file");
            match bytes.len() {
                0 => bytes.push(0),
                length => bytes[length / 2] ^= 1,
            }
            fs::write(&path, bytes).expect("damage");
            assert!(matches!(look(folder.path()), Some(Err(_))), "{path:?}");
            let (anew, origin) = opened(folder.path(), FINGERPRINT);
            assert!(finds(&anew), "{path:?}");
            assert!(matches!(origin, Origin::Rebuilt(_)), "{path:?}: {origin:?}");
            let path = files(&place).swap_remove(at);
            fs::remove_file(&path).expect("a file less");
            let (_, origin) = opened(folder.path(), FINGERPRINT);
            assert!(matches!(origin, Origin::Rebuilt(_)), "{path:?}: {origin:?}");
        }
    }

    #[test]
    fn what_is_not_ours_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let letter = folder.path().join("letter.txt");
        fs::write(&letter, "mine").expect("a file");
        fs::write(folder.path().join(FINGERPRINT), "a file in the way").expect("a file");
        fs::create_dir(folder.path().join(BUILDING)).expect("what a killed process left");
        let (made, _) = opened(folder.path(), FINGERPRINT);
        assert!(finds(&made));
        forget(folder.path()).expect("forgotten");
        assert!(letter.exists() && !folder.path().join(FINGERPRINT).exists());
    }

    #[test]
    fn many_at_once_end_with_one_index() {
        let folder = tempfile::tempdir().expect("a folder");
        std::thread::scope(|scope| {
            for number in 0..8 {
                let folder = folder.path();
                scope.spawn(move || {
                    for round in 0..5 {
                        let other = format!("{:016x}", (number + round) % 2);
                        let (index, _) = opened(folder, &other);
                        assert!(finds(&index));
                    }
                });
            }
        });
    }

    /// Opens an index of articles that are current when they are looked at for the first so many times.
    fn overtaken_after(folder: &Path, looks: usize) -> Result<(OpenedIndex, Origin), IndexError> {
        let words = articles("The weir is nine feet high.");
        let left = std::cell::Cell::new(looks);
        let are_current = || {
            let is_current = left.get() > 0;
            left.set(left.get().saturating_sub(1));
            is_current
        };
        let endless = Patience::Endless;
        open(
            folder,
            FINGERPRINT,
            &words,
            &|_| None,
            endless,
            &are_current,
        )
    }

    #[test]
    fn of_articles_that_were_changed_meanwhile_nothing_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let holds_nothing = || {
            let mut names = fs::read_dir(folder.path()).expect("listed");
            names.all(|entry| entry.expect("one").file_name() == LOCK_FILE)
        };
        let refused = overtaken_after(folder.path(), 0);
        assert!(matches!(refused, Err(IndexError::Overtaken)));
        assert!(holds_nothing());
        let (built, origin) = overtaken_after(folder.path(), 1).expect("in memory");
        assert!(matches!(origin, Origin::InMemory(IndexError::Overtaken)));
        assert!(finds(&built), "whoever read them can still ask");
        assert!(holds_nothing());
        assert!(overtaken_after(folder.path(), 2).is_ok() && !holds_nothing());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.db.index");
        fs::write(&file, "a file in the way").expect("a file");
        let words = articles("Words.");
        let endless = Patience::Endless;
        assert!(open(&file, FINGERPRINT, &words, &|_| None, endless, &|| true).is_err());
    }
}
