//! Claims in PostgreSQL.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::people::Token;

/// Offers the server to whoever follows the link with this token; links that were offered before lead nowhere any more.
pub async fn offer(db: &mut PgConnection, link: &Token, at: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("delete from claim where claimed_at is null")
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        "insert into claim (id, link_sha256, made_at) values ($1, $2, $3)",
        Uuid::now_v7(),
        link.sha256(),
        at
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Follows the link: from now on `token` may make the conference. Answers whether the link led anywhere.
pub async fn claim(
    db: impl PgExecutor<'_>,
    link: &Token,
    token: &Token,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let claimed = sqlx::query!(
        "update claim set token_sha256 = $2, claimed_at = $3 where link_sha256 = $1 and claimed_at is null",
        link.sha256(),
        token.sha256(),
        at
    )
    .execute(db)
    .await?;
    Ok(claimed.rows_affected() == 1)
}

/// Whether this token may make the conference.
pub async fn is_claimed_by(db: impl PgExecutor<'_>, token: &Token) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists (select 1 from claim where token_sha256 = $1) as "found!""#,
        token.sha256()
    );
    found.fetch_one(db).await
}

/// All claims are settled: there is a conference.
pub async fn settle(db: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query!("delete from claim").execute(db).await?;
    Ok(())
}
