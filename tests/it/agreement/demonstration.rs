//! The demonstration: its agreements wait for their delegations, and its deadlines lie ahead.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::demonstration::Demonstration;

#[sqlx::test(migrations = false)]
async fn its_deadlines_lie_ahead_and_whoever_is_awaited_may_answer(db: PgPool) {
    let demonstration = Demonstration::start(&db).await;
    let (report, clock) = (&demonstration.report, &demonstration.clock);
    assert!(report.loaded.contains(&("ad referendum deadlines", 3)));
    assert!(report.loaded.contains(&("corrections", 1)));
    let pune = demonstration.caller("p-deshpande").await;
    let ask = async |path: String| -> Value { pune.get(&path).await.well() };
    let drafts = ask("/api/drafts".into()).await;
    let named = |symbol: &str| -> String {
        let mut drafts = drafts.as_array().unwrap().iter();
        let draft = drafts.find(|draft| draft["symbol"].as_str().unwrap().contains(symbol));
        draft.unwrap()["id"].as_str().unwrap().to_owned()
    };
    let view = ask(format!("/api/drafts/{}/agreement", named("S2"))).await;
    let points = view["action_points"].as_array().unwrap();
    let waiting: Vec<&Value> = points
        .iter()
        .filter(|point| point["state"] == "agreed_ad_ref")
        .flat_map(|point| point["paragraphs"].as_array().unwrap())
        .filter(|paragraph| paragraph["state"] == "agreed_ad_ref")
        .collect();
    assert_eq!(waiting.len(), 4, "no deadline has passed");
    for paragraph in &waiting {
        let until: chrono::DateTime<chrono::Utc> =
            paragraph["until"].as_str().unwrap().parse().unwrap();
        let hours = (until - clock.now()).num_minutes() as f64 / 60.0;
        assert!((15.0..16.0).contains(&hours), "{hours} hours are left");
    }
    assert_eq!(waiting[0]["awaiting"][0]["name"]["en"], "Pune");
    assert_eq!(waiting[0]["may"], json!(["confirm", "reserve"]));
    assert_eq!(waiting[2]["awaiting"], json!([]));
    assert_eq!(waiting[2]["may"], json!(["reserve"]));

    let view = ask(format!("/api/drafts/{}/agreement", named("S1"))).await;
    let correction = &view["action_points"][4]["paragraphs"][1]["corrections"][0];
    assert!(
        correction["old_words"]
            .as_str()
            .unwrap()
            .contains("waste sides")
    );
    assert!(
        correction["new_words"]
            .as_str()
            .unwrap()
            .contains("waste sites")
    );
    assert_eq!(correction["state"], "confirmed");
}
