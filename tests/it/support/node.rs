//! Scripts of `tests/node`, run in Node: the real Yjs, and clients that were not written by us.

use std::process::Stdio;

use plenary::drafting::scan::Writer;
use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use super::PATIENCE;
use super::state::State;

fn node(script: &str, arguments: &[&str]) -> Command {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node");
    assert!(
        std::path::Path::new(directory)
            .join("node_modules")
            .is_dir(),
        "`npm ci` in tests/node installs what this test needs"
    );
    let mut command = Command::new("node");
    command
        .current_dir(directory)
        .arg(script)
        .args(arguments)
        .kill_on_drop(true);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a script to its end: what it prints for this input.
pub async fn run(script: &str, arguments: &[&str], input: Vec<u8>) -> Vec<u8> {
    let mut child = node(script, arguments).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writing = tokio::spawn(async move {
        stdin.write_all(&input).await.ok(); // A script that failed reads no further; its status says so.
    });
    let output = child.wait_with_output().await.unwrap();
    writing.await.unwrap();
    assert!(
        output.status.success(),
        "{script} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Replays a journal in a Yjs document, entry by entry. Nothing may be left pending after any of them.
pub async fn replay(journal: &[Vec<u8>]) -> State {
    #[derive(Deserialize)]
    struct Replayed {
        /// The first entry, from 1, after which something was pending.
        pending_after: Option<usize>,
        state: State,
    }
    let mut input = Writer::default();
    input.len(journal.len());
    for update in journal {
        input.var_bytes(update);
    }
    let replayed: Replayed =
        serde_json::from_slice(&run("replay.mjs", &[], input.into_bytes()).await).unwrap();
    assert_eq!(
        replayed.pending_after, None,
        "in Yjs, something is left pending after this entry of the journal"
    );
    replayed.state
}

/// A script that obeys one order at a time, each a line of JSON, and answers with one.
pub struct Script {
    child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Script {
    /// Starts it.
    pub fn start(script: &str, arguments: &[&str]) -> Self {
        let mut child = node(script, arguments).spawn().unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            child,
            orders,
            answers,
        }
    }

    /// Gives an order and waits for the answer.
    pub async fn does(&mut self, order: &Value) -> Value {
        self.orders
            .write_all(format!("{order}\n").as_bytes())
            .await
            .unwrap();
        self.says_to(order).await
    }

    /// Waits for what it says by itself.
    pub async fn says(&mut self) -> Value {
        self.says_to(&Value::Null).await
    }

    async fn says_to(&mut self, order: &Value) -> Value {
        let answer = timeout(PATIENCE, self.answers.next_line()).await;
        let answer = answer
            .unwrap_or_else(|_| panic!("no answer to {order}"))
            .unwrap();
        let Some(answer) = answer else {
            use tokio::io::AsyncReadExt;
            let mut complaint = String::new();
            self.child
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut complaint)
                .await
                .unwrap();
            panic!("the script ended at {order}: {complaint}");
        };
        serde_json::from_str(&answer).unwrap()
    }
}
