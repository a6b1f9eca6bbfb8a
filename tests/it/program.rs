//! The program, as somebody uses it who has nothing but a data directory.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::process::{ServerProcess, plenary};

/// A data directory that PostgreSQL's account may pass through.
fn data_dir() -> tempfile::TempDir {
    tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o711))
        .tempdir()
        .unwrap()
}

fn run(data_dir: &Path, arguments: &[&str]) -> Output {
    let (command, arguments) = arguments.split_first().unwrap();
    let mut program = plenary();
    program
        .env_remove("DATABASE_URL")
        .arg(command)
        .arg("--data-dir")
        .arg(data_dir)
        .args(arguments);
    program.output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test]
async fn it_serves_out_of_an_empty_directory_beside_other_commands_and_keeps_its_data() {
    let home = data_dir();
    let server = ServerProcess::start_in(home.path(), &["--demo"]);

    let second = run(home.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(!second.status.success());
    let complaint = String::from_utf8(second.stderr).unwrap();
    assert!(
        complaint.contains(&server.id().to_string()),
        "it names the other server: {complaint}"
    );

    assert!(said(&run(home.path(), &["demo"])).contains("nothing was changed"));
    let token = said(&run(home.path(), &["token", "p-vossberg"]))
        .trim()
        .to_owned();
    let nobody = run(home.path(), &["token", "nobody"]);
    assert!(
        !nobody.status.success()
            && String::from_utf8_lossy(&nobody.stderr).contains("no participant \"nobody\"")
    );
    let url = said(&run(
        home.path(),
        &["database", "--", "sh", "-c", "echo $DATABASE_URL"],
    ));
    assert!(url.starts_with("postgres://"), "{url}");

    let drafts = drafts(&server, &token).await;
    assert_eq!(drafts.as_array().unwrap().len(), 4);
    assert!(server.stop(), "it ends well");

    let server = ServerProcess::start_in(home.path(), &[]);
    assert_eq!(
        self::drafts(&server, &token).await,
        drafts,
        "the data is kept, and so is the sign-in"
    );
    assert!(server.stop());
    assert!(
        !home.path().join("postgresql/postmaster.pid").exists(),
        "the private PostgreSQL has stopped, too"
    );
}

#[test]
fn the_demo_says_what_it_loaded_and_what_it_left_out() {
    let home = data_dir();
    let first = said(&run(home.path(), &["demo"]));
    assert!(
        first.contains("34 action points")
            && first.contains("Left out")
            && first.contains("27 suggestions"),
        "{first}"
    );
    assert!(said(&run(home.path(), &["demo"])).contains("nothing was changed"));
}

async fn drafts(server: &ServerProcess, token: &str) -> Value {
    let request = reqwest::Client::new()
        .get(format!("http://{}/api/drafts", server.address))
        .bearer_auth(token);
    request.send().await.unwrap().json().await.unwrap()
}
