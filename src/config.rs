//! Every setting: command line, environment, default.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::drafting::Limits;
use crate::drafting::scan::DraftLimits;

/// Plenary: the server on which an international conference writes its outcome together.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the conference until stopped.
    Serve(Box<Serve>),
    /// Load the demonstration conference; loading it twice changes nothing.
    Demo {
        /// Where the data is.
        #[command(flatten)]
        storage: Storage,
    },
    /// Print a token with which a program acts as a participant.
    Token {
        /// The participant's id, reference or exact name.
        participant: String,
        /// Where the data is.
        #[command(flatten)]
        storage: Storage,
    },
    /// Run a command with `DATABASE_URL` set to the private database, started if need be.
    Database {
        /// Bring the tables up to this release first.
        #[arg(long)]
        migrate: bool,
        /// Where the data is.
        #[command(flatten)]
        storage: Storage,
        /// The command and its arguments.
        #[arg(last = true, required = true)]
        command: Vec<String>,
    },
    /// Check that what is kept was not changed behind the server's back.
    #[command(subcommand)]
    Verify(Verify),
    /// Print the description of the API as JSON.
    Openapi,
}

/// What can be checked.
#[derive(Debug, Subcommand)]
pub enum Verify {
    /// Walk the record of the conference from its first entry to its last; the program fails where it does not fit.
    Record {
        /// Where the data is.
        #[command(flatten)]
        storage: Storage,
    },
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct Storage {
    /// The database to use, as `postgres://…`; without it the server keeps a private PostgreSQL in the data directory.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<Secret>,
    /// Where data is kept [default: /var/lib/plenary as root, else ~/.local/share/plenary].
    #[arg(long, env = "PLENARY_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// The directory of PostgreSQL's programs, if they are not found by themselves.
    #[arg(long, env = "PLENARY_PG_BIN")]
    pub pg_bin: Option<PathBuf>,
}

/// A setting that does not print.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl std::str::FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen; port 0 picks a free one.
    #[arg(long, env = "PLENARY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address under which people reach this server, such as `https://plenary.example`; it stands in links and QR codes
    /// [default: the one each request came to].
    #[arg(long, env = "PLENARY_ORIGIN")]
    pub origin: Option<String>,
    /// The mail server that sends personal links, such as `smtps://user:password@mail.example`; without it they are copied.
    #[arg(
        long,
        env = "PLENARY_SMTP_URL",
        hide_env_values = true,
        requires = "mail_from"
    )]
    pub smtp_url: Option<Secret>,
    /// As whom to send mail, such as `Conference <office@city.example>`.
    #[arg(long, env = "PLENARY_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// The OpenID Connect provider by which participants may enter, such as `https://login.city.example`: whoever has a
    /// participant's e-mail address there, verified, is that participant. There this server is to be registered with the
    /// address `<origin>/api/sign-in/oidc/callback`.
    #[arg(long, env = "PLENARY_OIDC_ISSUER", requires_all = ["oidc_client_id", "oidc_client_secret"])]
    pub oidc_issuer: Option<String>,
    /// As what this server is registered with the OpenID Connect provider.
    #[arg(long, env = "PLENARY_OIDC_CLIENT_ID")]
    pub oidc_client_id: Option<String>,
    /// What this server proves that with.
    #[arg(long, env = "PLENARY_OIDC_CLIENT_SECRET", hide_env_values = true)]
    pub oidc_client_secret: Option<Secret>,
    /// Load the demonstration conference if there is no conference.
    #[arg(long, env = "PLENARY_DEMO")]
    pub demo: bool,
    /// Where the data is.
    #[command(flatten)]
    pub storage: Storage,
    /// How to log.
    #[command(flatten)]
    pub logging: Logging,
    /// How much of everything there may be.
    #[command(flatten)]
    pub limits: LimitSettings,
}

/// How to log.
#[derive(Clone, Debug, Args)]
pub struct Logging {
    /// What to log, in the syntax of tracing's `EnvFilter`.
    #[arg(long, env = "PLENARY_LOG", default_value = "info,sqlx=warn")]
    pub log: String,
    /// Log one JSON object per line.
    #[arg(long, env = "PLENARY_LOG_JSON")]
    pub log_json: bool,
}

macro_rules! limit_settings {
    ($($(#[$doc:meta])* $field:ident: $kind:ty = $default:literal, $env:literal;)+) => {
        /// How much of everything there may be.
        #[derive(Clone, Debug, Args)]
        pub struct LimitSettings {
            $(
                $(#[$doc])*
                #[arg(long, env = $env, default_value_t = $default, hide_short_help = true)]
                pub $field: $kind,
            )+
        }
    };
}

limit_settings! {
    /// The longest update taken from a client, in bytes.
    max_update_bytes: usize = 1_048_576, "PLENARY_MAX_UPDATE_BYTES";
    /// The longest answer to the server's question for everything it lacks, in bytes.
    max_resync_bytes: usize = 8_388_608, "PLENARY_MAX_RESYNC_BYTES";
    /// The greatest size of a draft, in bytes; beyond it the draft is read-only.
    max_draft_bytes: usize = 20_971_520, "PLENARY_MAX_DRAFT_BYTES";
    /// Items that a draft may have, roughly as Yjs counts them.
    max_draft_items: u64 = 1_000_000, "PLENARY_MAX_DRAFT_ITEMS";
    /// Yjs client ids that a draft may have in one generation: one per page that was opened and written in.
    max_draft_clients: usize = 20_000, "PLENARY_MAX_DRAFT_CLIENTS";
    /// Action points that a draft may have, with those taken out.
    max_draft_points: usize = 1_000, "PLENARY_MAX_DRAFT_POINTS";
    /// Connections per draft.
    max_room_connections: usize = 2_000, "PLENARY_MAX_ROOM_CONNECTIONS";
    /// Connections per participant.
    max_participant_connections: usize = 24, "PLENARY_MAX_PARTICIPANT_CONNECTIONS";
    /// Messages per second at which one connection is read; a faster one is slowed down.
    max_updates_per_second: u32 = 200, "PLENARY_MAX_UPDATES_PER_SECOND";
    /// Document bytes that may wait for one connection before it is brought up to date by one update instead.
    max_outbox_bytes: usize = 262_144, "PLENARY_MAX_OUTBOX_BYTES";
    /// Uncommitted bytes per draft before it turns read-only.
    max_room_waiting_bytes: usize = 8_388_608, "PLENARY_MAX_ROOM_WAITING_BYTES";
    /// Uncommitted bytes in all before every draft turns read-only.
    max_waiting_bytes: usize = 33_554_432, "PLENARY_MAX_WAITING_BYTES";
    /// Connections from which on a draft gathers changes before it sends them.
    large_room_connections: usize = 50, "PLENARY_LARGE_ROOM_CONNECTIONS";
    /// How long it gathers, in milliseconds.
    large_room_window_ms: u64 = 20, "PLENARY_LARGE_ROOM_WINDOW_MS";
    /// How long a draft without connections stays in memory, in milliseconds.
    idle_room_ms: u64 = 60_000, "PLENARY_IDLE_ROOM_MS";
    /// How often a connection is sent something, in milliseconds.
    heartbeat_ms: u64 = 15_000, "PLENARY_HEARTBEAT_MS";
    /// How long a connection may take nothing or give no sign of life, in milliseconds.
    stall_ms: u64 = 60_000, "PLENARY_STALL_MS";
    /// Journal entries after which a checkpoint is made.
    checkpoint_entries: i64 = 2_000, "PLENARY_CHECKPOINT_ENTRIES";
    /// How many connections write the journal.
    journal_writers: usize = 1, "PLENARY_JOURNAL_WRITERS";
}

impl LimitSettings {
    /// The limits these settings stand for.
    pub fn limits(&self) -> Limits {
        Limits {
            update_bytes: self.max_update_bytes,
            resync_bytes: self.max_resync_bytes,
            draft: DraftLimits {
                max_items: self.max_draft_items,
                max_clients: self.max_draft_clients,
                max_points: self.max_draft_points,
                ..DraftLimits::default()
            },
            draft_bytes: self.max_draft_bytes,
            room_connections: self.max_room_connections,
            participant_connections: self.max_participant_connections,
            outbox_bytes: self.max_outbox_bytes,
            updates_per_second: self.max_updates_per_second,
            room_waiting_bytes: self.max_room_waiting_bytes,
            waiting_bytes: self.max_waiting_bytes,
            large_room: self.large_room_connections,
            window: Duration::from_millis(self.large_room_window_ms),
            idle_room: Duration::from_millis(self.idle_room_ms),
            heartbeat: Duration::from_millis(self.heartbeat_ms),
            stall: Duration::from_millis(self.stall_ms),
            checkpoint_entries: self.checkpoint_entries,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[test]
    fn the_defaults_of_the_settings_are_those_of_the_library() {
        let cli = Cli::try_parse_from(["plenary", "serve"]).expect("every setting has a default");
        let Command::Serve(serve) = cli.command else {
            panic!("another command")
        };
        assert_eq!(
            format!("{:?}", serve.limits.limits()),
            format!("{:?}", Limits::default())
        );
    }
}
