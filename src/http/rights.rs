//! Whether whoever asks may do something with a draft; every handler that must know asks here.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::signed_in::SignedIn;
use super::{App, Problem, drafts};
use crate::negotiation::DraftId;
use crate::negotiation::rights::store::Place;
use crate::negotiation::rights::{self, Action, Extent, Refusal, Standing};

/// What whoever asks may do as things stand. The front end shows and hides by this and knows no rules of its own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rights {
    /// Everything they may do.
    pub may: BTreeSet<Action>,
    /// Why they may not type in the live draft now; absent if they may.
    pub typing: Option<Refusal>,
}

/// What somebody is to the session of a draft, and how things stand there.
pub(super) struct Asking {
    pub(super) place: Place,
    pub(super) standing: Standing,
}

impl Asking {
    /// Looks up a draft of the asker's own conference.
    pub(super) async fn about(app: &App, me: &SignedIn, draft: DraftId) -> Result<Self, Problem> {
        let mut db = app.db.acquire().await?;
        let place = rights::store::place(&mut db, draft).await?;
        let place = place.filter(|place| place.conference == me.conference);
        let place = place.ok_or_else(drafts::unknown)?;
        let standing = rights::store::standing(&mut db, place.session, me.person.id).await?;
        Ok(Self { place, standing })
    }

    /// Goes on only if they may do this.
    pub(super) fn may(&self, action: Action) -> Result<Extent, Problem> {
        Ok(rights::may(action, &self.standing, &self.place.situation)?)
    }

    /// Everything they may do.
    pub(super) fn rights(&self) -> Rights {
        let typing = rights::may(Action::Type, &self.standing, &self.place.situation);
        Rights {
            may: rights::all(&self.standing, &self.place.situation),
            typing: typing.err(),
        }
    }
}
