use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Output;

use sqlx::{Connection, PgConnection};
use tracing::info;

use super::binaries::Binaries;
use super::error::ClusterError;
use super::place::Place;
use super::{PLENARY, connect_options};

/// What a new cluster's `postgresql.conf` ends with. What must hold whatever the file says is given on the
/// postmaster's command line instead.
const SETTINGS: &str = "
#------------------------------------------------------------------------------
# PLENARY
#------------------------------------------------------------------------------

# Where to listen, and that nothing said to be saved can be lost, is given on the
# command line and cannot be changed here. The rest may be.
max_connections = 100
idle_in_transaction_session_timeout = '60s'	# a transaction that was forgotten holds locks
wal_compression = on
jit = off				# our queries are short
max_parallel_workers_per_gather = 0	# containers often have too little shared memory
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off			# postgresql.log is for what needs attention
";

/// Creates the cluster. It appears under its name only when it is whole, so a crash on the way leaves nothing half done.
pub(super) async fn create_cluster(place: &Place) -> Result<(), ClusterError> {
    let binaries = Binaries::find(place).await?;
    let (unfinished, finished) = (place.unfinished_dir(), place.cluster_dir());
    match fs::remove_dir_all(&unfinished) {
        Err(err) if err.kind() != ErrorKind::NotFound => {
            return Err(ClusterError::io("remove", &unfinished)(err));
        }
        _ => {}
    }
    DirBuilder::new()
        .mode(0o700)
        .create(&unfinished)
        .map_err(ClusterError::io("create", &unfinished))?;
    place.account().give(&unfinished)?;

    info!(dir = %finished.display(), "creating the database");
    let initdb = binaries.initdb();
    let output = place
        .account()
        .command(&initdb, &unfinished)
        .arg("--pgdata")
        .arg(&unfinished)
        .args([
            "--username",
            PLENARY,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "--data-checksums",
        ])
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|err| place.cannot_run(&initdb, &unfinished, err))?;
    if !output.status.success() {
        return Err(initdb_failed(place, &output));
    }
    add_settings(&unfinished.join("postgresql.conf"))?;
    fs::rename(&unfinished, finished).map_err(ClusterError::io("rename", &unfinished))?;
    sync_parent(finished)
}

fn add_settings(conf: &Path) -> Result<(), ClusterError> {
    let append = || {
        let mut file = OpenOptions::new().append(true).open(conf)?;
        file.write_all(SETTINGS.as_bytes())?;
        file.sync_all()
    };
    append().map_err(ClusterError::io("write", conf))
}

/// Makes the renaming of `dir` last.
fn sync_parent(dir: &Path) -> Result<(), ClusterError> {
    let Some(parent) = dir.parent() else {
        return Ok(());
    };
    File::open(parent)
        .and_then(|parent| parent.sync_all())
        .map_err(ClusterError::io("sync", parent))
}

fn initdb_failed(place: &Place, output: &Output) -> ClusterError {
    let said = String::from_utf8_lossy(&output.stderr);
    let dir = place.cluster_dir().to_owned();
    if said.contains("could not look up effective user ID") {
        ClusterError::NamelessUser {
            uid: place.account().uid(),
        }
    } else if said.contains("No space left on device") {
        ClusterError::DiskFull { path: dir }
    } else if said.contains("Permission denied")
        && let Some(closed) = place.account().first_closed(&dir)
    {
        ClusterError::Unreachable {
            wanted: dir,
            closed,
            uid: place.account().uid(),
        }
    } else {
        ClusterError::Create {
            dir,
            output: said.trim().to_owned(),
        }
    }
}

/// Creates the database in the running cluster, unless it is there.
pub(super) async fn create_database(place: &Place) -> Result<(), ClusterError> {
    let mut connection =
        PgConnection::connect_with(&connect_options(place).database("postgres")).await?;
    let there: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(PLENARY)
            .fetch_one(&mut connection)
            .await?;
    if !there {
        sqlx::query("create database plenary")
            .execute(&mut connection)
            .await?;
    }
    connection.close().await?;
    Ok(())
}
