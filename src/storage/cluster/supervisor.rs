use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{self, Instant};
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing::{error, info, warn};

use super::error::ClusterError;
use super::place::Place;
use super::postmaster::Postmaster;

const LOOK_EVERY: Duration = Duration::from_millis(500);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A postmaster that ran for so long is not part of a row of failures.
const STEADY: Duration = Duration::from_mins(1);

/// The task that starts the postmaster again when it dies.
///
/// Everybody who uses the cluster has one; the lock for changing it makes sure that only the first to notice acts.
#[derive(Debug)]
pub(super) struct Supervisor {
    place: Arc<Place>,
    task: JoinHandle<Postmaster>,
    /// Ends the task when the supervisor is dropped.
    end: DropGuard,
}

impl Supervisor {
    pub(super) fn watch(mut postmaster: Postmaster) -> Self {
        let place = Arc::clone(postmaster.place());
        let end = CancellationToken::new();
        let ended = end.clone();
        let task = tokio::spawn(async move {
            ended
                .run_until_cancelled(keep_running(&mut postmaster))
                .await;
            postmaster
        });
        Self {
            place,
            task,
            end: end.drop_guard(),
        }
    }

    /// Stops watching, and gives the postmaster back as it is.
    pub(super) async fn end(self) -> Postmaster {
        let Self { place, task, end } = self;
        drop(end);
        task.await.unwrap_or_else(|err| {
            warn!(%err, "the watch over PostgreSQL had ended");
            Postmaster::new(place)
        })
    }
}

async fn keep_running(postmaster: &mut Postmaster) {
    let mut pause = FIRST_PAUSE;
    loop {
        let since = Instant::now();
        until_it_dies(postmaster).await;
        if since.elapsed() > STEADY {
            pause = FIRST_PAUSE;
        }
        warn!(log = %postmaster.place().log().path().display(), "PostgreSQL has died; starting it again");
        while let Err(err) = restart(postmaster).await {
            error!(%err, retry_after = ?pause, "PostgreSQL does not start");
            time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        info!("PostgreSQL runs again");
        // One that dies as soon as it runs is not started in a tight loop either.
        time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn until_it_dies(postmaster: &mut Postmaster) {
    // Not being able to look is not being dead.
    while !matches!(postmaster.pid(), Ok(None)) {
        time::sleep(LOOK_EVERY).await;
    }
}

async fn restart(postmaster: &mut Postmaster) -> Result<(), ClusterError> {
    let place = Arc::clone(postmaster.place());
    let _changing = place.lock_for_changing().await?;
    postmaster.ensure_running().await
}
