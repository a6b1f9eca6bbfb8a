use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::error::ClusterError;

/// A lock on a file, kept until it is dropped or its process ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock for this process alone, or `None` if somebody holds it.
    pub(super) fn try_exclusive(path: &Path) -> Result<Option<Self>, ClusterError> {
        Self::try_with(path, File::try_lock)
    }

    /// Takes the lock beside others, or `None` if somebody holds it alone.
    pub(super) fn try_shared(path: &Path) -> Result<Option<Self>, ClusterError> {
        Self::try_with(path, File::try_lock_shared)
    }

    fn try_with(
        path: &Path,
        try_lock: impl Fn(&File) -> Result<(), TryLockError>,
    ) -> Result<Option<Self>, ClusterError> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(path)
            .map_err(ClusterError::io("open", path))?;
        match try_lock(&file) {
            Ok(()) => Ok(Some(Self {
                file,
                path: path.to_owned(),
            })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(err)) => Err(ClusterError::io("lock", path)(err)),
        }
    }

    /// Whether nobody else holds this lock, which is shared.
    ///
    /// Afterwards it is held alone or not at all, so ask only when leaving, and while nobody can come in.
    pub(super) fn is_last(&self) -> Result<bool, ClusterError> {
        // What happens to a lock that is held and asked for again differs between systems: let go of it first.
        self.file
            .unlock()
            .map_err(ClusterError::io("unlock", &self.path))?;
        match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(err)) => Err(ClusterError::io("lock", &self.path)(err)),
        }
    }

    /// Writes into the file who holds the lock, for [`holder`].
    pub(super) fn sign(&mut self) -> Result<(), ClusterError> {
        self.write_pid()
            .map_err(ClusterError::io("write", &self.path))
    }

    fn write_pid(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        writeln!(self.file, "{}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough: a child that is being forked at this moment has it open, too, until it runs its
        // own program.
        self.file.unlock().ok(); // Then the file is closed anyway.
    }
}

/// The process that holds the lock at `path`, if it has signed.
pub(super) fn holder(path: &Path) -> Option<u32> {
    let mut text = String::new();
    File::open(path)
        .ok()?
        .take(20)
        .read_to_string(&mut text)
        .ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_is_last() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = Lock::try_shared(&path).unwrap().unwrap();
        let second = Lock::try_shared(&path).unwrap().unwrap();

        assert!(Lock::try_exclusive(&path).unwrap().is_none());
        assert!(!first.is_last().unwrap());
        drop(first);
        assert!(second.is_last().unwrap());
    }

    #[test]
    fn a_signed_lock_names_its_holder() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        std::fs::write(&path, "123456789\n").unwrap();

        Lock::try_exclusive(&path).unwrap().unwrap().sign().unwrap();

        assert_eq!(holder(&path), Some(std::process::id()));
    }

    #[test]
    fn a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        std::os::unix::fs::symlink(dir.path().join("elsewhere"), &path).unwrap();

        assert!(Lock::try_exclusive(&path).is_err());
        assert!(!dir.path().join("elsewhere").exists());
    }
}
