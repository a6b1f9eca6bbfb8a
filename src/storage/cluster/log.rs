use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::error::ClusterError;

const LIMIT_BYTES: u64 = 10 * 1024 * 1024;
const END_BYTES: u64 = 2000;

/// What PostgreSQL has to say.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
}

impl Log {
    /// The log in this data directory.
    pub(super) fn within(data_dir: &Path) -> Self {
        Self {
            path: data_dir.join("postgresql.log"),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The log, to append to. One that has grown large is put aside first.
    pub(super) fn open(&self) -> Result<File, ClusterError> {
        let path = &self.path;
        if self.length() > LIMIT_BYTES {
            fs::rename(path, path.with_extension("log.1"))
                .map_err(ClusterError::io("rename", path))?;
        }
        OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(path)
            .map_err(ClusterError::io("open", path))
    }

    /// Its length in bytes; none if it is not there.
    pub(super) fn length(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |log| log.len())
    }

    /// The last of what was written after the first `from` bytes.
    pub(super) fn end_after(&self, from: u64) -> String {
        self.read_end(from)
            .unwrap_or_else(|err| format!("(the log cannot be read: {err})"))
    }

    fn read_end(&self, from: u64) -> io::Result<String> {
        let mut log = File::open(&self.path)?;
        // A log that is shorter than it was has been put aside.
        let from = if from > self.length() { 0 } else { from };
        log.seek(SeekFrom::Start(
            from.max(self.length().saturating_sub(END_BYTES)),
        ))?;
        let mut end = Vec::new();
        log.read_to_end(&mut end)?;
        Ok(String::from_utf8_lossy(&end).trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_large_log_is_put_aside() {
        let dir = tempfile::tempdir().unwrap();
        let log = Log::within(dir.path());
        log.open().unwrap().set_len(LIMIT_BYTES + 1).unwrap();
        let before = log.length();

        log.open()
            .unwrap()
            .write_all(b"FATAL: could not start\n")
            .unwrap();

        assert_eq!(log.end_after(before), "FATAL: could not start");
        assert!(dir.path().join("postgresql.log.1").exists());
    }

    #[test]
    fn only_what_is_new_is_shown() {
        let dir = tempfile::tempdir().unwrap();
        let log = Log::within(dir.path());
        log.open().unwrap().write_all(b"old\n").unwrap();
        let before = log.length();

        log.open().unwrap().write_all(b"new\n").unwrap();

        assert_eq!(log.end_after(before), "new");
    }
}
