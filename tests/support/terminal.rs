//! The real binary in a folder of its own, with a small dataset.
#![allow(dead_code, reason = "each test program uses its part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// An article in Markdown.
pub const MILL: &str = "---\ntitle: The mill of Orbey\nurl: https://mills.example/orbey\npublisher: Valley News\n\
                    published: 2023-06-11\ntags: [mills]\n---\n\nThe mill of Orbey was built in 1742 by Jean Claude. \
                    It grinds 300 kilograms of rye a day.\n\nSubscribe to our newsletter.\n";

/// An article in plain text.
pub const BRIDGE: &str = "The bridge of Lapoutroie\n\nThe bridge has four arches of red sandstone. \
                      Floods destroyed an earlier one in 1852.\n";

/// A folder with a dataset of two articles, in which every command runs.
pub struct Place {
    folder: TempDir,
    settings: Vec<(String, String)>,
}

/// What a command did.
pub struct Run {
    /// The exit status.
    pub status: i32,
    /// What it printed.
    pub out: String,
    /// What it said on standard error.
    pub err: String,
}

impl Run {
    /// Reads what it printed as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// Checks that it was done.
    pub fn fine(self) -> Self {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        self
    }

    /// Checks that it is one clear error with a code, and no panic.
    pub fn failed(self, code: &str) -> Self {
        assert_eq!(self.status, 2, "{}{}", self.out, self.err);
        assert!(self.err.contains(&format!("(code {code})")), "{}", self.err);
        assert!(
            !self.err.contains("INTERNAL") && !self.err.contains("panicked"),
            "{}",
            self.err
        );
        self
    }
}

impl Place {
    /// Makes a folder with the dataset.
    pub fn new() -> Self {
        let place = Place {
            folder: tempfile::tempdir().expect("a folder"),
            settings: Vec::new(),
        };
        fs::create_dir_all(place.path("data/articles")).expect("a folder");
        place.write("data/articles/mill.md", MILL);
        place.write("data/articles/bridge.txt", BRIDGE);
        place
    }

    /// Makes a folder without a dataset.
    pub fn empty() -> Self {
        Place {
            folder: tempfile::tempdir().expect("a folder"),
            settings: Vec::new(),
        }
    }

    /// Sets an environment variable for the commands to come.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Returns the path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file that was left alone for a while.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::write(&path, text).expect("a file");
        settle(&path);
    }

    /// Runs a command.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, b"")
    }

    /// Runs a command that the system kills in the write which makes a file larger than this.
    #[cfg(unix)]
    pub fn killed(&self, arguments: &str, kilobytes: u64) {
        use std::os::unix::process::ExitStatusExt;
        let program = env!("CARGO_BIN_EXE_footnote");
        // The limit is counted in half kilobytes.
        let script = format!(
            "ulimit -f {} && exec '{program}' {arguments}",
            2 * kilobytes
        );
        let ended = std::process::Command::new("sh")
            .args(["-c", &script])
            .current_dir(self.folder.path())
            .env_remove("FOOTNOTE_DB")
            .env_remove("FOOTNOTE_DATA")
            .output()
            .expect("a shell");
        assert!(ended.status.signal().is_some(), "{ended:?}");
    }

    /// Runs a command on a terminal of its own, does something else while it waits for a yes, says yes, and returns what it
    /// says then; `None` where there is no program to make a terminal.
    #[cfg(target_os = "linux")]
    pub fn agreed_to(&self, arguments: &str, meanwhile: impl FnOnce()) -> Option<String> {
        use std::io::{Read, Write};
        use std::process::Stdio;

        let command = format!("{} {arguments}", env!("CARGO_BIN_EXE_footnote"));
        // The `script` of util-linux runs a command on a terminal of its own.
        let started = std::process::Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut asking) = started else {
            println!("skipped: there is no program `script` to make a terminal");
            return None;
        };
        let (mut said, mut output) = (Vec::new(), asking.stdout.take().expect("its output"));
        let mut byte = [0];
        while !said.ends_with(b"[y/N] ") && output.read(&mut byte).expect("a byte") > 0 {
            said.extend(byte);
        }
        meanwhile();
        let mut keyboard = asking.stdin.take().expect("its input");
        keyboard.write_all(b"y\n").expect("it listens");
        let mut rest = String::new();
        output.read_to_string(&mut rest).expect("words");
        asking.wait().expect("it ends");
        Some(rest)
    }

    /// Runs a command with this on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = Command::cargo_bin("footnote").expect("the program");
        command
            .current_dir(self.folder.path())
            .args(arguments)
            .write_stdin(input);
        for name in ["FOOTNOTE_DB", "FOOTNOTE_DATA", "LOG", "DISCORD_TOKEN"] {
            command.env_remove(name);
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        let done = command.output().expect("it runs");
        Run {
            status: done.status.code().expect("a status"),
            out: String::from_utf8(done.stdout).expect("text"),
            err: String::from_utf8(done.stderr).expect("text"),
        }
    }
}

/// Makes a file look as if it had been written a while ago, so that no load has to wait for it.
pub fn settle(path: &Path) {
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    fs::File::options()
        .append(true)
        .open(path)
        .and_then(|file| file.set_modified(then))
        .expect("a time");
}
