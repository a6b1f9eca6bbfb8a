//! What is decided about people takes effect at once, on open connections too.
//!
//! Locks are taken in one order everywhere: the heads of drafts, then what is decided about, then the record.

use sqlx::{Postgres, Transaction};

use super::{App, Problem};
use crate::negotiation::DraftId;

/// Commits a decision that changed the rules of these drafts, and tells their rooms.
pub async fn commit(
    app: &App,
    transaction: Transaction<'_, Postgres>,
    drafts: &[DraftId],
) -> Result<(), Problem> {
    transaction.commit().await?;
    app.rooms.rules_changed(drafts.iter().copied()).await;
    Ok(())
}
