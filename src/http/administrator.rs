//! Who may administer the conference: its people, roles, sessions and codes.

use std::collections::BTreeSet;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::Value;

use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::conference::{ConferenceId, SessionId, SessionStatus};
use crate::negotiation::DraftStatus;
use crate::negotiation::rights::{self, Action, Situation, Standing};
use crate::people::{Office, ParticipantId};
use crate::record::{About, Deed, Entry};

/// A participant who may administer the conference.
#[derive(Clone, Debug)]
pub struct Administrator {
    /// Who it is.
    pub participant: ParticipantId,
    /// Their conference.
    pub conference: ConferenceId,
    /// How they are signed in.
    pub me: SignedIn,
}

impl FromRequestParts<App> for Administrator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let me = SignedIn::from_request_parts(parts, app).await?;
        let offices = rights::store::offices(&app.db, me.conference, me.person.id).await?;
        if !administers(offices) {
            return Err(Problem::not_allowed(
                "This is done by the secretariat of the conference.",
            ));
        }
        Ok(Self {
            participant: me.person.id,
            conference: me.conference,
            me,
        })
    }
}

impl Administrator {
    /// What they did, for the record.
    pub fn entry(&self, deed: Deed, details: Value) -> Entry {
        Entry {
            actor: Some(self.participant),
            deed,
            about: About::default(),
            reason: None,
            details,
        }
    }

    /// What they did in a session, for the record.
    pub fn entry_in(&self, session: SessionId, deed: Deed, details: Value) -> Entry {
        let about = About {
            session: Some(session),
            ..About::default()
        };
        Entry {
            about,
            ..self.entry(deed, details)
        }
    }
}

/// What these offices let somebody do; what they are in one session or another has no part in it.
pub fn by_office(offices: BTreeSet<Office>) -> BTreeSet<Action> {
    let standing = Standing {
        offices,
        ..Standing::default()
    };
    let at_any_time = Situation {
        session: SessionStatus::Scheduled,
        draft: DraftStatus::Preparing,
        switches: BTreeSet::new(),
    };
    rights::all(&standing, &at_any_time)
}

fn administers(offices: BTreeSet<Office>) -> bool {
    by_office(offices).contains(&Action::Administer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secretariat_administers() {
        for (office, may) in [
            (Office::Secretariat, true),
            (Office::RapporteurGeneral, false),
            (Office::President, false),
            (Office::Technician, false),
        ] {
            assert_eq!(administers([office].into()), may, "{office:?}");
        }
        assert!(!administers(BTreeSet::new()));
    }
}
