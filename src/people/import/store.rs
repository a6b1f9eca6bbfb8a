//! Carrying out a plan in PostgreSQL.

use sqlx::PgConnection;

use super::Plan;
use super::plan::Fate;
use crate::conference::ConferenceId;
use crate::people::register::store as register;
use crate::people::{ParticipantId, store};

/// Carries out a plan without problems, inside the caller's transaction.
pub async fn carry_out(
    db: &mut PgConnection,
    conference: ConferenceId,
    plan: &Plan,
) -> sqlx::Result<()> {
    for delegation in &plan.new_delegations {
        store::add_delegation(&mut *db, conference, delegation).await?;
    }
    let changed = plan.people.iter().filter(|one| one.fate == Fate::Changed);
    let changed: Vec<ParticipantId> = changed.map(|one| one.participant.id).collect();
    // Two may exchange their addresses.
    register::clear_emails(&mut *db, &changed).await?;
    for one in &plan.people {
        match one.fate {
            Fate::Added => store::add_participant(&mut *db, conference, &one.participant).await?,
            Fate::Changed => register::change_participant(&mut *db, &one.participant).await?,
            Fate::Unchanged => {}
        }
        for (session, role) in &one.taken {
            register::take_role(&mut *db, *session, one.participant.id, *role).await?;
        }
        for (session, role) in &one.given {
            register::give_role(&mut *db, *session, one.participant.id, *role).await?;
        }
    }
    for delegation in &plan.changed_delegations {
        register::change_delegation(&mut *db, delegation).await?;
    }
    Ok(())
}
