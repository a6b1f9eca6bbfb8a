use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, PgConnection};
use tokio::process::Child;
use tokio::time::{self, Instant};
use tracing::{info, warn};

use super::binaries::Binaries;
use super::error::ClusterError;
use super::pid_file::PidFile;
use super::place::Place;
use super::socket::make_socket_dir;
use super::{PORT, connect_options};

/// What must hold, whatever `postgresql.conf` says: only our socket, and no word lost that was said to be saved.
const MUST_HOLD: [&str; 8] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "logging_collector=off",
    "log_destination=stderr",
    "cluster_name=plenary",
];

/// How long the processes of a postmaster that was killed may be in the way of the next one.
const CLEARING_PATIENCE: Duration = Duration::from_secs(10);
const CLEARING_POLL: Duration = Duration::from_millis(250);
/// How long a postmaster may take to get ready: after a crash it first reads again what was last written.
const READY_PATIENCE: Duration = Duration::from_mins(4);
const READY_POLL: Duration = Duration::from_millis(20);
const ANSWER_PATIENCE: Duration = Duration::from_secs(5);
/// The code of "the database system is starting up", or shutting down.
const CANNOT_CONNECT_NOW: &str = "57P03";
const READY_NEWS: Duration = Duration::from_secs(10);
/// What stops a postmaster, and how long that may take: first with a last write to disk, then without, which is
/// safe too but needs a recovery at the next start.
const STOPPING: [(Signal, Duration); 2] = [
    (Signal::INT, Duration::from_secs(30)),
    (Signal::QUIT, Duration::from_secs(10)),
];
const STOP_POLL: Duration = Duration::from_millis(20);

/// The main process of the cluster, started by us or by somebody before us.
#[derive(Debug)]
pub(super) struct Postmaster {
    place: Arc<Place>,
    /// The process if we started it: it is ours to reap.
    child: Option<Child>,
}

impl Postmaster {
    pub(super) fn new(place: Arc<Place>) -> Self {
        Self { place, child: None }
    }

    pub(super) fn place(&self) -> &Arc<Place> {
        &self.place
    }

    /// The process id while it lives.
    pub(super) fn pid(&mut self) -> Result<Option<Pid>, ClusterError> {
        if let Some(child) = &mut self.child {
            // `None` from `try_wait` says that it still runs; an error, that nothing can be learnt from it.
            match child.try_wait() {
                Ok(None) => return Ok(child.id().and_then(|id| Pid::from_raw(id.cast_signed()))),
                Ok(Some(_)) | Err(_) => self.child = None,
            }
        }
        let dir = self.place.cluster_dir();
        Ok(PidFile::read(dir)?
            .filter(|file| file.is_alive(dir))
            .map(|file| file.pid))
    }

    /// Sees to it that a postmaster runs and takes connections. Call it only under [`Place::lock_for_changing`].
    ///
    /// May be cancelled: a process that was started stays known.
    pub(super) async fn ensure_running(&mut self) -> Result<(), ClusterError> {
        let give_up = Instant::now() + CLEARING_PATIENCE;
        loop {
            let log_length = self.place.log().length();
            let is_ours = self.pid()?.is_none();
            if is_ours {
                PidFile::remove_if_misleading(self.place.cluster_dir())?;
                self.spawn().await?;
            }
            if self.gets_ready().await? {
                return Ok(());
            }
            // One that ran before we came was on its way out. Why ours ended, the log says.
            let log_end = self.place.log().end_after(log_length);
            if Instant::now() > give_up || is_ours && !is_in_the_way(&log_end) {
                return Err(self.did_not_start(log_end));
            }
            time::sleep(CLEARING_POLL).await;
        }
    }

    async fn spawn(&mut self) -> Result<(), ClusterError> {
        let place = &self.place;
        let binaries = Binaries::find(place).await?;
        make_socket_dir(place.socket_dir(), place.account())?;
        let log = place.log().open()?;
        let log_too = log
            .try_clone()
            .map_err(ClusterError::io("open", place.log().path()))?;
        let (postgres, dir) = (binaries.postgres(), place.cluster_dir());
        let mut command = place.account().command(&postgres, dir);
        command.arg("-D").arg(dir).args(["-p", &PORT.to_string()]);
        command.arg("-c").arg(format!(
            "unix_socket_directories={}",
            place.socket_dir().display()
        ));
        command.args(MUST_HOLD.iter().flat_map(|setting| ["-c", setting]));
        // In a process group of its own, so that ^C in a terminal reaches us alone, and we stop it in good order.
        command.stdout(log).stderr(log_too).process_group(0);
        self.child = Some(
            command
                .spawn()
                .map_err(|err| place.cannot_run(&postgres, dir, err))?,
        );
        Ok(())
    }

    /// Waits until the postmaster takes connections; `false` if it ended instead.
    async fn gets_ready(&mut self) -> Result<bool, ClusterError> {
        let started = Instant::now();
        let mut next_news = started + READY_NEWS;
        while let Some(pid) = self.pid()? {
            let file = PidFile::read(self.place.cluster_dir())?;
            // What the file says may be the last word of a postmaster that is just being killed.
            if file.is_some_and(|file| file.ready && file.pid == pid) && self.answers().await {
                return Ok(true);
            }
            if started.elapsed() > READY_PATIENCE {
                return Err(ClusterError::NotReady {
                    pid: pid.as_raw_nonzero().get(),
                    log: self.place.log().path().to_owned(),
                });
            }
            if Instant::now() > next_news {
                info!(
                    seconds = started.elapsed().as_secs(),
                    "PostgreSQL is getting ready"
                );
                next_news += READY_NEWS;
            }
            time::sleep(READY_POLL).await;
        }
        Ok(false)
    }

    /// Whether the postmaster answers, if only to say that it has no place left.
    async fn answers(&self) -> bool {
        let options = connect_options(&self.place).database("postgres");
        match time::timeout(ANSWER_PATIENCE, PgConnection::connect_with(&options)).await {
            Ok(Ok(connection)) => connection.close().await.is_ok(),
            Ok(Err(sqlx::Error::Database(refusal))) => {
                refusal.code().is_none_or(|code| code != CANNOT_CONNECT_NOW)
            }
            Ok(Err(_)) | Err(_) => false,
        }
    }

    fn did_not_start(&self, log_end: String) -> ClusterError {
        if log_end.contains("No space left on device") {
            return ClusterError::DiskFull {
                path: self.place.cluster_dir().to_owned(),
            };
        }
        ClusterError::Start {
            log: self.place.log().path().to_owned(),
            log_end,
        }
    }

    /// Stops the postmaster and waits until it is gone. Call it only under [`Place::lock_for_changing`].
    pub(super) async fn stop(&mut self) -> Result<(), ClusterError> {
        for (signal, patience) in STOPPING {
            let Some(pid) = self.pid()? else {
                return Ok(());
            };
            // The only thing that can go wrong is that it ended just now, which the next look shows.
            kill_process(pid, signal).ok();
            let give_up = Instant::now() + patience;
            while self.pid()?.is_some() {
                if Instant::now() > give_up {
                    warn!(
                        pid = pid.as_raw_nonzero(),
                        ?signal,
                        "PostgreSQL does not stop"
                    );
                    break;
                }
                time::sleep(STOP_POLL).await;
            }
        }
        match self.pid()? {
            None => Ok(()),
            Some(pid) => Err(ClusterError::NotStopped {
                pid: pid.as_raw_nonzero().get(),
                log: self.place.log().path().to_owned(),
            }),
        }
    }
}

/// Whether PostgreSQL ended because its predecessor is not quite gone.
fn is_in_the_way(log_end: &str) -> bool {
    log_end.contains("lock file") && log_end.contains("already exists")
        || log_end.contains("pre-existing shared memory block")
}
