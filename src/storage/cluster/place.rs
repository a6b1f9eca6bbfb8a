use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{self, Instant};

use super::ClusterOptions;
use super::account::Account;
use super::data_dir::make_data_dir;
use super::error::ClusterError;
use super::lock::{self, Lock};
use super::log::Log;
use super::socket::socket_dir_for;

/// How long to wait for others who start or stop the cluster: a recovery after a crash takes its time.
const CHANGE_PATIENCE: Duration = Duration::from_mins(5);
const CHANGE_POLL: Duration = Duration::from_millis(50);

/// A data directory: what lies where in it, and whose it is.
#[derive(Debug)]
pub(super) struct Place {
    data_dir: PathBuf,
    cluster_dir: PathBuf,
    socket_dir: PathBuf,
    log: Log,
    account: Account,
    options: ClusterOptions,
}

impl Place {
    /// The data directory of `options`, made if it is missing.
    pub(super) fn prepare(options: ClusterOptions) -> Result<Self, ClusterError> {
        make_data_dir(&options.data_dir)?;
        let data_dir = options
            .data_dir
            .canonicalize()
            .map_err(ClusterError::io("enter", &options.data_dir))?;
        let cluster_dir = data_dir.join("postgresql");
        let account = Account::of_cluster(&cluster_dir)?;
        let socket_dir = socket_dir_for(&data_dir);
        let log = Log::within(&data_dir);
        Ok(Self {
            data_dir,
            cluster_dir,
            socket_dir,
            log,
            account,
            options,
        })
    }

    pub(super) fn cluster_dir(&self) -> &Path {
        &self.cluster_dir
    }

    /// Where `initdb` works until the cluster is whole.
    pub(super) fn unfinished_dir(&self) -> PathBuf {
        self.data_dir.join("postgresql.unfinished")
    }

    /// The directory of the socket; its path needs no escaping, neither in a URL nor for PostgreSQL.
    pub(super) fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    pub(super) fn account(&self) -> Account {
        self.account
    }

    pub(super) fn options(&self) -> &ClusterOptions {
        &self.options
    }

    pub(super) fn has_cluster(&self) -> bool {
        self.version_file().exists()
    }

    /// The major version that made the cluster; `None` if there is no cluster yet.
    pub(super) fn major(&self) -> Result<Option<u32>, ClusterError> {
        match fs::read_to_string(self.version_file()) {
            Ok(text) => Ok(text.trim().parse().ok()),
            Err(err) if err.kind() == ErrorKind::NotFound => Ok(None),
            Err(err) => Err(ClusterError::io("read", &self.version_file())(err)),
        }
    }

    fn version_file(&self) -> PathBuf {
        self.cluster_dir.join("PG_VERSION")
    }

    /// The lock of the one server of this data directory.
    pub(super) fn lock_for_serving(&self) -> Result<Lock, ClusterError> {
        let path = self.data_dir.join("plenary.lock");
        let taken = || ClusterError::AlreadyServing {
            data_dir: self.data_dir.clone(),
            pid: lock::holder(&path),
        };
        let mut lock = Lock::try_exclusive(&path)?.ok_or_else(taken)?;
        lock.sign()?;
        Ok(lock)
    }

    /// The lock of everybody who uses the cluster. Take it only under [`Place::lock_for_changing`].
    pub(super) fn lock_for_use(&self) -> Result<Lock, ClusterError> {
        Lock::try_shared(&self.data_dir.join("cluster.lock"))?.ok_or_else(|| self.busy())
    }

    /// The lock of the one who starts or stops the cluster; waits for others who do.
    pub(super) async fn lock_for_changing(&self) -> Result<Lock, ClusterError> {
        let path = self.data_dir.join("cluster.changing");
        let give_up = Instant::now() + CHANGE_PATIENCE;
        while Instant::now() < give_up {
            if let Some(lock) = Lock::try_exclusive(&path)? {
                return Ok(lock);
            }
            time::sleep(CHANGE_POLL).await;
        }
        Err(self.busy())
    }

    fn busy(&self) -> ClusterError {
        ClusterError::Busy {
            data_dir: self.data_dir.clone(),
        }
    }

    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// The error for a `program` of PostgreSQL that cannot be run in `dir`.
    pub(super) fn cannot_run(&self, program: &Path, dir: &Path, err: io::Error) -> ClusterError {
        if err.kind() == ErrorKind::PermissionDenied {
            for wanted in [&dir.join("PG_VERSION"), program] {
                if let Some(closed) = self.account.first_closed(wanted) {
                    return ClusterError::Unreachable {
                        wanted: wanted.into(),
                        closed,
                        uid: self.account.uid(),
                    };
                }
            }
        }
        ClusterError::io("run", program)(err)
    }
}
