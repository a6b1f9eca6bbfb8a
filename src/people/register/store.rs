//! The register in PostgreSQL.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};

use super::{Register, Registered};
use crate::conference::{ConferenceId, SessionId, Translations};
use crate::people::{
    Delegation, DelegationId, DelegationKind, Office, Participant, ParticipantId, Role,
};

/// Reads the register as it is at a time: links end.
pub async fn load(
    db: &mut PgConnection,
    conference: ConferenceId,
    now: DateTime<Utc>,
) -> sqlx::Result<Register> {
    let working_language = sqlx::query_scalar!(
        "select working_language from conference where id = $1",
        conference.0
    )
    .fetch_one(&mut *db)
    .await?;
    let sessions = sqlx::query!(
        r#"select id as "id: SessionId", code from session where conference_id = $1 order by number"#,
        conference.0
    )
    .fetch_all(&mut *db)
    .await?;
    Ok(Register {
        people: people(&mut *db, conference, now).await?,
        delegations: delegations(&mut *db, conference).await?,
        sessions: sessions.into_iter().map(|row| (row.id, row.code)).collect(),
        working_language,
    })
}

/// Until the end of the transaction nobody else imports people.
pub async fn one_at_a_time(db: impl PgExecutor<'_>, conference: ConferenceId) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from conference where id = $1 for no key update",
        conference.0
    )
    .fetch_one(db)
    .await?;
    Ok(())
}

async fn people(
    db: &mut PgConnection,
    conference: ConferenceId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Registered>> {
    let mut roles: HashMap<ParticipantId, BTreeMap<SessionId, BTreeSet<Role>>> = HashMap::new();
    let held = sqlx::query!(
        r#"select participant_id as "participant: ParticipantId", session_id as "session: SessionId", role as "role: Role"
        from session_role join session on session.id = session_id where conference_id = $1"#,
        conference.0
    );
    for row in held.fetch_all(&mut *db).await? {
        let of_one = roles.entry(row.participant).or_default();
        of_one.entry(row.session).or_default().insert(row.role);
    }
    let mut offices: HashMap<ParticipantId, BTreeSet<Office>> = HashMap::new();
    let held = sqlx::query!(
        r#"select participant_id as "participant: ParticipantId", office as "office: Office" from office where conference_id = $1"#,
        conference.0
    );
    for row in held.fetch_all(&mut *db).await? {
        offices
            .entry(row.participant)
            .or_default()
            .insert(row.office);
    }
    let rows = sqlx::query!(
        r#"select id as "id: ParticipantId", reference, delegation_id as "delegation: DelegationId", name, native_name, title,
            badge_role as "badge_role: Role", city, country, language, other_languages, email, last_seen_at,
            (select count(*) from badge_code where participant_id = participant.id and revoked_at is null) as "valid_codes!",
            (select count(*) from personal_link where participant_id = participant.id and expires_at > $2
                and (use = 'until' or used_at is null)) as "valid_links!"
        from participant where conference_id = $1 order by name, id"#,
        conference.0,
        now
    )
    .fetch_all(&mut *db)
    .await?;
    let people = rows.into_iter().map(|row| Registered {
        roles: roles.remove(&row.id).unwrap_or_default(),
        offices: offices.remove(&row.id).unwrap_or_default(),
        valid_codes: row.valid_codes,
        valid_links: row.valid_links,
        last_seen_at: row.last_seen_at,
        participant: Participant {
            id: row.id,
            reference: row.reference,
            delegation: row.delegation,
            name: row.name,
            native_name: row.native_name,
            title: row.title,
            badge_role: row.badge_role,
            city: row.city,
            country: row.country,
            language: row.language,
            other_languages: row.other_languages,
            email: row.email,
        },
    });
    Ok(people.collect())
}

async fn delegations(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
) -> sqlx::Result<Vec<Delegation>> {
    let rows = sqlx::query!(
        r#"select id as "id: DelegationId", kind as "kind: DelegationKind", city, country, name as "name: Json<Translations>",
            head_id as "head: ParticipantId", may_sponsor, may_agree
        from delegation where conference_id = $1 order by country, city, id"#,
        conference.0
    )
    .fetch_all(db)
    .await?;
    let delegations = rows.into_iter().map(|row| Delegation {
        id: row.id,
        kind: row.kind,
        city: row.city,
        country: row.country,
        name: row.name.0,
        head: row.head,
        may_sponsor: row.may_sponsor,
        may_agree: row.may_agree,
    });
    Ok(delegations.collect())
}

/// Writes a participant anew.
pub async fn change_participant(
    db: impl PgExecutor<'_>,
    participant: &Participant,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participant set delegation_id = $2, reference = $3, name = $4, native_name = $5, title = $6, badge_role = $7,
            city = $8, country = $9, language = $10, other_languages = $11, email = $12
        where id = $1",
        participant.id.0,
        participant.delegation.0,
        participant.reference,
        participant.name,
        participant.native_name,
        participant.title,
        participant.badge_role.word(),
        participant.city,
        participant.country,
        participant.language,
        &participant.other_languages,
        participant.email,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes the e-mail addresses of these participants away, so that they can be dealt out anew.
pub async fn clear_emails(
    db: impl PgExecutor<'_>,
    participants: &[ParticipantId],
) -> sqlx::Result<()> {
    let ids: Vec<_> = participants.iter().map(|one| one.0).collect();
    sqlx::query!(
        "update participant set email = null where id = any($1)",
        &ids
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes a delegation anew, with its head.
pub async fn change_delegation(
    db: impl PgExecutor<'_>,
    delegation: &Delegation,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update delegation set kind = $2, city = $3, country = $4, name = $5, head_id = $6, may_sponsor = $7, may_agree = $8
        where id = $1",
        delegation.id.0,
        delegation.kind.word(),
        delegation.city,
        delegation.country,
        Json(&delegation.name) as _,
        delegation.head.map(|head| head.0),
        delegation.may_sponsor,
        delegation.may_agree,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a role in a session from a participant; answers whether they held it.
pub async fn take_role(
    db: impl PgExecutor<'_>,
    session: SessionId,
    participant: ParticipantId,
    role: Role,
) -> sqlx::Result<bool> {
    let taken = sqlx::query!(
        "delete from session_role where session_id = $1 and participant_id = $2 and role = $3",
        session.0,
        participant.0,
        role.word()
    )
    .execute(db)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Gives a participant a role in a session; answers whether they did not hold it yet.
pub async fn give_role(
    db: impl PgExecutor<'_>,
    session: SessionId,
    participant: ParticipantId,
    role: Role,
) -> sqlx::Result<bool> {
    let given = sqlx::query!(
        "insert into session_role (session_id, participant_id, role) values ($1, $2, $3) on conflict do nothing",
        session.0,
        participant.0,
        role.word()
    )
    .execute(db)
    .await?;
    Ok(given.rows_affected() == 1)
}

/// Gives a participant an office; answers whether they did not hold it yet.
pub async fn give_office(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    participant: ParticipantId,
    office: Office,
) -> sqlx::Result<bool> {
    let given = sqlx::query!(
        "insert into office (conference_id, participant_id, office) values ($1, $2, $3) on conflict do nothing",
        conference.0,
        participant.0,
        office.word()
    )
    .execute(db)
    .await?;
    Ok(given.rows_affected() == 1)
}

/// Takes an office from a participant; answers whether they held it.
pub async fn take_office(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    participant: ParticipantId,
    office: Office,
) -> sqlx::Result<bool> {
    let taken = sqlx::query!(
        "delete from office where conference_id = $1 and participant_id = $2 and office = $3",
        conference.0,
        participant.0,
        office.word()
    )
    .execute(db)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// How many hold an office.
pub async fn holders(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    office: Office,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "holders!" from office where conference_id = $1 and office = $2"#,
        conference.0,
        office.word()
    )
    .fetch_one(db)
    .await
}
