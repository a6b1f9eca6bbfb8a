//! The server as a process of its own, to be killed.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use sqlx::{ConnectOptions, PgPool};

/// A running `plenary serve`.
pub struct ServerProcess {
    child: Child,
    pub address: SocketAddr,
}

impl ServerProcess {
    /// Starts the server on a database and waits until it listens.
    pub fn start(db: &PgPool, arguments: &[&str]) -> Self {
        let url = db.connect_options().to_url_lossy();
        let mut command = plenary();
        command
            .env("DATABASE_URL", url.as_str())
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "warn"])
            .args(arguments);
        Self::spawn(command)
    }

    /// Starts the server with its private cluster in a data directory.
    pub fn start_in(data_dir: &std::path::Path, arguments: &[&str]) -> Self {
        let mut command = plenary();
        command.env_remove("DATABASE_URL").args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--log",
            "warn",
            "--data-dir",
        ]);
        command.arg(data_dir).args(arguments);
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap_or_else(|| panic!("it printed {line:?}"));
        Self {
            address: address.parse().unwrap(),
            child,
        }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a power failure would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and waits; answers whether it ended well.
    pub fn stop(mut self) -> bool {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap().success()
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The program.
pub fn plenary() -> Command {
    Command::new(env!("CARGO_BIN_EXE_plenary"))
}
