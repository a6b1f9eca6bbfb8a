//! The program: reads the configuration, starts tracing, calls the library.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Parser;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use plenary::clock::Clock;
use plenary::config::{Cli, Command, Logging, Serve, Storage, Verify};
use plenary::drafting::{Journal, Rooms};
use plenary::http::serve::Stopped;
use plenary::http::{self, App};
use plenary::people::personal_link::WAITS;
use plenary::people::{self, IdentityProvider, LinkUse, Mailer, Origin, SignIn, SignInKind, Token};
use plenary::storage::cluster::{Cluster, ClusterOptions, default_data_dir};
use plenary::{conference, demo, record, storage};
use rustix::process::geteuid;
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing::{info, warn};
use tracing_subscriber::EnvFilter;

/// The stack of a worker: a second line of defence, behind the scanner's bounds on depth.
const STACK_BYTES: usize = 8 << 20;
/// How often measurements are folded together.
const UPKEEP: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .build();
    let done = runtime.context("could not start").and_then(|runtime| {
        let done = runtime.block_on(run(cli.command));
        runtime.shutdown_background(); // What must be finished is finished; nothing else may hold up the end.
        done
    });
    match done {
        Ok(code) => code,
        Err(err) => {
            tell(std::io::stderr(), &format!("plenary: {err:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(settings) => serve(*settings).await,
        Command::Demo { storage } => beside(storage, load_demo).await,
        Command::Token {
            participant,
            storage,
        } => {
            beside(storage, async |database| {
                print_token(database, &participant).await
            })
            .await
        }
        Command::Database {
            migrate,
            storage,
            command,
        } => {
            beside(storage, async |database| {
                run_with_database(database, migrate, &command).await
            })
            .await
        }
        Command::Verify(Verify::Record { storage }) => beside(storage, verify_record).await,
        Command::Openapi => {
            tell(std::io::stdout(), http::openapi::json().trim_end());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The database a command works on.
struct Database {
    options: PgConnectOptions,
    url: String,
    cluster: Option<Cluster>,
}

/// How a command uses the private cluster.
enum Use {
    AsServer,
    BesideOthers,
}

impl Database {
    async fn open(settings: Storage, how: Use) -> anyhow::Result<Self> {
        if let Some(url) = settings.database_url {
            let options = url
                .0
                .parse()
                .context("DATABASE_URL is not of the form postgres://…")?;
            return Ok(Self {
                options,
                url: url.0,
                cluster: None,
            });
        }
        let variable = |name| std::env::var_os(name).map(PathBuf::from);
        let (data_home, home) = (variable("XDG_DATA_HOME"), variable("HOME"));
        let default_dir = || default_data_dir(geteuid(), data_home.as_deref(), home.as_deref());
        let data_dir = settings
            .data_dir
            .or_else(default_dir)
            .context("there is no home directory: give --data-dir")?;
        let search = std::env::var_os("PATH")
            .map(|path| std::env::split_paths(&path).collect())
            .unwrap_or_default();
        let options = ClusterOptions {
            data_dir,
            pg_bin: settings.pg_bin,
            search,
        };
        let cluster = match how {
            Use::AsServer => Cluster::start(options).await?,
            Use::BesideOthers => Cluster::open(options).await?,
        };
        Ok(Self {
            options: cluster.connect_options(),
            url: cluster.url(),
            cluster: Some(cluster),
        })
    }

    async fn leave(self) -> anyhow::Result<()> {
        match self.cluster {
            Some(cluster) => Ok(cluster.stop().await?),
            None => Ok(()),
        }
    }
}

/// Runs a command that works beside a running server.
async fn beside<T>(
    settings: Storage,
    command: impl AsyncFnOnce(&Database) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let database = Database::open(settings, Use::BesideOthers).await?;
    let done = command(&database).await;
    database.leave().await?;
    done
}

async fn serve(settings: Serve) -> anyhow::Result<ExitCode> {
    start_tracing(&settings.logging)?;
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("could not start the metrics")?;
    tokio::spawn(keep_up(metrics.clone()));
    let mut stop = StopSignal::new()?;
    let database = Database::open(settings.storage, Use::AsServer).await?;
    let (clock, db) = (Clock::default(), storage::pool(database.options.clone()));
    storage::migrate(&db)
        .await
        .context("could not bring the database up to this release")?;
    if settings.demo && demo::is_wanted(&db).await? {
        let report = demo::load(&db, &clock).await?;
        info!(loaded = ?report.loaded, left_out = ?report.left_out, "loaded the demonstration conference");
    }
    let invitation = Invitation::to_the_first(&db, &clock).await?;
    let journal = Journal::start(&database.options, settings.limits.journal_writers, &clock);
    let rooms = Rooms::new(db.clone(), journal, clock.clone(), settings.limits.limits());
    let mailer = match (&settings.smtp_url, &settings.mail_from) {
        (Some(url), Some(from)) => Some(Mailer::new(&url.0, from)?),
        _ => None,
    };
    let provider = match (
        &settings.oidc_issuer,
        &settings.oidc_client_id,
        &settings.oidc_client_secret,
    ) {
        (Some(issuer), Some(id), Some(secret)) => {
            Some(IdentityProvider::new(issuer, id, &secret.0)?)
        }
        _ => None,
    };
    let origin = settings
        .origin
        .map(|origin| Origin(origin.trim_end_matches('/').to_owned()));
    let app = App::new(db.clone(), rooms, clock, Some(metrics))
        .at(origin.clone())
        .mailing(mailer)
        .trusting(provider);
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("could not listen on {}", settings.listen))?;
    tell(
        std::io::stdout(),
        &format!("listening on http://{}", listener.local_addr()?),
    );
    if let Some(invitation) = invitation {
        let here = format!("http://{}", listener.local_addr()?);
        tell(
            std::io::stdout(),
            &invitation.line(&origin.unwrap_or(Origin(here))),
        );
    }
    let stopped = http::serve(listener, app, stop.wait()).await?;
    db.close().await;
    database.leave().await?;
    Ok(match stopped {
        Stopped::Drained => ExitCode::SUCCESS,
        Stopped::Overdue => ExitCode::FAILURE,
    })
}

/// The link by which the first of the secretariat comes in.
enum Invitation {
    /// Into a server without a conference.
    ToClaim(Token),
    /// Into a conference whose secretariat nobody has ever seen.
    ToEnter(Token),
}

impl Invitation {
    /// A new link, if the first of the secretariat has not come in yet. Those printed before lead nowhere any more.
    async fn to_the_first(db: &PgPool, clock: &Clock) -> anyhow::Result<Option<Self>> {
        let (token, now) = (Token::new(), clock.now());
        let mut db = db.begin().await?;
        let invitation = match conference::store::current(&mut *db).await? {
            None => {
                people::claim::store::offer(&mut db, &token, now).await?;
                Some(Self::ToClaim(token))
            }
            Some(conference) => {
                use people::personal_link::store;
                let first = store::secretariat_never_seen(&mut *db, conference.id).await?;
                if let Some(first) = first {
                    store::end(&mut *db, &[first], now).await?;
                    let link = [(first, token.clone())];
                    store::add(&mut *db, &link, (LinkUse::Once, now + WAITS), now).await?;
                }
                first.map(|_| Self::ToEnter(token))
            }
        };
        db.commit().await?;
        Ok(invitation)
    }

    fn line(&self, origin: &Origin) -> String {
        match self {
            Self::ToClaim(token) => {
                format!("make your conference here, once: {}", origin.claim(token))
            }
            Self::ToEnter(token) => {
                format!("the secretariat enters here, once: {}", origin.link(token))
            }
        }
    }
}

/// Folds what was measured together every now and then: without it, measurements that nobody asks for pile up.
async fn keep_up(metrics: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        metrics.run_upkeep();
    }
}

async fn load_demo(database: &Database) -> anyhow::Result<ExitCode> {
    let db = storage::pool(database.options.clone());
    storage::migrate(&db).await?;
    let report = demo::load(&db, &Clock::default()).await?;
    let list = |parts: &[(&str, usize)]| {
        let parts: Vec<String> = parts
            .iter()
            .map(|(kind, number)| format!("{number} {kind}"))
            .collect();
        parts.join(", ")
    };
    let mut out = std::io::stdout();
    if report.added {
        tell(
            &mut out,
            &format!(
                "Loaded the demonstration conference: {}.",
                list(&report.loaded)
            ),
        );
        tell(
            &mut out,
            &format!(
                "Left out, because this release has no place for it: {}.",
                list(&report.left_out)
            ),
        );
    } else {
        tell(
            &mut out,
            "The demonstration conference is loaded already; nothing was changed.",
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn print_token(database: &Database, participant: &str) -> anyhow::Result<ExitCode> {
    let db = storage::pool(database.options.clone());
    storage::migrate(&db).await?;
    let Some((participant, _)) = people::store::find(&db, participant).await? else {
        bail!(
            "there is no participant {participant:?}, or more than one: give an id, a reference such as p-vossberg, or an exact name"
        );
    };
    let token = Token::new();
    let sign_in = SignIn::new(participant, SignInKind::Program, Clock::default().now());
    people::store::sign_in(&db, &sign_in, &token).await?;
    tell(std::io::stdout(), &token.reveal());
    Ok(ExitCode::SUCCESS)
}

async fn verify_record(database: &Database) -> anyhow::Result<ExitCode> {
    let db = storage::pool(database.options.clone());
    let conference = conference::store::current(&db)
        .await?
        .context("there is no conference yet")?;
    let mut connection = db.acquire().await?;
    match record::store::verify(&mut connection, conference.id).await? {
        Ok(verified) => {
            let line = format!(
                "{} entries, all as they were recorded. The last link is {}.",
                verified.entries,
                verified.hex()
            );
            tell(std::io::stdout(), &line);
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            tell(
                std::io::stdout(),
                &format!("The record does not fit: {fault}."),
            );
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn run_with_database(
    database: &Database,
    migrate: bool,
    command: &[String],
) -> anyhow::Result<ExitCode> {
    if migrate {
        storage::migrate(&storage::pool(database.options.clone())).await?;
    }
    let (program, arguments) = command
        .split_first()
        .context("there is no command to run")?;
    let mut child = tokio::process::Command::new(program)
        .args(arguments)
        .env("DATABASE_URL", &database.url)
        .spawn()
        .with_context(|| format!("could not run {program}"))?;
    let mut stop = StopSignal::new()?;
    let status = loop {
        tokio::select! {
            status = child.wait() => break status?,
            () = stop.wait() => {} // A terminal signals the child as well; its end is ours.
        }
    };
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The signals that ask a server to stop.
struct StopSignal {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl StopSignal {
    fn new() -> anyhow::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

fn start_tracing(settings: &Logging) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.log).context("the setting --log cannot be read")?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if settings.log_json {
        log.json().init();
    } else {
        log.with_ansi(std::io::stderr().is_terminal()).init();
    }
    Ok(())
}

/// Writes a line for whoever started the program. Who does not listen misses it.
fn tell(mut to: impl Write, line: &str) {
    if writeln!(to, "{line}").and_then(|()| to.flush()).is_err() {
        warn!("nobody reads what the program prints");
    }
}
