//! Thousands have drafts open and do nothing.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::time::sleep;

use crate::client::{self, Socket};
use crate::crowd::Crowd;
use crate::figures::{Figures, megabytes, number, percent};
use crate::measurement::Measurement;
use crate::server::Server;

/// Connections that are opened at once.
const ARRIVING: usize = 100;
/// How long a server may busy itself with arrivals before it counts as idle.
const SETTLING: Duration = Duration::from_secs(3);

/// Opens connections, evenly over the documents of the server, and leaves them alone for a while.
pub async fn run(
    server: &Server<'_>,
    connections: usize,
    length: Duration,
) -> anyhow::Result<Figures> {
    let memory_before = server.memory()?.server;
    let arriving = Measurement::begin(server)?;
    let sockets: Vec<Socket> = stream::iter(0..connections)
        .map(async |nth| {
            let document = server.documents[nth % server.documents.len()];
            let (socket, _) = client::open(server, document).await?;
            anyhow::Ok(socket)
        })
        .buffer_unordered(ARRIVING)
        .try_collect()
        .await?;
    let arriving = arriving.end(server)?;
    let mut crowd = Crowd::default();
    for socket in sockets {
        crowd.add(listen(socket));
    }
    crowd.wait(sleep(SETTLING)).await?;
    let memory = server.memory()?;
    let resting = Measurement::begin(server)?;
    crowd.wait(sleep(length)).await?;
    let resting = resting.end(server)?;

    let held = memory.server.saturating_sub(memory_before);
    let mut figures = Figures::default();
    figures.add("all connected, s", arriving.took.as_secs_f64());
    figures.add_cpu_per("connection", connections, &arriving);
    figures.add(
        "server memory per connection, KB",
        megabytes(held) * 1e3 / number(connections),
    );
    figures.add_memory(memory);
    figures.add(
        "server CPU when idle, %",
        percent(resting.server, resting.took),
    );
    figures.add_load(&arriving);
    Ok(figures)
}

/// Hears heartbeats.
async fn listen(mut socket: Socket) -> anyhow::Result<()> {
    loop {
        client::hear(&mut socket).await?;
    }
}
