//! The conference in PostgreSQL.

use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    Conference, ConferenceId, Entering, Language, Meeting, ProgrammeItem, Session, SessionId,
    SessionStatus, Translations,
};

/// The conference of this server, or `None` while there is none. With several, the one that starts last.
pub async fn current(db: impl PgExecutor<'_>) -> sqlx::Result<Option<Conference>> {
    let row = sqlx::query!(
        r#"select id as "id: ConferenceId", slug, symbol_root, title as "title: Json<Translations>",
            theme as "theme: Json<Translations>", city, country, starts_on, ends_on, working_language,
            languages as "languages: Json<Vec<Language>>", time_zone, notice, entering as "entering: Entering"
        from conference order by starts_on desc, id limit 1"#
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Conference {
        id: row.id,
        slug: row.slug,
        symbol_root: row.symbol_root,
        title: row.title.0,
        theme: row.theme.0,
        city: row.city,
        country: row.country,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        working_language: row.working_language,
        languages: row.languages.0,
        time_zone: row.time_zone,
        notice: row.notice,
        entering: row.entering,
    }))
}

/// Until the end of the transaction nobody else makes a conference.
pub async fn one_at_a_time(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!("lock table conference in share row exclusive mode")
        .execute(db)
        .await?;
    Ok(())
}

/// Whether this is the IANA name of a time zone.
pub async fn is_time_zone(db: impl PgExecutor<'_>, name: &str) -> sqlx::Result<bool> {
    let known = sqlx::query_scalar!(
        r#"select exists (select 1 from pg_timezone_names where name = $1) as "known!""#,
        name
    );
    known.fetch_one(db).await
}

/// Adds a conference, or does nothing if there is one with this id; answers whether it was added.
pub async fn add(db: impl PgExecutor<'_>, conference: &Conference) -> sqlx::Result<bool> {
    let added = sqlx::query!(
        "insert into conference (id, slug, symbol_root, title, theme, city, country, starts_on, ends_on,
            working_language, languages, time_zone, notice, entering)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (id) do nothing",
        conference.id.0,
        conference.slug,
        conference.symbol_root,
        Json(&conference.title) as _,
        Json(&conference.theme) as _,
        conference.city,
        conference.country,
        conference.starts_on,
        conference.ends_on,
        conference.working_language,
        Json(&conference.languages) as _,
        conference.time_zone,
        conference.notice,
        conference.entering.word(),
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Adds a session to a conference.
pub async fn add_session(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    session: &Session,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into session (id, conference_id, number, code, title, place, status) values ($1, $2, $3, $4, $5, $6, $7)",
        session.id.0,
        conference.0,
        session.number,
        session.code,
        Json(&session.title) as _,
        session.place,
        session.status.word(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes a session anew, but for its status.
pub async fn change_session(db: impl PgExecutor<'_>, session: &Session) -> sqlx::Result<()> {
    sqlx::query!(
        "update session set number = $2, code = $3, title = $4, place = $5 where id = $1",
        session.id.0,
        session.number,
        session.code,
        Json(&session.title) as _,
        session.place,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a session these meetings in the place of those it had.
pub async fn set_meetings(
    db: &mut PgConnection,
    session: SessionId,
    meetings: &[Meeting],
) -> sqlx::Result<()> {
    sqlx::query!("delete from meeting where session_id = $1", session.0)
        .execute(&mut *db)
        .await?;
    for meeting in meetings {
        add_meeting(&mut *db, session, meeting).await?;
    }
    Ok(())
}

/// Adds a meeting to a session.
pub async fn add_meeting(
    db: impl PgExecutor<'_>,
    session: SessionId,
    meeting: &Meeting,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into meeting (session_id, starts_at, ends_at) values ($1, $2, $3)",
        session.0,
        meeting.starts_at,
        meeting.ends_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds an entry to the programme.
pub async fn add_programme_item(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    item: &ProgrammeItem,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into programme_item (id, conference_id, session_id, starts_at, ends_at, kind, title)
        values ($1, $2, $3, $4, $5, $6, $7)",
        Uuid::now_v7(),
        conference.0,
        item.session.map(|session| session.0),
        item.starts_at,
        item.ends_at,
        item.kind,
        item.title,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The sessions of a conference in the order of their numbers.
pub async fn sessions(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
) -> sqlx::Result<Vec<Session>> {
    let rows = sqlx::query!(
        r#"select id as "id: SessionId", number, code, title as "title: Json<Translations>", place,
            status as "status: SessionStatus"
        from session where conference_id = $1 order by number"#,
        conference.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Session {
            id: row.id,
            number: row.number,
            code: row.code,
            title: row.title.0,
            place: row.place,
            status: row.status,
        })
        .collect())
}

/// The meetings of all sessions of a conference, by session and time.
pub async fn meetings(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
) -> sqlx::Result<Vec<(SessionId, Meeting)>> {
    let rows = sqlx::query!(
        r#"select session_id as "session: SessionId", starts_at, ends_at
        from meeting join session on session.id = session_id
        where conference_id = $1 order by session_id, starts_at"#,
        conference.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.session,
                Meeting {
                    starts_at: row.starts_at,
                    ends_at: row.ends_at,
                },
            )
        })
        .collect())
}

/// The programme of a conference by time.
pub async fn programme(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
) -> sqlx::Result<Vec<ProgrammeItem>> {
    sqlx::query_as!(
        ProgrammeItem,
        r#"select starts_at, ends_at, kind, title, session_id as "session: SessionId"
        from programme_item where conference_id = $1 order by starts_at, id"#,
        conference.0
    )
    .fetch_all(db)
    .await
}
