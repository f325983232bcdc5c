//! Which files of a folder are articles; nothing outside the folder is ever read.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::article::parse::Format;

/// So deep are folders looked into; deeper ones are a mistake or a trap.
const DEEPEST: usize = 16;

/// A file that may be an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path within the folder, with `/` on every system.
    pub name: String,
    /// What its ending promises.
    pub format: Format,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last written, if the system knows.
    pub modified: Option<SystemTime>,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files that may be articles, by name.
    pub files: Vec<ArticleFile>,
    /// What was passed over although it looks like an article or a folder of some, and why. Whatever it holds is there.
    pub refused: Vec<(String, String)>,
    /// How many files of other kinds were passed over.
    pub others: usize,
    /// Those of them that can be added one by one.
    pub documents: Vec<String>,
}

/// Lists the article files of a folder and the folders in it.
///
/// Names that begin with `.` or `_` and files called README are not articles, and an index holds none.
pub fn list(folder: &Path) -> std::io::Result<Listing> {
    let mut listing = Listing::default();
    let entries = fs::read_dir(folder)?;
    look_into(entries, "", 0, &mut listing)?;
    listing.files.sort_by(|a, b| a.name.cmp(&b.name));
    listing.refused.sort();
    listing.documents.sort();
    Ok(listing)
}

/// Looks at all entries of a folder; an error means that there may be more than those that were seen.
fn look_into(
    entries: fs::ReadDir,
    prefix: &str,
    depth: usize,
    listing: &mut Listing,
) -> std::io::Result<()> {
    for entry in entries {
        let entry = entry?;
        let file_name = entry.file_name();
        let Some(file_name) = file_name.to_str() else {
            let shown = format!("{prefix}{}", file_name.to_string_lossy());
            refuse(listing, shown, "its name is not valid Unicode; rename it");
            continue;
        };
        if file_name.starts_with(['.', '_']) || file_name.ends_with(".index") {
            continue;
        }
        let name = format!("{prefix}{file_name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => look_below(&entry.path(), name, depth, listing),
            Ok(kind) if kind.is_file() => take_file(&entry, file_name, name, listing),
            Ok(kind) if kind.is_symlink() => {
                refuse(
                    listing,
                    name,
                    "it is a link; copy the file itself into the folder",
                );
            }
            Ok(_) => refuse(listing, name, "it is not a plain file"),
            Err(error) => refuse(listing, name, &unreadable(&error)),
        }
    }
    Ok(())
}

/// Tells by its name whether a file is one that is read alone, and not as a part of a folder.
fn is_document(file_name: &str) -> bool {
    let ending = file_name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| DOCUMENTS.contains(&ending.as_str()))
}

/// Endings of documents that are read one by one.
const DOCUMENTS: [&str; 3] = ["pdf", "docx", "epub"];

fn look_below(path: &Path, name: String, depth: usize, listing: &mut Listing) {
    if depth + 1 >= DEEPEST {
        refuse(listing, name, "it lies too deep; move it up");
        return;
    }
    let prefix = format!("{name}/");
    let looked =
        fs::read_dir(path).and_then(|entries| look_into(entries, &prefix, depth + 1, listing));
    if let Err(error) = looked {
        refuse(listing, name, &unreadable(&error));
    }
}

fn take_file(entry: &fs::DirEntry, file_name: &str, name: String, listing: &mut Listing) {
    let stem = file_name.split('.').next().unwrap_or_default();
    let format = Format::of_name(file_name).filter(|_| !stem.eq_ignore_ascii_case("readme"));
    let Some(format) = format else {
        listing.others += 1;
        if is_document(file_name) {
            listing.documents.push(name);
        }
        return;
    };
    match entry.metadata() {
        Ok(about) if has_other_names(&about) => refuse(
            listing,
            name,
            "it has a second name, a hard link, and may be a file of somebody else; copy the file itself into the folder",
        ),
        Ok(about) => listing.files.push(ArticleFile {
            path: entry.path(),
            name,
            format,
            bytes: about.len(),
            modified: about.modified().ok(),
        }),
        Err(error) => refuse(listing, name, &unreadable(&error)),
    }
}

/// Says why a file or folder cannot be read, and what to do.
pub(super) fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => {
            "it may not be read; let the user that runs this program read it".to_owned()
        }
        _ => format!("unable to read it: {error}; copy it again"),
    }
}

/// Tells whether a file stands in another place, too: a hard link reads what lies outside of the folder.
#[cfg(unix)]
fn has_other_names(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(about) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &fs::Metadata) -> bool {
    false
}

fn refuse(listing: &mut Listing, name: String, reason: &str) {
    listing.refused.push((name, reason.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_read_is_told_without_the_words_of_the_system() {
        let said = unreadable(&std::io::ErrorKind::PermissionDenied.into());
        assert!(said.contains("may not be read") && !said.contains("os error"));
    }

    #[test]
    fn only_article_files_of_the_folder_itself_are_listed() {
        let place = tempfile::tempdir().expect("a folder");
        let inside = place.path().join("shelf");
        fs::create_dir_all(inside.join("old")).expect("folders");
        fs::create_dir_all(inside.join("a.db.index")).expect("folders");
        for name in [
            "b.md",
            "old/a.txt",
            "README.md",
            "_draft.md",
            ".hidden.md",
            "a.db.index/meta.json",
            "map.png",
            "Rules.PDF",
        ] {
            fs::write(inside.join(name), "x").expect("a file");
        }
        fs::write(place.path().join("secret.md"), "x").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(place.path().join("secret.md"), inside.join("link.md"))
            .expect("a link");
        let listing = list(&inside).expect("a listing");
        let names: Vec<&str> = listing
            .files
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        assert_eq!(names, ["b.md", "old/a.txt"]);
        assert_eq!(listing.others, 3);
        assert_eq!(listing.documents, ["Rules.PDF"]);
        #[cfg(unix)]
        assert_eq!(listing.refused[0].0, "link.md");
    }
}
