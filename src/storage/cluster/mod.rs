//! The private PostgreSQL cluster: what Plenary uses when nobody gives it a `DATABASE_URL`.
//!
//! The cluster lives in the data directory, speaks only through a Unix socket, and outlives the process that
//! started it: whoever comes next takes it over. In the data directory lie
//!
//! | name               | what it is                                                                |
//! |--------------------|---------------------------------------------------------------------------|
//! | `postgresql/`      | the cluster; `postgresql.conf` in it may be edited                        |
//! | `socket/`          | its socket, unless the path is too long for one (then `/tmp/plenary-…`)   |
//! | `postgresql.log`   | what PostgreSQL has to say; the former one is `postgresql.log.1`          |
//! | `plenary.lock`     | held by the one server of this directory, with its process id             |
//! | `cluster.lock`     | held shared by everybody who uses the cluster                             |
//! | `cluster.changing` | held by the one who starts or stops the cluster, for as long as that takes |
//!
//! **The last one out stops the cluster.** Whoever uses it holds `cluster.lock` shared; whoever leaves stops the
//! cluster only if nobody else holds that lock. Both ends happen under `cluster.changing`, so that nobody can come
//! in while the cluster is being stopped, and two cannot start it at once. The kernel drops the locks of a process
//! that dies, however it dies.

mod account;
mod binaries;
mod creation;
mod data_dir;
mod error;
mod lock;
mod log;
mod pid_file;
mod place;
mod postmaster;
mod socket;
mod supervisor;

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

pub use data_dir::default_data_dir;
pub use error::ClusterError;

use lock::Lock;
use place::Place;
use postmaster::Postmaster;
use supervisor::Supervisor;

/// The role and the database that Plenary uses in its cluster.
const PLENARY: &str = "plenary";
/// The port is only part of the socket's name: nothing listens on the network.
const PORT: u16 = 5432;

/// Where the cluster is, and where to look for PostgreSQL.
#[derive(Clone, Debug)]
pub struct ClusterOptions {
    /// The data directory; created when missing.
    pub data_dir: PathBuf,
    /// The only directory to take `initdb` and `postgres` from (the setting `PLENARY_PG_BIN`).
    pub pg_bin: Option<PathBuf>,
    /// Directories to look in after the usual places of packages: the entries of `PATH`, for example.
    pub search: Vec<PathBuf>,
}

/// A running private cluster, in use by this process.
///
/// While it is held, a postmaster that dies is started again. Call [`Cluster::stop`] when done; a `Cluster` that is
/// merely dropped leaves PostgreSQL running for whoever comes next, as a killed process does.
#[derive(Debug)]
pub struct Cluster {
    place: Arc<Place>,
    supervisor: Supervisor,
    in_use: Lock,
    /// Only a server has it.
    serving: Option<Lock>,
}

impl Cluster {
    /// Starts the cluster for a server, or takes over the one that is already running.
    ///
    /// There is one server per data directory: a second one gets [`ClusterError::AlreadyServing`].
    /// The first start creates the cluster, which takes about a second.
    pub async fn start(options: ClusterOptions) -> Result<Self, ClusterError> {
        let place = Arc::new(Place::prepare(options)?);
        let serving = place.lock_for_serving()?;
        Self::enter(place, Some(serving)).await
    }

    /// Uses the cluster for a single command, beside a running server or without one.
    pub async fn open(options: ClusterOptions) -> Result<Self, ClusterError> {
        Self::enter(Arc::new(Place::prepare(options)?), None).await
    }

    async fn enter(place: Arc<Place>, serving: Option<Lock>) -> Result<Self, ClusterError> {
        let changing = place.lock_for_changing().await?;
        let in_use = place.lock_for_use()?;
        if !place.has_cluster() {
            creation::create_cluster(&place).await?;
        }
        let mut postmaster = Postmaster::new(Arc::clone(&place));
        postmaster.ensure_running().await?;
        creation::create_database(&place).await?;
        drop(changing);
        let supervisor = Supervisor::watch(postmaster);
        Ok(Self {
            place,
            supervisor,
            in_use,
            serving,
        })
    }

    /// Leaves the cluster, and stops it if nobody else uses it.
    ///
    /// PostgreSQL ends open connections, writes everything to disk and goes; a later start needs no recovery.
    pub async fn stop(self) -> Result<(), ClusterError> {
        let Self {
            place,
            supervisor,
            in_use,
            serving,
        } = self;
        let mut postmaster = supervisor.end().await;
        let changing = place.lock_for_changing().await?;
        if in_use.is_last()? {
            postmaster.stop().await?;
        }
        drop((in_use, changing, serving));
        Ok(())
    }

    /// How to connect to the database.
    #[must_use]
    pub fn connect_options(&self) -> PgConnectOptions {
        connect_options(&self.place).database(PLENARY)
    }

    /// The database as a URL: for programs that take a `DATABASE_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        // `Place` takes only socket directories whose names need no escaping.
        format!(
            "postgres://{PLENARY}@localhost/{PLENARY}?host={}",
            self.place.socket_dir().display()
        )
    }
}

/// How to connect to the cluster, to a database yet to be named.
fn connect_options(place: &Place) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(place.socket_dir())
        .port(PORT)
        .username(PLENARY)
        .ssl_mode(PgSslMode::Disable)
        .application_name(PLENARY)
}
