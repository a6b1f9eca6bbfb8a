//! Time, as a value: the only place that asks what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio::time::sleep;

/// The longest sleep before the time of day is looked at again: it may have been set meanwhile.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// A source of the current time that tests can move.
///
/// Copies share the shift: moving one moves all.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
    moved: Arc<Notify>,
}

impl Clock {
    /// The time of day now, plus whatever this clock was moved by.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that may ask"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::Relaxed))
    }

    /// Moves this clock and its copies ahead, for tests of deadlines.
    pub fn advance(&self, by: TimeDelta) {
        self.ahead_ms
            .fetch_add(by.num_milliseconds(), Ordering::Relaxed);
        self.moved.notify_waiters();
    }

    /// Waits until this clock shows a time, however it comes to show it.
    pub async fn reach(&self, at: DateTime<Utc>) {
        loop {
            // Listened for before the time is read: the other order could miss a move between the two.
            let moved = self.moved.notified();
            let wait = match (at - self.now()).to_std() {
                Ok(wait) if !wait.is_zero() => wait.min(LOOK_AGAIN),
                _ => return,
            };
            tokio::select! {
                () = sleep(wait) => {}
                () = moved => {}
            }
        }
    }
}
