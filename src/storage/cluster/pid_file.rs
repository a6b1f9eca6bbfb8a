use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rustix::process::{Pid, test_kill_process};

use super::error::ClusterError;

/// What a postmaster wrote about itself into `postmaster.pid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: Pid,
    /// Whether it says that it takes connections.
    pub(super) ready: bool,
}

impl PidFile {
    /// The file in the cluster `dir`; `None` if there is none, or if it is not written yet.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>, ClusterError> {
        let path = path_in(dir);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Self::parse(&text)),
            Err(err) if err.kind() == ErrorKind::NotFound => Ok(None),
            Err(err) => Err(ClusterError::io("read", &path)(err)),
        }
    }

    /// The first line is the process id, the eighth the status (`src/include/utils/pidfile.h`).
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines
            .next()?
            .trim()
            .parse()
            .ok()
            .filter(|pid: &i32| *pid > 0)?;
        let ready = lines.nth(6).is_some_and(|status| status.trim() == "ready");
        Some(Self {
            pid: Pid::from_raw(pid)?,
            ready,
        })
    }

    /// Whether the process that wrote the file into `dir` lives.
    pub(super) fn is_alive(self, dir: &Path) -> bool {
        exists(self.pid) && !is_stranger(self.pid, dir)
    }

    /// Removes the file from `dir` if its process id now belongs to a process that is no postmaster.
    ///
    /// That happens when a machine or a container was switched off and counts its processes from the start again.
    /// PostgreSQL cannot tell and would refuse to start. It sees by itself when the process is gone, and by the
    /// shared memory when other processes of the former postmaster are still at work.
    pub(super) fn remove_if_misleading(dir: &Path) -> Result<(), ClusterError> {
        match Self::read(dir)? {
            Some(file) if exists(file.pid) && is_stranger(file.pid, dir) => {
                let path = path_in(dir);
                fs::remove_file(&path).map_err(ClusterError::io("remove", &path))
            }
            _ => Ok(()),
        }
    }
}

fn path_in(dir: &Path) -> PathBuf {
    dir.join("postmaster.pid")
}

fn exists(pid: Pid) -> bool {
    // "Not permitted" means that it is there, and another user's.
    !matches!(test_kill_process(pid), Err(err) if err == rustix::io::Errno::SRCH)
}

/// Whether the process is certainly not a living postmaster of `dir`: a postmaster works in its cluster's directory.
///
/// Without `/proc`, as on macOS, nothing is certain. A process that has ended, but that nobody has asked after, works nowhere.
fn is_stranger(pid: Pid, dir: &Path) -> bool {
    let process = PathBuf::from(format!("/proc/{}", pid.as_raw_nonzero()));
    match fs::read_link(process.join("cwd")) {
        Ok(cwd) => cwd != dir,
        Err(err) if may_not_look(&err) => {
            fs::read(process.join("cmdline")).is_ok_and(|line| !mentions(&line, dir))
        }
        Err(_) => Path::new("/proc/self/cwd").exists(),
    }
}

fn may_not_look(err: &io::Error) -> bool {
    err.kind() == ErrorKind::PermissionDenied
}

/// Whether `dir` is among the arguments of a command line, which end in zero bytes.
fn mentions(command_line: &[u8], dir: &Path) -> bool {
    command_line
        .split(|byte| *byte == 0)
        .any(|argument| argument == dir.as_os_str().as_encoded_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own_pid() -> Pid {
        rustix::process::getpid()
    }

    #[test]
    fn a_pid_file_is_read_as_postgresql_writes_it() {
        let written =
            "4711\n/data/postgresql\n1763820000\n5432\n/data/socket\n\n 5439  12\nready   \n";
        let pid = Pid::from_raw(4711).unwrap();
        assert_eq!(PidFile::parse(written), Some(PidFile { pid, ready: true }));
        assert_eq!(
            PidFile::parse(&written.replace("ready   ", "starting")),
            Some(PidFile { pid, ready: false })
        );
        assert_eq!(
            PidFile::parse("4711\n/data"),
            Some(PidFile { pid, ready: false })
        );
        assert_eq!(PidFile::parse("-4711\n"), None);
        assert_eq!(PidFile::parse(""), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_reused_process_id_misleads_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let file = path_in(dir.path());
        fs::write(&file, own_pid().to_string()).unwrap();

        assert!(
            !PidFile::read(dir.path())
                .unwrap()
                .unwrap()
                .is_alive(dir.path())
        );
        PidFile::remove_if_misleading(dir.path()).unwrap();

        assert!(!file.exists());
    }

    #[test]
    fn a_process_is_known_by_where_it_works() {
        let here = std::env::current_dir().unwrap();
        assert!(
            PidFile {
                pid: own_pid(),
                ready: true
            }
            .is_alive(&here)
        );
        assert!(mentions(
            b"postgres\0-D\0/data/postgresql\0",
            Path::new("/data/postgresql")
        ));
        assert!(!mentions(
            b"plenary\0--data-dir\0/data\0",
            Path::new("/data/postgresql")
        ));
    }
}
