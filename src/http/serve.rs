//! Serving until asked to stop, and stopping in bounded time.

use std::future::Future;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::{info, warn};

use super::{App, router};

/// How long rooms may take to commit what they have, and connections to hear it.
const DRAIN: Duration = Duration::from_secs(20);
/// How long requests under way may take after that.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// Whether everything was committed when the server stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Everything taken was committed and acknowledged.
    Drained,
    /// Something was not; its authors know, and keep it.
    Overdue,
}

/// Serves until `stop` comes. Then: not ready any more, no new connections, rooms commit what they have and take leave.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<Stopped> {
    let listener = listener.tap_io(|stream| {
        stream.set_nodelay(true).ok(); // Only slower without.
    });
    let (stopping, mut stop_listening) = watch::channel(());
    let server = axum::serve(listener, router(app.clone())).with_graceful_shutdown(async move {
        stop_listening.changed().await.ok(); // Its end means the same.
    });
    let server = tokio::spawn(server.into_future());
    let deadlines = tokio::spawn(app.chamber.clone().watch_deadlines());
    stop.await;
    info!("stopping: committing what is open");
    deadlines.abort(); // What it was deciding is rolled back, and decided after the next start.
    app.connections.stop();
    let drained = timeout(DRAIN, app.rooms.close()).await;
    stopping.send(()).ok(); // The server may have ended by itself.
    match timeout(LAST_REQUESTS, server).await {
        Ok(served) => served??,
        Err(_) => warn!("some connections did not end in time"),
    }
    match drained {
        Ok(()) => Ok(Stopped::Drained),
        Err(_) => {
            warn!("not everything could be committed in time; its authors keep it");
            Ok(Stopped::Overdue)
        }
    }
}
