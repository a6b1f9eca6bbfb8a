use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rustix::process::{Uid, geteuid};
use tokio::process::Command;

use super::error::ClusterError;

/// Accounts to run PostgreSQL under when we are root, the best one first.
const CANDIDATES: [&str; 3] = ["plenary", "postgres", "nobody"];

/// The account that PostgreSQL runs under: our own, or another one if we are root, because it refuses root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    Ours,
    Other { uid: u32, gid: u32 },
}

impl Account {
    /// The account for the cluster in `dir`: the owner of an existing one; for a new one ours, or a candidate's.
    pub(super) fn of_cluster(dir: &Path) -> Result<Self, ClusterError> {
        let us = geteuid();
        match fs::metadata(dir) {
            Ok(found) if us.is_root() && found.uid() != Uid::ROOT.as_raw() => Ok(Self::Other {
                uid: found.uid(),
                gid: found.gid(),
            }),
            Ok(found) if !us.is_root() && found.uid() == us.as_raw() => Ok(Self::Ours),
            Ok(_) if us.is_root() => Err(ClusterError::OwnedByRoot {
                dir: dir.to_owned(),
            }),
            Ok(found) => Err(ClusterError::WrongOwner {
                dir: dir.to_owned(),
                owner: found.uid(),
            }),
            Err(err) if err.kind() != std::io::ErrorKind::NotFound => {
                Err(ClusterError::io("enter", dir)(err))
            }
            Err(_) if us.is_root() => {
                let passwd = Path::new("/etc/passwd");
                let text = fs::read_to_string(passwd).map_err(ClusterError::io("read", passwd))?;
                CANDIDATES
                    .iter()
                    .find_map(|name| find_in(&text, name))
                    .ok_or(ClusterError::NoAccount)
            }
            Err(_) => Ok(Self::Ours),
        }
    }

    pub(super) fn uid(self) -> u32 {
        match self {
            Self::Ours => geteuid().as_raw(),
            Self::Other { uid, .. } => uid,
        }
    }

    /// Gives `path` to this account.
    pub(super) fn give(self, path: &Path) -> Result<(), ClusterError> {
        match self {
            Self::Ours => Ok(()),
            Self::Other { uid, gid } => {
                chown(path, Some(uid), Some(gid)).map_err(ClusterError::io("give away", path))
            }
        }
    }

    /// A command of this account in the directory `dir`, untouched by our environment: no `PGPORT` or `PGOPTIONS`
    /// changes what it does, and its messages are English, so that we can tell them apart.
    pub(super) fn command(self, program: impl AsRef<OsStr>, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .current_dir(dir)
            .stdin(Stdio::null());
        if let Self::Other { uid, gid } = self {
            // This also gives up root's supplementary groups.
            command.uid(uid).gid(gid);
        }
        command
    }

    /// The first directory on the way to `wanted` that this account may not enter, going by its mode.
    pub(super) fn first_closed(self, wanted: &Path) -> Option<PathBuf> {
        let Self::Other { uid, gid } = self else {
            return None;
        };
        let mut directories: Vec<_> = wanted.ancestors().skip(1).collect();
        directories.reverse();
        directories
            .into_iter()
            .find(|dir| fs::metadata(dir).is_ok_and(|found| !may_enter(&found, uid, gid)))
            .map(Into::into)
    }
}

fn may_enter(dir: &fs::Metadata, uid: u32, gid: u32) -> bool {
    let bit = if dir.uid() == uid {
        0o100
    } else if dir.gid() == gid {
        0o010
    } else {
        0o001
    };
    dir.mode() & bit != 0
}

/// The account called `name` in the text of a password file, unless it is root by another name.
fn find_in(passwd: &str, name: &str) -> Option<Account> {
    let fields: Vec<_> = passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|f| f[0] == name)?;
    let (uid, gid) = (fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?);
    (uid != Uid::ROOT.as_raw()).then_some(Account::Other { uid, gid })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let passwd = "root:x:0:0::/root:/bin/sh\nplenary2:x:7:7::/:/bin/sh\nplenary:x:101:104::/:/bin/sh\nshort:x\n";
        assert_eq!(
            find_in(passwd, "plenary"),
            Some(Account::Other { uid: 101, gid: 104 })
        );
        assert_eq!(find_in(passwd, "postgres"), None);
        assert_eq!(find_in(passwd, "short"), None);
        assert_eq!(find_in(passwd, "root"), None);
    }
}
