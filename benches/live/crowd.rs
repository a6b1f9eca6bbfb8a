//! Many clients at work, and waiting for what they bring about.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// How often it is looked whether something is so.
const LOOK: Duration = Duration::from_millis(2);
/// How long something that must come about may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Clients that each end with an outcome, when they are told to.
pub struct Crowd<T> {
    clients: JoinSet<anyhow::Result<T>>,
}

impl<T> Default for Crowd<T> {
    fn default() -> Self {
        Self {
            clients: JoinSet::new(),
        }
    }
}

impl<T: 'static> Crowd<T> {
    /// Lets another client begin.
    pub fn add(&mut self, client: impl Future<Output = anyhow::Result<T>> + 'static) {
        self.clients.spawn_local(client);
    }

    /// Waits for something; an error if a client ends meanwhile.
    pub async fn wait<V>(&mut self, something: impl Future<Output = V>) -> anyhow::Result<V> {
        tokio::select! {
            value = something => Ok(value),
            Some(ended) = self.clients.join_next() => {
                ended?.context("a client failed")?;
                bail!("a client ended too early")
            }
        }
    }

    /// Waits until something is so; an error if it does not come about.
    pub async fn wait_until(&mut self, is_so: impl Fn() -> bool) -> anyhow::Result<()> {
        let give_up = Instant::now() + PATIENCE;
        self.wait(async {
            while !is_so() {
                if Instant::now() > give_up {
                    bail!(
                        "not everything that was sent has arrived and is saved: updates were lost"
                    );
                }
                sleep(LOOK).await;
            }
            Ok(())
        })
        .await?
    }

    /// What each client ends with; they have been told to.
    pub async fn outcomes(mut self) -> anyhow::Result<Vec<T>> {
        let mut outcomes = Vec::new();
        while let Some(ended) = self.clients.join_next().await {
            outcomes.push(ended?.context("a client failed")?);
        }
        Ok(outcomes)
    }
}
