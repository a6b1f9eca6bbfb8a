//! The private cluster, with the PostgreSQL that is installed here.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use plenary::storage::cluster::{Cluster, ClusterError, ClusterOptions};
use rustix::process::{Pid, Signal, geteuid, kill_process, test_kill_process};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

const PATIENCE: Duration = Duration::from_secs(60);
const NOBODY: u32 = 65534;

/// A data directory that takes its cluster with it.
struct Home(TempDir);

impl Home {
    /// A directory that PostgreSQL's account may pass through.
    fn new() -> Self {
        let dir = tempfile::Builder::new()
            .permissions(Permissions::from_mode(0o711))
            .tempdir();
        Self(dir.unwrap())
    }

    fn data_dir(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn options(&self) -> ClusterOptions {
        options(&self.data_dir())
    }

    async fn start(&self) -> Cluster {
        Cluster::start(self.options()).await.unwrap()
    }

    async fn open(&self) -> Cluster {
        Cluster::open(self.options()).await.unwrap()
    }

    /// The postmaster, while one has written that it runs.
    fn postmaster(&self) -> Option<Pid> {
        postmaster(&self.data_dir())
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Some(pid) = self.postmaster() {
            kill_process(pid, Signal::QUIT).ok();
        }
    }
}

fn options(data_dir: &Path) -> ClusterOptions {
    ClusterOptions {
        data_dir: data_dir.to_owned(),
        pg_bin: None,
        search: Vec::new(),
    }
}

fn postmaster(data_dir: &Path) -> Option<Pid> {
    let text = fs::read_to_string(data_dir.join("postgresql/postmaster.pid")).ok()?;
    Pid::from_raw(text.lines().next()?.parse().ok()?)
}

async fn connect(cluster: &Cluster) -> sqlx::Result<PgConnection> {
    PgConnection::connect_with(&cluster.connect_options()).await
}

async fn note_down(cluster: &Cluster, word: &'static str) {
    let mut db = connect(cluster).await.unwrap();
    sqlx::query("create table if not exists note (word text)")
        .execute(&mut db)
        .await
        .unwrap();
    sqlx::query("insert into note values ($1)")
        .bind(word)
        .execute(&mut db)
        .await
        .unwrap();
}

async fn notes(cluster: &Cluster) -> Vec<String> {
    let mut db = connect(cluster).await.unwrap();
    sqlx::query_scalar("select word from note")
        .fetch_all(&mut db)
        .await
        .unwrap()
}

async fn setting(cluster: &Cluster, name: &str) -> String {
    let mut db = connect(cluster).await.unwrap();
    sqlx::query_scalar("select current_setting($1)")
        .bind(name)
        .fetch_one(&mut db)
        .await
        .unwrap()
}

async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let give_up = Instant::now() + PATIENCE;
    while !is_so().await {
        assert!(Instant::now() < give_up, "waited in vain until {what}");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_restart_keeps_what_was_written() {
    let home = Home::new();
    let cluster = home.start().await;
    note_down(&cluster, "Cities").await;
    cluster.stop().await.unwrap();
    assert_eq!(home.postmaster(), None);

    let cluster = home.start().await;

    assert_eq!(notes(&cluster).await, ["Cities"]);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn nothing_said_to_be_saved_can_be_lost_and_nobody_else_can_connect() {
    let home = Home::new();
    home.start().await.stop().await.unwrap();
    let conf = home.data_dir().join("postgresql/postgresql.conf");
    let edited = fs::read_to_string(&conf).unwrap()
        + "fsync = off\nlisten_addresses = '*'\nmax_connections = 50\n";
    fs::write(&conf, edited).unwrap();

    let cluster = home.start().await;

    for (name, value) in [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("max_connections", "50"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("server_encoding", "UTF8"),
    ] {
        assert_eq!(setting(&cluster, name).await, value, "{name}");
    }
    let socket_dir = fs::metadata(home.data_dir().join("socket")).unwrap();
    assert_eq!(socket_dir.permissions().mode() & 0o777, 0o700);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn the_url_leads_to_the_database() {
    let home = Home::new();
    let cluster = home.start().await;
    let socket = home.data_dir().canonicalize().unwrap().join("socket");

    let url = cluster.url();

    assert_eq!(
        url,
        format!(
            "postgres://plenary@localhost/plenary?host={}",
            socket.display()
        )
    );
    PgConnection::connect(&url)
        .await
        .unwrap()
        .close()
        .await
        .unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn the_cluster_of_a_killed_server_is_taken_over() {
    let home = Home::new();
    let cluster = home.start().await;
    note_down(&cluster, "Cities").await;
    let pid = home.postmaster();
    drop(cluster);

    let cluster = home.start().await;

    assert_eq!(home.postmaster(), pid);
    assert_eq!(notes(&cluster).await, ["Cities"]);
    cluster.stop().await.unwrap();
    assert_eq!(home.postmaster(), None);
}

/// Where `serves_until_it_is_killed` finds its data directory.
const SERVE_IN: &str = "PLENARY_TEST_SERVE_IN";

#[tokio::test]
async fn a_server_process_may_be_killed_at_any_time() {
    let home = Home::new();
    let mut server = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "cluster::serves_until_it_is_killed",
            "--include-ignored",
        ])
        .env(SERVE_IN, home.data_dir())
        .spawn()
        .unwrap();
    let beside = home.open().await;
    until("the other server serves", async || {
        let holder = fs::read_to_string(home.data_dir().join("plenary.lock")).unwrap_or_default();
        holder.trim() == server.id().to_string()
    })
    .await;
    note_down(&beside, "Cities").await;
    let pid = home.postmaster();
    let second = Cluster::start(home.options()).await.unwrap_err();
    assert!(
        matches!(second, ClusterError::AlreadyServing { pid: Some(pid), .. } if pid == server.id())
    );

    server.kill().unwrap();
    server.wait().unwrap();

    let next = home.start().await;
    assert_eq!(home.postmaster(), pid);
    assert_eq!(notes(&next).await, ["Cities"]);
    beside.stop().await.unwrap();
    next.stop().await.unwrap();
    assert_eq!(home.postmaster(), None);
}

#[tokio::test]
#[ignore = "run in a process of its own by `a_server_process_may_be_killed_at_any_time`"]
async fn serves_until_it_is_killed() {
    let Some(data_dir) = std::env::var_os(SERVE_IN) else {
        return;
    };
    let _cluster = Cluster::start(options(Path::new(&data_dir))).await.unwrap();
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn a_killed_postmaster_is_started_again() {
    let home = Home::new();
    let cluster = home.start().await;
    note_down(&cluster, "Cities").await;
    let first = home.postmaster().unwrap();

    kill_process(first, Signal::KILL).unwrap();

    until("another postmaster takes connections", async || {
        home.postmaster() != Some(first) && connect(&cluster).await.is_ok()
    })
    .await;
    assert_eq!(notes(&cluster).await, ["Cities"]);
    cluster.stop().await.unwrap();
    assert_eq!(home.postmaster(), None);
}

#[tokio::test]
async fn everybody_who_sees_the_postmaster_die_gets_the_same_new_one() {
    let home = Home::new();
    let (server, command) = (home.start().await, home.open().await);
    note_down(&server, "Cities").await;
    let first = home.postmaster().unwrap();

    kill_process(first, Signal::KILL).unwrap();

    until("another postmaster takes connections", async || {
        home.postmaster() != Some(first) && connect(&server).await.is_ok()
    })
    .await;
    server.stop().await.unwrap();
    assert_eq!(notes(&command).await, ["Cities"]);
    command.stop().await.unwrap();
    assert_eq!(home.postmaster(), None);
}

#[tokio::test]
async fn a_start_waits_for_what_a_killed_postmaster_left_at_work() {
    let home = Home::new();
    let cluster = home.start().await;
    note_down(&cluster, "Cities").await;
    let mut busy = connect(&cluster).await.unwrap();
    // It computes for a second or two, and does not look up to see that its postmaster is gone.
    let work = sqlx::query("select count(*) from generate_series(1, 10000000)");
    let work = tokio::spawn(async move { work.execute(&mut busy).await });
    let mut db = connect(&cluster).await.unwrap();
    until("the work has begun", async || {
        let count = "select count(*) from pg_stat_activity where state = 'active'";
        sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&mut db)
            .await
            .unwrap()
            == 2
    })
    .await;
    drop(cluster);
    kill_process(home.postmaster().unwrap(), Signal::KILL).unwrap();

    let cluster = home.start().await;

    assert_eq!(notes(&cluster).await, ["Cities"]);
    cluster.stop().await.unwrap();
    work.abort();
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_process_id_used_again_by_another_program_does_not_keep_us_from_starting() {
    let home = Home::new();
    home.start().await.stop().await.unwrap();
    let mut other = Command::new("/bin/sleep");
    if geteuid().is_root() {
        use std::os::unix::fs::MetadataExt;
        other.uid(
            fs::metadata(home.data_dir().join("postgresql"))
                .unwrap()
                .uid(),
        );
    }
    let mut other = other.arg("60").spawn().unwrap();
    let pid_file = home.data_dir().join("postgresql/postmaster.pid");
    fs::write(
        &pid_file,
        format!("{}\n{}\n", other.id(), home.data_dir().display()),
    )
    .unwrap();

    let started = Cluster::start(home.options()).await;

    other.kill().unwrap();
    other.wait().unwrap();
    started.unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn a_second_server_is_refused() {
    let home = Home::new();
    let cluster = home.start().await;

    let second = Cluster::start(home.options()).await.unwrap_err();

    assert!(
        matches!(second, ClusterError::AlreadyServing { pid: Some(pid), .. } if pid == std::process::id())
    );
    assert!(connect(&cluster).await.is_ok());
    cluster.stop().await.unwrap();
    home.start().await.stop().await.unwrap();
}

#[tokio::test]
async fn a_command_alone_starts_and_stops_the_cluster() {
    let home = Home::new();

    let command = home.open().await;

    assert!(connect(&command).await.is_ok());
    command.stop().await.unwrap();
    assert_eq!(home.postmaster(), None);
}

#[tokio::test]
async fn a_command_beside_a_server_leaves_the_cluster_running() {
    let home = Home::new();
    let server = home.start().await;
    let pid = home.postmaster();

    home.open().await.stop().await.unwrap();

    assert_eq!(home.postmaster(), pid);
    assert!(connect(&server).await.is_ok());
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_keeps_the_cluster_that_a_command_started() {
    let home = Home::new();
    let command = home.open().await;
    let server = home.start().await;
    let pid = home.postmaster();

    command.stop().await.unwrap();

    assert_eq!(home.postmaster(), pid);
    assert!(connect(&server).await.is_ok());
    server.stop().await.unwrap();
    assert_eq!(home.postmaster(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_may_come_and_go_at_once() {
    let home = Home::new();
    let mut visits = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let options = home.options();
        visits.spawn(async move {
            for _ in 0..3 {
                let cluster = Cluster::open(options.clone()).await.unwrap();
                connect(&cluster).await.unwrap().close().await.unwrap();
                cluster.stop().await.unwrap();
            }
        });
    }
    visits.join_all().await;

    assert_eq!(home.postmaster(), None);
}

#[tokio::test]
async fn a_long_path_puts_the_socket_elsewhere() {
    let home = Home::new();
    let options = options(&home.data_dir().join("long".repeat(30)));
    let data_dir = options.data_dir.clone();
    fs::create_dir(home.data_dir()).unwrap();
    fs::set_permissions(home.data_dir(), Permissions::from_mode(0o711)).unwrap();

    let cluster = Cluster::start(options).await.unwrap();

    assert!(connect(&cluster).await.is_ok());
    let socket_dir = cluster.url().rsplit_once("host=").unwrap().1.to_owned();
    assert!(socket_dir.starts_with("/tmp/plenary-"));
    cluster.stop().await.unwrap();
    assert_eq!(postmaster(&data_dir), None);
    fs::remove_dir(socket_dir).unwrap();
}

#[tokio::test]
async fn a_creation_that_was_cut_short_starts_over() {
    let home = Home::new();
    let unfinished = home.data_dir().join("postgresql.unfinished");
    fs::create_dir_all(&unfinished).unwrap();
    fs::set_permissions(home.data_dir(), Permissions::from_mode(0o711)).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();

    let cluster = home.start().await;

    assert!(connect(&cluster).await.is_ok());
    assert!(!unfinished.exists());
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_mistake_in_the_settings_is_shown_at_once() {
    let home = Home::new();
    home.start().await.stop().await.unwrap();
    let conf = home.data_dir().join("postgresql/postgresql.conf");
    fs::write(&conf, "max_connections = many\n").unwrap();
    let began = Instant::now();

    let refused = Cluster::start(home.options()).await.unwrap_err();

    assert!(refused.to_string().contains("max_connections"), "{refused}");
    assert!(began.elapsed() < Duration::from_secs(8));
}

#[tokio::test]
async fn a_cluster_of_another_version_is_left_alone() {
    let home = Home::new();
    let cluster_dir = home.data_dir().join("postgresql");
    fs::create_dir_all(&cluster_dir).unwrap();
    fs::write(cluster_dir.join("PG_VERSION"), "9\n").unwrap();
    if geteuid().is_root() {
        std::os::unix::fs::chown(&cluster_dir, Some(NOBODY), None).unwrap();
    }

    let refused = Cluster::start(home.options()).await.unwrap_err();

    assert!(
        matches!(refused, ClusterError::WrongMajor { major: 9, .. }),
        "{refused}"
    );
}

#[tokio::test]
async fn given_binaries_are_the_only_ones_tried() {
    let home = Home::new();
    let options = ClusterOptions {
        pg_bin: Some(home.0.path().to_owned()),
        ..home.options()
    };

    let refused = Cluster::start(options).await.unwrap_err();

    assert!(
        matches!(refused, ClusterError::UnusableBinaries { .. }),
        "{refused}"
    );
}

#[tokio::test]
async fn as_root_a_closed_directory_on_the_way_is_named() {
    if !geteuid().is_root() {
        return;
    }
    let closed = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o700))
        .tempdir()
        .unwrap();

    let refused = Cluster::start(options(&closed.path().join("data")))
        .await
        .unwrap_err();

    assert!(
        matches!(&refused, ClusterError::Unreachable { closed: dir, .. } if dir == closed.path()),
        "{refused}"
    );
}

#[tokio::test]
async fn as_root_a_cluster_of_root_is_refused() {
    if !geteuid().is_root() {
        return;
    }
    let home = Home::new();
    fs::create_dir_all(home.data_dir().join("postgresql")).unwrap();

    let refused = Cluster::start(home.options()).await.unwrap_err();

    assert!(
        matches!(refused, ClusterError::OwnedByRoot { .. }),
        "{refused}"
    );
}

/// Runs a test of this file under another user id, which only root can do.
fn run_as(uid: u32, test: &str) {
    if !geteuid().is_root() {
        return;
    }
    // The user may not be able to reach the program where cargo put it.
    let dir = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o755))
        .tempdir()
        .unwrap();
    let program = dir.path().join("tests");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let output = Command::new(program)
        .args(["--exact", test, "--include-ignored"])
        .current_dir("/tmp")
        .uid(uid)
        .gid(uid)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

#[test]
fn it_works_for_an_ordinary_user() {
    run_as(NOBODY, "cluster::a_restart_keeps_what_was_written");
    run_as(NOBODY, "cluster::a_killed_postmaster_is_started_again");
}

#[test]
fn a_user_without_a_name_is_told() {
    run_as(54321, "cluster::tells_a_user_without_a_name");
}

#[tokio::test]
#[ignore = "run under a nameless user by `a_user_without_a_name_is_told`"]
async fn tells_a_user_without_a_name() {
    let home = Home::new();
    let refused = Cluster::start(home.options()).await.unwrap_err();
    assert!(
        matches!(refused, ClusterError::NamelessUser { uid: 54321 }),
        "{refused}"
    );
}

#[tokio::test]
async fn somebody_elses_directory_for_the_socket_is_not_used() {
    let home = Home::new();
    let options = options(&home.data_dir());
    fs::create_dir(home.data_dir()).unwrap();
    fs::set_permissions(home.data_dir(), Permissions::from_mode(0o711)).unwrap();
    std::os::unix::fs::symlink("/tmp", home.data_dir().join("socket")).unwrap();

    let refused = Cluster::start(options).await.unwrap_err();

    assert!(
        matches!(refused, ClusterError::ForeignSocketDir { .. }),
        "{refused}"
    );
}

#[tokio::test]
async fn a_postmaster_that_was_stopped_is_gone() {
    let home = Home::new();
    let cluster = home.start().await;
    let pid = home.postmaster().unwrap();

    cluster.stop().await.unwrap();

    assert!(test_kill_process(pid).is_err());
}
