//! The entrance: where badge codes are tried. Five hundred people come through it from one address in five minutes, so
//! nothing here knows addresses: each try costs, few are made at once, and one code is not tried often.

use std::collections::HashMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::available_parallelism;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{BadgeCode, CodeHash, CodeSalt};

/// Tries that may wait for their turn; more are asked to come back.
const QUEUE: usize = 256;
/// How often one code may be tried in [`PERIOD`].
const TRIES: u32 = 10;
const PERIOD: TimeDelta = TimeDelta::minutes(1);
/// Codes remembered before those of an earlier period are forgotten.
const REMEMBERED: usize = 8_192;
/// Hashes made at once at most, whatever the machine: each takes 19 MiB.
const MOST_AT_ONCE: usize = 4;

/// Why a code was not tried.
#[derive(Debug, thiserror::Error)]
pub enum Turned {
    /// Too many wait.
    #[error("many people are signing in just now; try again in a few seconds")]
    Busy,
    /// This code was tried too often.
    #[error("this code was tried too often; wait a minute and try again")]
    TooOften,
    /// Something else.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Where badge codes are tried and made.
pub struct Entrance {
    /// Half of the processors: whoever types goes first.
    hashing: Arc<Semaphore>,
    waiting: AtomicUsize,
    tries: Mutex<HashMap<BadgeCode, Tries>>,
}

struct Tries {
    since: DateTime<Utc>,
    number: u32,
}

impl Default for Entrance {
    fn default() -> Self {
        let processors = available_parallelism().map_or(1, NonZero::get);
        Self {
            hashing: Arc::new(Semaphore::new((processors / 2).clamp(1, MOST_AT_ONCE))),
            waiting: AtomicUsize::new(0),
            tries: Mutex::default(),
        }
    }
}

impl Entrance {
    /// The hash of a code that somebody tries.
    ///
    /// # Errors
    /// When too many wait, or this code was tried too often.
    pub async fn try_code(
        &self,
        code: BadgeCode,
        salt: &CodeSalt,
        now: DateTime<Utc>,
    ) -> Result<CodeHash, Turned> {
        let _place = self.queue()?;
        self.count(code, now)?;
        Ok(self.hash(code, salt).await?)
    }

    /// The hash of a code that is being made.
    ///
    /// # Errors
    /// When the server is stopping.
    pub async fn hash(&self, code: BadgeCode, salt: &CodeSalt) -> anyhow::Result<CodeHash> {
        let turn = Arc::clone(&self.hashing).acquire_owned().await?;
        let salt = salt.clone();
        let hash = spawn_blocking(move || {
            let hash = code.hash(&salt);
            drop(turn); // Even if nobody waits for the answer any more, the next one waited for this one.
            hash
        });
        hash.await.context("could not hash a badge code")
    }

    fn queue(&self) -> Result<InQueue<'_>, Turned> {
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let place = InQueue(&self.waiting);
        if before < QUEUE {
            Ok(place)
        } else {
            Err(Turned::Busy)
        }
    }

    fn count(&self, code: BadgeCode, now: DateTime<Utc>) -> Result<(), Turned> {
        let mut tries = self
            .tries
            .lock()
            .expect("no code panics while it holds this lock");
        if tries.len() >= REMEMBERED {
            tries.retain(|_, tries| now - tries.since < PERIOD);
        }
        let of_this = tries.entry(code).or_insert(Tries {
            since: now,
            number: 0,
        });
        if now - of_this.since >= PERIOD {
            *of_this = Tries {
                since: now,
                number: 0,
            };
        }
        of_this.number += 1;
        if of_this.number > TRIES {
            return Err(Turned::TooOften);
        }
        Ok(())
    }
}

/// A place in the queue; given back when dropped.
struct InQueue<'a>(&'a AtomicUsize);

impl Drop for InQueue<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn one_code_is_tried_ten_times_a_minute_and_others_meanwhile() {
        let (entrance, clock) = (Entrance::default(), Clock::default());
        let (code, other) = (BadgeCode::new(), BadgeCode::new());
        let begun = clock.now();
        for _ in 0..TRIES {
            entrance.count(code, begun).expect("not too often yet");
        }
        assert!(matches!(entrance.count(code, begun), Err(Turned::TooOften)));
        assert!(entrance.count(other, begun).is_ok());
        assert!(entrance.count(code, begun + PERIOD).is_ok());
    }

    #[test]
    fn codes_of_earlier_minutes_are_forgotten() {
        let (entrance, clock) = (Entrance::default(), Clock::default());
        let begun = clock.now();
        for _ in 0..REMEMBERED {
            entrance.count(BadgeCode::new(), begun).expect("once each");
        }
        entrance
            .count(BadgeCode::new(), begun + PERIOD)
            .expect("once");
        assert_eq!(entrance.tries.lock().expect("no panic").len(), 1);
    }

    #[test]
    fn whoever_finds_the_queue_full_is_asked_to_come_back() {
        let entrance = Entrance::default();
        let mut places: Vec<_> = (0..QUEUE)
            .map(|_| entrance.queue().expect("room"))
            .collect();
        assert!(matches!(entrance.queue(), Err(Turned::Busy)));
        places.pop();
        assert!(entrance.queue().is_ok());
    }
}
