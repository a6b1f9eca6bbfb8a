//! The suggestions of the demonstration.

use serde_json::Value;
use sqlx::PgPool;

use crate::support::demonstration::Demonstration;

#[sqlx::test(migrations = false)]
async fn all_of_them_are_there_and_those_that_are_open_fit(db: PgPool) {
    let demonstration = Demonstration::start(&db).await;
    let rapporteur = demonstration.caller("p-kim-seoyun").await;

    let drafts = rapporteur.get("/api/drafts").await.well();
    let mut all: Vec<Value> = Vec::new();
    for draft in drafts.as_array().unwrap() {
        let path = format!("/api/drafts/{}/suggestions", draft["id"].as_str().unwrap());
        let view = rapporteur.get(&path).await.well();
        all.extend(view["suggestions"].as_array().unwrap().clone());
    }
    assert_eq!(all.len(), 27);
    let state = |state: &str| all.iter().filter(|one| one["state"] == state).count();
    assert_eq!(
        [
            state("open"),
            state("accepted"),
            state("accepted_amended"),
            state("not_retained")
        ],
        [19, 6, 1, 1]
    );
    for one in &all {
        assert!(one["state"] != "open" || one["fit"] == "fits", "{one}");
        assert!(one["reason"].is_string(), "{one}");
    }
    let arabic: Vec<&Value> = all.iter().filter(|one| one["language"] == "ar").collect();
    assert_eq!(arabic.len(), 1);
    assert!(all.iter().any(|one| one["reason_language"] == "zh"));
    let next: i32 = sqlx::query_scalar("select suggestions from session where code = 'S2'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(next, 9, "the next one is S2/10");
}
