//! PostgreSQL: the private cluster, the pool and the migrations. It knows no table.

use sqlx::PgPool;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

pub mod cluster;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Connections for requests; the journal's writers have their own.
const CONNECTIONS: u32 = 16;

/// A pool of connections to a database. Nothing connects until the first use.
pub fn pool(options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(std::time::Duration::from_secs(5))
        .connect_lazy_with(options)
}

/// Brings the database's tables up to this release.
///
/// # Errors
/// When the database is away, or was migrated by a newer release.
pub async fn migrate(db: &PgPool) -> Result<(), MigrateError> {
    MIGRATIONS.run(db).await
}

/// Whether the database answers and takes writes.
///
/// # Errors
/// When it does not.
pub async fn check(db: &PgPool) -> sqlx::Result<()> {
    let in_recovery: bool = sqlx::query_scalar("select pg_is_in_recovery()")
        .fetch_one(db)
        .await?;
    if in_recovery {
        Err(sqlx::Error::Protocol("the database is a standby".into()))
    } else {
        Ok(())
    }
}
