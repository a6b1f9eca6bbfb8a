//! Personal links: an address that signs one participant in, once or until a date. It is copied or sent by mail.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Token;
use crate::identifier::vocabulary;

pub mod store;

/// How long a link that is used once waits for it.
pub const WAITS: TimeDelta = TimeDelta::days(14);
/// How far ahead the date of a link may lie.
pub const LASTS_AT_MOST: TimeDelta = TimeDelta::days(90);

vocabulary! {
    /// How often a link signs in.
    LinkUse {
        /// Once.
        Once = "once",
        /// As often as wanted until it expires.
        Until = "until",
    }
}

/// How long a new link is to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "use", rename_all = "snake_case")]
pub enum Lasting {
    /// It signs in once, within a fortnight.
    Once,
    /// It signs in as often as wanted until then.
    Until {
        /// When it ends.
        until: DateTime<Utc>,
    },
}

/// A link cannot last so long, or is over already.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a personal link ends in the future, within 90 days; choose another date")]
pub struct BadDate;

impl Lasting {
    /// How often such a link signs in, and until when.
    ///
    /// # Errors
    /// When the date is no date for a link.
    pub fn terms(self, now: DateTime<Utc>) -> Result<(LinkUse, DateTime<Utc>), BadDate> {
        match self {
            Self::Once => Ok((LinkUse::Once, now + WAITS)),
            Self::Until { until } if until > now && until <= now + LASTS_AT_MOST => {
                Ok((LinkUse::Until, until))
            }
            Self::Until { .. } => Err(BadDate),
        }
    }
}

/// The address of this server as people reach it, such as `https://plenary.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(pub String);

impl Origin {
    /// The address that signs in whoever holds this token. The token stands in the fragment, which browsers keep to themselves.
    pub fn link(&self, token: &Token) -> String {
        format!("{}/enter#{}", self.0, token.reveal())
    }

    /// The address in the QR code of a badge.
    pub fn badge(&self, code: super::BadgeCode) -> String {
        format!("{}/enter#{}", self.0, code.reveal())
    }

    /// The address at which a new server is claimed.
    pub fn claim(&self, token: &Token) -> String {
        format!("{}/claim#{}", self.0, token.reveal())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn a_link_ends_in_the_future_and_not_too_far() {
        let now = Clock::default().now();
        let until = |days| {
            Lasting::Until {
                until: now + TimeDelta::days(days),
            }
            .terms(now)
        };
        assert_eq!(until(0), Err(BadDate));
        assert_eq!(until(91), Err(BadDate));
        assert_eq!(until(2), Ok((LinkUse::Until, now + TimeDelta::days(2))));
        assert_eq!(Lasting::Once.terms(now), Ok((LinkUse::Once, now + WAITS)));
    }

    #[test]
    fn the_secret_of_a_link_stands_behind_the_hash_sign() {
        let (origin, token) = (Origin("https://plenary.example".into()), Token::new());
        assert_eq!(
            origin.link(&token),
            format!("https://plenary.example/enter#{}", token.reveal())
        );
    }
}
