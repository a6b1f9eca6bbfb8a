//! Personal links are sent through a mail server, which here is a small one on a real socket.

use std::sync::{Arc, Mutex};

use plenary::people::{self, Office};
use serde_json::json;
use sqlx::PgPool;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::support::TestServer;
use crate::support::caller::Caller;
use crate::support::process::ServerProcess;
use crate::support::server::{add_participant, seed};

type Mails = Arc<Mutex<Vec<String>>>;

/// Takes every mail but those to `refused@…`, and keeps them. Answers the port it listens on.
async fn mail_server() -> (u16, Mails) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, mails) = (listener.local_addr().unwrap().port(), Mails::default());
    let kept = Arc::clone(&mails);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(take(stream, Arc::clone(&kept)));
        }
    });
    (port, mails)
}

async fn take(stream: TcpStream, mails: Mails) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 here\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match line.split([' ', ':']).next().unwrap_or("") {
            "EHLO" => b"250-here\r\n250 8BITMIME\r\n",
            "RCPT" if line.contains("refused@") => b"550 no such person\r\n",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    mail = mail + &line + "\n";
                }
                mails.lock().unwrap().push(mail);
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 well\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(())
}

#[sqlx::test]
async fn links_are_sent_to_those_who_have_an_address_and_sign_them_in(db: PgPool) {
    let (port, mails) = mail_server().await;
    let (conference, _, delegation) = seed(&db).await;
    let (secretary, token) = add_participant(&db, conference, delegation, "secretary").await;
    people::store::give_office(&db, conference, secretary, Office::Secretariat)
        .await
        .unwrap();
    let mut people = Vec::new();
    for (name, email, language) in [
        ("mayor", Some("mayor@cork.example"), "en"),
        ("silent", None, "en"),
        ("gone", Some("refused@cork.example"), "en"),
        ("шеф", Some("chef@kazan.example"), "ru"),
    ] {
        let (participant, _) = add_participant(&db, conference, delegation, name).await;
        sqlx::query("update participant set email = $2, language = $3 where id = $1")
            .bind(participant.0)
            .bind(email)
            .bind(language)
            .execute(&db)
            .await
            .unwrap();
        people.push(participant);
    }
    let smtp = format!("--smtp-url=smtp://127.0.0.1:{port}");
    let server = ServerProcess::start(
        &db,
        &[
            &smtp,
            "--mail-from=Office <office@city.example>",
            "--origin=http://plenary.example/",
        ],
    );
    let caller = Caller::with_token(server.address, token);
    assert_eq!(
        caller.get("/api/people/links").await.well(),
        json!({ "sends_mail": true })
    );
    let asked = json!({ "participants": people, "lasting": { "use": "once" } });
    let sent = caller.post("/api/people/links/send", asked).await.well();
    let fates: Vec<&str> = sent
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["fate"].as_str().unwrap())
        .collect();
    assert_eq!(fates, ["sent", "no_email", "not_taken", "sent"]);

    let mails = mails.lock().unwrap().clone();
    assert_eq!(mails.len(), 2);
    let to_the_mayor = mails
        .iter()
        .find(|mail| mail.contains("To: mayor@cork.example"))
        .unwrap();
    assert!(
        to_the_mayor.contains("From: Office <office@city.example>"),
        "{to_the_mayor}"
    );
    let link = to_the_mayor
        .split_whitespace()
        .find(|word| word.starts_with("http://"))
        .unwrap();
    let token = link.strip_prefix("http://plenary.example/enter#").unwrap();
    let browser = Caller::browser(server.address);
    let me = browser
        .post("/api/sign-in/link", json!({ "token": token }))
        .await
        .well();
    assert_eq!(me["participant"]["name"], "mayor");
    assert!(server.stop());
}

#[sqlx::test]
async fn a_server_without_mail_says_so(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, id) = Caller::secretariat(&server).await;
    assert_eq!(
        secretary.get("/api/people/links").await.well(),
        json!({ "sends_mail": false })
    );
    let asked = json!({ "participants": [id], "lasting": { "use": "once" } });
    let answer = secretary.post("/api/people/links/send", asked).await;
    assert_eq!(answer.refused(), (409, "no_mail"));
}
