use std::fs;
use std::path::{Path, PathBuf};

use tracing::debug;

use super::error::ClusterError;
use super::place::Place;

/// The oldest PostgreSQL that Plenary's SQL is written for.
pub(super) const OLDEST_MAJOR: u32 = 15;

/// Where packages put PostgreSQL: in the directory, each entry that starts with the prefix, and in it the last part.
const PACKAGES: [(&str, &str, &str); 7] = [
    ("/usr/lib/postgresql", "", "bin"),         // Debian, Ubuntu
    ("/usr", "pgsql-", "bin"), // packages of the PostgreSQL project for Red Hat, SUSE
    ("/usr/libexec", "postgresql", ""), // Alpine
    ("/opt/homebrew/opt", "postgresql", "bin"), // Homebrew on Apple silicon
    ("/usr/local/opt", "postgresql", "bin"), // Homebrew on Intel
    ("/Library/PostgreSQL", "", "bin"), // EDB's installer
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"), // Postgres.app
];

/// The programs of one installed PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    dir: PathBuf,
    major: u32,
}

impl Binaries {
    /// The PostgreSQL for a cluster: the one of its own major version if it exists already, else the newest.
    pub(super) async fn find(place: &Place) -> Result<Self, ClusterError> {
        let options = place.options();
        let mut found = Vec::new();
        match &options.pg_bin {
            Some(dir) => {
                let only = Self::probe(place, dir).await;
                found
                    .push(only.ok_or_else(|| ClusterError::UnusableBinaries { dir: dir.clone() })?);
            }
            None => {
                for dir in package_dirs().iter().chain(&options.search) {
                    found.extend(Self::probe(place, dir).await);
                }
            }
        }
        Self::choose(found, place)
    }

    fn choose(mut found: Vec<Self>, place: &Place) -> Result<Self, ClusterError> {
        found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
        let Some(major) = place.major()? else {
            return found.into_iter().next().ok_or(ClusterError::NoBinaries);
        };
        let mut majors: Vec<_> = found.iter().map(|binaries| binaries.major).collect();
        majors.dedup();
        let same = found.into_iter().find(|binaries| binaries.major == major);
        let dir = place.cluster_dir().to_owned();
        same.ok_or(ClusterError::WrongMajor {
            dir,
            major,
            found: majors,
        })
    }

    /// The PostgreSQL in `dir`, if there is one that the cluster's account can run and that is new enough.
    async fn probe(place: &Place, dir: &Path) -> Option<Self> {
        let dir = dir.canonicalize().ok()?;
        let postgres = dir.join("postgres");
        if !postgres.exists() || !dir.join("initdb").exists() {
            return None;
        }
        match place
            .account()
            .command(&postgres, Path::new("/"))
            .arg("--version")
            .output()
            .await
        {
            Ok(output) => {
                let major = parse_major(&String::from_utf8_lossy(&output.stdout))?;
                (major >= OLDEST_MAJOR).then_some(Self { dir, major })
            }
            Err(err) => {
                debug!(dir = %dir.display(), %err, "cannot run the PostgreSQL that is here");
                None
            }
        }
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.dir.join("postgres")
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.dir.join("initdb")
    }
}

fn package_dirs() -> Vec<PathBuf> {
    let entries = |(parent, prefix, last): (&str, &'static str, &'static str)| {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        entries
            .filter(move |entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(move |entry| entry.path().join(last))
    };
    PACKAGES.into_iter().flat_map(entries).collect()
}

/// The 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, the 19 of `postgres (PostgreSQL) 19beta1`.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split(") ").nth(1)?;
    let digits = number
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(number.len());
    number[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_postgres_says() {
        assert_eq!(
            parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(parse_major("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(parse_major("postgres (PostgreSQL) 20devel"), Some(20));
        assert_eq!(parse_major("something else"), None);
    }
}
