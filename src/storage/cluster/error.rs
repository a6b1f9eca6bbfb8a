use std::io;
use std::path::{Path, PathBuf};

use super::binaries::OLDEST_MAJOR;

/// Why the private cluster is not to be had. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// No PostgreSQL on this machine is new enough, or none is there at all.
    #[error(
        "no PostgreSQL {OLDEST_MAJOR} or newer found on this machine; \
         on Debian or Ubuntu run `apt-get install postgresql`, elsewhere install its server package, \
         or set PLENARY_PG_BIN to the directory that holds `initdb` and `postgres`"
    )]
    NoBinaries,
    /// `PLENARY_PG_BIN` names a directory without a usable PostgreSQL.
    #[error(
        "PLENARY_PG_BIN is {}, but `initdb` and `postgres` {OLDEST_MAJOR} or newer cannot be run from there",
        .dir.display()
    )]
    UnusableBinaries {
        /// The directory that was given.
        dir: PathBuf,
    },
    /// The cluster was made by a major version of PostgreSQL that is not installed.
    #[error(
        "the database in {} was made by PostgreSQL {major}, which is not installed (found: {}); \
         on Debian or Ubuntu run `apt-get install postgresql-{major}`",
        .dir.display(), listed(.found)
    )]
    WrongMajor {
        /// The cluster's directory.
        dir: PathBuf,
        /// The major version that made it.
        major: u32,
        /// The major versions that are installed.
        found: Vec<u32>,
    },
    /// Another Plenary server runs on this data directory.
    #[error(
        "another Plenary server{} already uses {}; stop that one, or give this one a data directory of its own",
        .pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), .data_dir.display()
    )]
    AlreadyServing {
        /// The data directory both want.
        data_dir: PathBuf,
        /// The other server's process id, as it wrote it down.
        pid: Option<u32>,
    },
    /// Another process has been starting or stopping the cluster for too long.
    #[error(
        "another process keeps starting or stopping the database in {}; \
         wait for it, or end it if it hangs, and try again", .data_dir.display()
    )]
    Busy {
        /// The data directory.
        data_dir: PathBuf,
    },
    /// PostgreSQL refuses to run as root, and there is no other account to run it as.
    #[error(
        "PostgreSQL does not run as root, and none of the accounts plenary, postgres and nobody exists; \
         run `useradd --system plenary`, or start Plenary as another user"
    )]
    NoAccount,
    /// This process runs under a user id that has no entry in the password file, which `initdb` needs.
    #[error(
        "user id {uid} has no entry in /etc/passwd, and PostgreSQL needs one to create its cluster; \
         add one, or run Plenary as root or as a named user"
    )]
    NamelessUser {
        /// The user id.
        uid: u32,
    },
    /// The cluster belongs to another user than the one who wants to run it.
    #[error("{} belongs to user id {owner}, who alone can run the database in it; run this as that user", .dir.display())]
    WrongOwner {
        /// The cluster's directory.
        dir: PathBuf,
        /// Its owner.
        owner: u32,
    },
    /// The cluster belongs to root, as which PostgreSQL does not run.
    #[error(
        "{} belongs to root, and PostgreSQL does not run as root; give it to another user, as in `chown -R postgres {}`",
        .dir.display(), .dir.display()
    )]
    OwnedByRoot {
        /// The cluster's directory.
        dir: PathBuf,
    },
    /// The account that runs PostgreSQL cannot get to a file it needs.
    #[error(
        "PostgreSQL runs as user id {uid}, which cannot reach {} because {} is closed to it; \
         choose a data directory elsewhere (as root, /var/lib/plenary is the usual place), or run `chmod o+x {}`",
        .wanted.display(), .closed.display(), .closed.display()
    )]
    Unreachable {
        /// What it needs.
        wanted: PathBuf,
        /// The directory on the way there that does not let it pass.
        closed: PathBuf,
        /// The account.
        uid: u32,
    },
    /// The directory for the socket is there already, and is not ours.
    #[error(
        "{} exists and is not a directory that only user id {uid} may enter; remove it, or shorten the path of the data directory",
        .dir.display()
    )]
    ForeignSocketDir {
        /// The directory.
        dir: PathBuf,
        /// The account that runs PostgreSQL.
        uid: u32,
    },
    /// The disk is full.
    #[error("no space left on the disk that holds {}; make room and start again", .path.display())]
    DiskFull {
        /// Something on that disk.
        path: PathBuf,
    },
    /// This account may not use a file or directory it needs.
    #[error("may not {action} {}; run this as the user the server runs as, or choose another data directory", .path.display())]
    NotPermitted {
        /// What was tried: a verb.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
    },
    /// `initdb` failed.
    #[error("could not create the database in {}: {output}", .dir.display())]
    Create {
        /// The cluster's directory.
        dir: PathBuf,
        /// What `initdb` said last.
        output: String,
    },
    /// PostgreSQL ended before it was ready.
    #[error("PostgreSQL did not start; {} ends with: {log_end}", .log.display())]
    Start {
        /// Its log.
        log: PathBuf,
        /// What it said last.
        log_end: String,
    },
    /// PostgreSQL runs but does not become ready.
    #[error("PostgreSQL (process {pid}) does not get ready; its log is {}", .log.display())]
    NotReady {
        /// The postmaster.
        pid: i32,
        /// Its log.
        log: PathBuf,
    },
    /// PostgreSQL was told to stop, twice, and did not.
    #[error("PostgreSQL (process {pid}) does not stop; its log is {}", .log.display())]
    NotStopped {
        /// The postmaster.
        pid: i32,
        /// Its log.
        log: PathBuf,
    },
    /// The running cluster did not let us make our database.
    #[error("could not prepare the database `plenary`")]
    Prepare(#[from] sqlx::Error),
    /// The operating system refused something else.
    #[error("could not {action} {}", .path.display())]
    Io {
        /// What was tried: a verb.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The refusal.
        source: io::Error,
    },
}

impl ClusterError {
    /// The error for a refused file operation: `.map_err(ClusterError::io("open", path))`.
    pub(super) fn io<'a>(action: &'static str, path: &'a Path) -> impl Fn(io::Error) -> Self + 'a {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull {
                path: path.to_owned(),
            },
            io::ErrorKind::PermissionDenied => Self::NotPermitted {
                action,
                path: path.to_owned(),
            },
            _ => Self::Io {
                action,
                path: path.to_owned(),
                source,
            },
        }
    }
}

fn listed(majors: &[u32]) -> String {
    if majors.is_empty() {
        return "none".to_owned();
    }
    majors
        .iter()
        .map(u32::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_to_do() {
        let wrong = ClusterError::WrongMajor {
            dir: "/data/postgresql".into(),
            major: 14,
            found: vec![16, 15],
        };
        assert_eq!(
            wrong.to_string(),
            "the database in /data/postgresql was made by PostgreSQL 14, which is not installed (found: 16, 15); \
             on Debian or Ubuntu run `apt-get install postgresql-14`"
        );
        let taken = ClusterError::AlreadyServing {
            data_dir: "/data".into(),
            pid: Some(7),
        };
        assert!(
            taken.to_string().starts_with(
                "another Plenary server (process 7) already uses /data; stop that one"
            )
        );
    }

    #[test]
    fn a_full_disk_is_told_from_a_forbidden_file() {
        let refused = ClusterError::io("create", Path::new("/data"));
        assert!(matches!(
            refused(io::ErrorKind::StorageFull.into()),
            ClusterError::DiskFull { .. }
        ));
        assert!(matches!(
            refused(io::ErrorKind::PermissionDenied.into()),
            ClusterError::NotPermitted { .. }
        ));
    }
}
