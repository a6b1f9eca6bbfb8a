//! People in PostgreSQL.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;

use super::{
    Badge, BadgeDelegation, BadgeSession, Delegation, DelegationId, DelegationKind, Office,
    Participant, ParticipantId, Person, Role, SignIn, SignInId, SignInKind, Token,
};
use crate::conference::{ConferenceId, SessionId, Translations};

/// Adds a delegation; its head is named later, when there are participants.
pub async fn add_delegation(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    delegation: &Delegation,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into delegation (id, conference_id, kind, city, country, name, may_sponsor, may_agree)
        values ($1, $2, $3, $4, $5, $6, $7, $8)",
        delegation.id.0,
        conference.0,
        delegation.kind.word(),
        delegation.city,
        delegation.country,
        Json(&delegation.name) as _,
        delegation.may_sponsor,
        delegation.may_agree,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Names the head of a delegation.
pub async fn name_head(
    db: impl PgExecutor<'_>,
    delegation: DelegationId,
    head: ParticipantId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update delegation set head_id = $2 where id = $1",
        delegation.0,
        head.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds a participant.
pub async fn add_participant(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    participant: &Participant,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into participant (id, conference_id, delegation_id, reference, name, native_name, title, badge_role, city,
            country, language, other_languages, email)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        participant.id.0,
        conference.0,
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

/// Gives a participant a role in a session; giving it twice changes nothing.
pub async fn assign_role(
    db: impl PgExecutor<'_>,
    session: SessionId,
    participant: ParticipantId,
    role: Role,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into session_role (session_id, participant_id, role) values ($1, $2, $3) on conflict do nothing",
        session.0,
        participant.0,
        role.word()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a participant an office at the conference; giving it twice changes nothing.
pub async fn give_office(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    participant: ParticipantId,
    office: Office,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into office (conference_id, participant_id, office) values ($1, $2, $3) on conflict do nothing",
        conference.0,
        participant.0,
        office.word()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The badges of a conference's participants, by name; or only that of `one`.
pub async fn badges(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    one: Option<ParticipantId>,
) -> sqlx::Result<Vec<Badge>> {
    let rows = sqlx::query!(
        r#"select participant.id as "id: ParticipantId", reference, participant.name, native_name, participant.title,
            badge_role as "role: Role", participant.city, participant.country, language,
            coalesce(delegation.head_id = participant.id, false) as "head_of_delegation!",
            delegation.id as "delegation_id: DelegationId", delegation.name as "delegation_name: Json<Translations>",
            delegation.kind as "delegation_kind: DelegationKind"
        from participant join delegation on delegation.id = participant.delegation_id
        where participant.conference_id = $1 and ($2::uuid is null or participant.id = $2)
        order by participant.name, participant.id"#,
        conference.0,
        one.map(|one| one.0),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Badge {
            id: row.id,
            reference: row.reference,
            name: row.name,
            native_name: row.native_name,
            title: row.title,
            role: row.role,
            city: row.city,
            country: row.country,
            language: row.language,
            head_of_delegation: row.head_of_delegation,
            delegation: BadgeDelegation {
                id: row.delegation_id,
                name: row.delegation_name.0,
                kind: row.delegation_kind,
            },
            sessions: Vec::new(),
        })
        .collect())
}

/// Who holds which role in the sessions of a conference, in the order of the sessions.
pub async fn session_roles(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
) -> sqlx::Result<Vec<(ParticipantId, BadgeSession)>> {
    let rows = sqlx::query!(
        r#"select participant_id as "participant: ParticipantId", session_id as "session: SessionId", code, role as "role: Role"
        from session_role join session on session.id = session_id
        where conference_id = $1 order by number, role"#,
        conference.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.participant,
                BadgeSession {
                    session: row.session,
                    code: row.code,
                    role: row.role,
                },
            )
        })
        .collect())
}

/// The participant known by this id, reference or exact name, or `None` if there is not exactly one.
pub async fn find(
    db: impl PgExecutor<'_>,
    known_as: &str,
) -> sqlx::Result<Option<(ParticipantId, String)>> {
    let mut found = sqlx::query!(
        r#"select id as "id: ParticipantId", name from participant where id::text = $1 or reference = $1 or name = $1 limit 2"#,
        known_as
    )
    .fetch_all(db)
    .await?;
    let one = found.pop();
    Ok(one
        .filter(|_| found.is_empty())
        .map(|row| (row.id, row.name)))
}

/// These participants, as others see them.
pub async fn persons(
    db: impl PgExecutor<'_>,
    ids: &[ParticipantId],
) -> sqlx::Result<HashMap<ParticipantId, Person>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: ParticipantId", name, city, delegation_id as "delegation: DelegationId"
        from participant where id = any($1)"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let person = Person {
                id: row.id,
                name: row.name.into(),
                city: row.city.into(),
                delegation: row.delegation,
            };
            (row.id, person)
        })
        .collect())
}

/// Stores a sign-in with the fingerprint of its token.
pub async fn sign_in(db: impl PgExecutor<'_>, sign_in: &SignIn, token: &Token) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into sign_in (id, participant_id, token_sha256, kind, device, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)",
        sign_in.id.0,
        sign_in.participant.0,
        token.sha256(),
        sign_in.kind.word(),
        sign_in.device,
        sign_in.created_at,
        sign_in.expires_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The sign-in that a token proves at this moment, with whom it signs in where; `None` if it is unknown, ended or expired.
pub async fn signed_in(
    db: impl PgExecutor<'_>,
    token: &Token,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<(SignIn, Person, ConferenceId)>> {
    let row = sqlx::query!(
        r#"select sign_in.id as "id: SignInId", participant_id as "participant: ParticipantId", kind as "kind: SignInKind",
            device, created_at, expires_at, conference_id as "conference: ConferenceId", name, city,
            delegation_id as "delegation: DelegationId"
        from sign_in join participant on participant.id = participant_id
        where token_sha256 = $1 and expires_at > $2"#,
        token.sha256(),
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| {
        let sign_in = SignIn {
            id: row.id,
            participant: row.participant,
            kind: row.kind,
            device: row.device,
            created_at: row.created_at,
            expires_at: row.expires_at,
        };
        let person = Person {
            id: row.participant,
            name: row.name.into(),
            city: row.city.into(),
            delegation: row.delegation,
        };
        (sign_in, person, row.conference)
    }))
}

/// Those of these sign-ins that still hold at this moment.
pub async fn still_signed_in(
    db: impl PgExecutor<'_>,
    sign_ins: &[SignInId],
    now: DateTime<Utc>,
) -> sqlx::Result<HashSet<SignInId>> {
    let ids: Vec<_> = sign_ins.iter().map(|sign_in| sign_in.0).collect();
    let rows = sqlx::query_scalar!(
        r#"select id as "id: SignInId" from sign_in where id = any($1) and expires_at > $2"#,
        &ids,
        now
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Ends a sign-in: its token proves nothing from now on.
pub async fn sign_out(db: impl PgExecutor<'_>, id: SignInId) -> sqlx::Result<()> {
    sqlx::query!("delete from sign_in where id = $1", id.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The names of a conference's delegations.
pub async fn delegation_names(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
) -> sqlx::Result<HashMap<DelegationId, Translations>> {
    let rows = sqlx::query!(
        r#"select id as "id: DelegationId", name as "name: Json<Translations>" from delegation where conference_id = $1"#,
        conference.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name.0)).collect())
}

/// Whether all of these are participants of a conference.
pub async fn are_all_of(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    participants: &[ParticipantId],
) -> sqlx::Result<bool> {
    let ids: Vec<_> = participants.iter().map(|one| one.0).collect();
    sqlx::query_scalar!(
        r#"select not exists (
            select 1 from unnest($2::uuid[]) as one
            where one not in (select id from participant where conference_id = $1)) as "all!""#,
        conference.0,
        &ids,
    )
    .fetch_one(db)
    .await
}
