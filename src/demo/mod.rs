//! The demonstration conference: a complete conference in mid-flight, made from `demo/learning-cities.json`.
//!
//! Everything in it is fiction. Names in the file become UUIDs that are the same on every server, so that addresses keep working
//! and loading twice changes nothing. The texts are written as Yjs documents by the server.

use std::collections::BTreeSet;

use bytes::Bytes;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::clock::Clock;
use crate::conference::{
    self, Conference, ConferenceId, Entering, Meeting, ProgrammeItem, Session, SessionId,
    SessionStatus,
};
use crate::drafting::journal::{Batch, Entry};
use crate::drafting::text::{Block, BlockKind, Document, MarkerKind, Point, PointKind, Run};
use crate::drafting::{self, Draft};
use crate::negotiation::rights::{self, Switch};
use crate::negotiation::{self, ActionPoint, ActionPointId, DraftId, Paragraph, ParagraphId};
use crate::people::{self, Delegation, DelegationId, Office, Participant, ParticipantId, Role};

mod agreement;
mod file;
mod suggestions;

use file::{File, FileActionPoint, FileDraft, FileSession};

/// The file, as it is in the binary.
const FILE: &str = include_str!("../../demo/learning-cities.json");
/// Under which the file's names become UUIDs.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_2f3e_7c0b_5b6e_9a51_4c3c_2013_1021);

/// What loading did.
#[derive(Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether the conference was added; `false` if it was there already.
    pub added: bool,
    /// What of the file was loaded: kind and number.
    pub loaded: Vec<(&'static str, usize)>,
    /// What of the file this release has no place for: kind and number.
    pub left_out: Vec<(&'static str, usize)>,
}

/// Loads the demonstration conference in one transaction, unless it is there.
///
/// # Errors
/// When the database is away or holds something that stands in the way.
pub async fn load(db: &PgPool, clock: &Clock) -> anyhow::Result<Report> {
    let file: File = serde_json::from_str(FILE)?;
    let mut transaction = db.begin().await?;
    let added = conference::store::add(&mut *transaction, &file.conference()).await?;
    if added {
        file.add_people(&mut transaction).await?;
        file.add_sessions(&mut transaction).await?;
        for draft in &file.drafts {
            file.add_draft(&mut transaction, draft, clock).await?;
        }
    }
    transaction.commit().await?;
    Ok(file.report(added))
}

/// Whether there is no conference at all.
///
/// # Errors
/// When the database is away.
pub async fn is_wanted(db: &PgPool) -> sqlx::Result<bool> {
    Ok(conference::store::current(db).await?.is_none())
}

fn id(name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

impl File {
    fn conference_id(&self) -> ConferenceId {
        ConferenceId(id(&self.conference.id))
    }

    fn conference(&self) -> Conference {
        let from = &self.conference;
        Conference {
            id: self.conference_id(),
            slug: from.slug.clone(),
            symbol_root: from.symbol_root.clone(),
            title: from.title.clone(),
            theme: from.theme.clone(),
            city: from.city.clone(),
            country: from.country.clone(),
            starts_on: from.starts_on,
            ends_on: from.ends_on,
            working_language: from.working_language.clone(),
            languages: from.languages.clone(),
            time_zone: self.time_zone.clone(),
            notice: Some(self.notice.clone()),
            entering: Entering::ByChoice,
        }
    }

    async fn add_people(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        for from in &self.delegations {
            let delegation = Delegation {
                id: DelegationId(id(&from.id)),
                kind: from.kind,
                city: from.city.clone(),
                country: from.country.clone(),
                name: from.name.clone(),
                head: None,
                may_sponsor: from.may_sponsor,
                may_agree: from.may_agree,
            };
            people::store::add_delegation(&mut *db, self.conference_id(), &delegation).await?;
        }
        for from in &self.participants {
            let participant = Participant {
                id: ParticipantId(id(&from.id)),
                reference: from.id.clone(),
                delegation: DelegationId(id(&from.delegation_id)),
                name: from.name.clone(),
                native_name: from.native_name.clone(),
                title: from.title.clone(),
                badge_role: from.role,
                city: from.city.clone(),
                country: from.country.clone(),
                language: from.language.clone(),
                other_languages: from.other_languages.clone(),
                email: None,
            };
            people::store::add_participant(&mut *db, self.conference_id(), &participant).await?;
        }
        for from in &self.delegations {
            let (delegation, head) = (DelegationId(id(&from.id)), ParticipantId(id(&from.head_id)));
            people::store::name_head(&mut *db, delegation, head).await?;
        }
        for (name, office) in self.offices() {
            let participant = ParticipantId(id(name));
            people::store::give_office(&mut *db, self.conference_id(), participant, office).await?;
        }
        Ok(())
    }

    /// The offices at the conference: the two that it names, and those who serve it by their badges.
    fn offices(&self) -> Vec<(&str, Office)> {
        let mut offices = vec![
            (self.conference.president_id.as_str(), Office::President),
            (
                &self.conference.rapporteur_general_id,
                Office::RapporteurGeneral,
            ),
        ];
        for participant in &self.participants {
            match participant.role {
                Role::Secretariat => offices.push((&participant.id, Office::Secretariat)),
                Role::Technician => offices.push((&participant.id, Office::Technician)),
                _ => {}
            }
        }
        offices
    }

    async fn add_sessions(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        for from in &self.sessions {
            let session = Session {
                id: SessionId(id(&from.id)),
                number: from.number,
                code: from.code.clone(),
                title: from.title.clone(),
                place: from.room.clone(),
                status: from.status,
            };
            conference::store::add_session(&mut *db, self.conference_id(), &session).await?;
            for meeting in &from.meetings {
                let meeting = Meeting {
                    starts_at: meeting.starts_at.to_utc(),
                    ends_at: meeting.ends_at.to_utc(),
                };
                conference::store::add_meeting(&mut *db, session.id, &meeting).await?;
            }
            // Observers may suggest at this conference; who meets and drafts has the floor.
            let has_floor = from.status == SessionStatus::InProgress;
            rights::store::switch_on(&mut *db, session.id, Switch::ObserversSuggest).await?;
            if has_floor {
                rights::store::switch_on(&mut *db, session.id, Switch::Typing).await?;
            }
            for (participant, role) in self.roles_in(from) {
                people::store::assign_role(&mut *db, session.id, participant, role).await?;
            }
        }
        for from in &self.programme {
            let item = ProgrammeItem {
                starts_at: from.starts_at.to_utc(),
                ends_at: from.ends_at.to_utc(),
                kind: from.kind.clone(),
                title: from.title.clone(),
                session: from
                    .session_id
                    .as_deref()
                    .map(|session| SessionId(id(session))),
            };
            conference::store::add_programme_item(&mut *db, self.conference_id(), &item).await?;
        }
        Ok(())
    }

    /// The role each has in a session: an office, else what the badge says; chairs elsewhere are delegates here.
    fn roles_in(&self, session: &FileSession) -> Vec<(ParticipantId, Role)> {
        let mut offices = vec![
            (session.chair_id.as_str(), Role::Chair),
            (&session.rapporteur_id, Role::Rapporteur),
            (&session.screen_operator_id, Role::ScreenOperator),
        ];
        offices.extend(
            session
                .interpreter_ids
                .iter()
                .map(|id| (id.as_str(), Role::Interpreter)),
        );
        let officers: BTreeSet<&str> = offices.iter().map(|(id, _)| *id).collect();
        let members = session
            .member_ids
            .iter()
            .filter(|id| !officers.contains(id.as_str()));
        let members = members.filter_map(|id| {
            let participant = self
                .participants
                .iter()
                .find(|participant| participant.id == *id)?;
            let role = match participant.role {
                Role::Observer | Role::Secretariat | Role::Technician => participant.role,
                _ if participant.head_of_delegation => Role::HeadOfDelegation,
                _ => Role::Delegate,
            };
            Some((id.as_str(), role))
        });
        let roles = offices.iter().copied().chain(members);
        roles
            .map(|(name, role)| (ParticipantId(id(name)), role))
            .collect()
    }

    async fn add_draft(
        &self,
        db: &mut PgConnection,
        from: &FileDraft,
        clock: &Clock,
    ) -> anyhow::Result<()> {
        let draft = Draft {
            id: DraftId(id(&from.id)),
            session: SessionId(id(&from.session_id)),
            session_number: 0,
            symbol: from.symbol.clone(),
            title: from.title.clone(),
            language: from.language.clone(),
            status: from.status,
            generation: 1,
            seq: 0,
            quarantined: false,
        };
        drafting::store::add(&mut *db, &draft).await?;
        for point in &from.action_points {
            negotiation::store::add_action_point(&mut *db, draft.id, &decided(point)).await?;
            self.add_agreement(&mut *db, from, point, clock.now())
                .await?;
            self.add_suggestions(&mut *db, from, point, clock.now())
                .await?;
        }
        let points: Vec<Point> = from
            .action_points
            .iter()
            .enumerate()
            .map(|(place, point)| words(place, point, from))
            .collect();
        let client = u32::try_from(draft.id.0.as_u128() >> 96).expect("32 bits remain");
        let update = Bytes::from(Document::compose(&points, client).encode());
        let entry = Entry {
            participant: None,
            update,
            new_clients: vec![client.into()],
        };
        let batch = Batch {
            draft: draft.id,
            generation: 1,
            after_seq: 0,
            rules: 0,
            entries: vec![entry],
        };
        drafting::store::append(&mut *db, &[batch], clock.now()).await?;
        Ok(())
    }

    fn report(&self, added: bool) -> Report {
        let points = || self.drafts.iter().flat_map(|draft| &draft.action_points);
        let translations = |point: &FileActionPoint| {
            let of_paragraphs: usize = point
                .paragraphs
                .iter()
                .map(|paragraph| paragraph.translations.len())
                .sum();
            point.title_translations.len() + of_paragraphs
        };
        Report {
            added,
            loaded: vec![
                ("delegations", self.delegations.len()),
                ("participants", self.participants.len()),
                ("sessions", self.sessions.len()),
                ("drafts", self.drafts.len()),
                ("action points", points().count()),
                (
                    "paragraphs",
                    points().map(|point| point.paragraphs.len()).sum(),
                ),
                (
                    "ad referendum deadlines",
                    points()
                        .filter(|point| point.ad_referendum.is_some())
                        .count(),
                ),
                (
                    "corrections",
                    points().map(|point| point.corrections.len()).sum(),
                ),
                (
                    "suggestions",
                    points().map(|point| point.suggestions.len()).sum(),
                ),
            ],
            left_out: vec![
                (
                    "comment threads",
                    points().map(|point| point.comments.len()).sum(),
                ),
                (
                    "reasons of brackets",
                    points().map(|point| point.brackets.len()).sum(),
                ),
                (
                    "entries of histories",
                    points().map(|point| point.history.len()).sum(),
                ),
                ("translations", points().map(translations).sum()),
                (
                    "versions",
                    self.drafts.iter().map(|draft| draft.versions.len()).sum(),
                ),
                ("compilations", usize::from(self.compilation.is_object())),
                ("editions", self.editions.len()),
                ("statements", self.statements.len()),
                ("people shown as present", self.presence.len()),
            ],
        }
    }
}

fn decided(from: &FileActionPoint) -> ActionPoint {
    ActionPoint {
        id: ActionPointId(id(&from.id)),
        status: from.status,
        merged_into: from
            .merged_into_id
            .as_deref()
            .map(|into| ActionPointId(id(into))),
        addressees: from.addressees.clone(),
        origin: from
            .origin_delegation_ids
            .iter()
            .map(|delegation| DelegationId(id(delegation)))
            .collect(),
        paragraphs: from
            .paragraphs
            .iter()
            .map(|paragraph| Paragraph {
                id: ParagraphId(id(&paragraph.id)),
                state: paragraph.status,
            })
            .collect(),
    }
}

/// The words of the action point at this place of its draft.
fn words(place: usize, from: &FileActionPoint, draft: &FileDraft) -> Point {
    let title = Block {
        kind: BlockKind::Title,
        id: Some(ParagraphId(id(&format!("{}-title", from.id)))),
        level: 0,
        marker: MarkerKind::None,
        alternate: None,
        language: None,
        runs: vec![Run::plain(&from.title)],
    };
    let paragraphs = from.paragraphs.iter().map(|paragraph| Block {
        kind: BlockKind::Paragraph,
        id: Some(ParagraphId(id(&paragraph.id))),
        level: 0,
        marker: if paragraph
            .marker
            .starts_with(|first: char| first.is_ascii_digit())
        {
            MarkerKind::Number
        } else {
            MarkerKind::None
        },
        alternate: paragraph.alternate_group.as_deref().map(id),
        language: (paragraph.language != draft.language).then(|| paragraph.language.clone()),
        runs: vec![Run::plain(&paragraph.text)],
    });
    Point {
        id: ActionPointId(id(&from.id)),
        kind: PointKind::ActionPoint,
        order: order(place),
        blocks: std::iter::once(title).chain(paragraphs).collect(),
    }
}

/// The fractional index of the nth entry: `a0` … `az`, `b00` …, as the front end's own keys continue.
fn order(place: usize) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let digit = |value: usize| char::from(DIGITS[value % 62]);
    if place < 62 {
        format!("a{}", digit(place))
    } else {
        let place = place - 62;
        format!("b{}{}", digit(place / 62), digit(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_whole_and_its_names_become_the_same_ids_everywhere() {
        let file: File = serde_json::from_str(FILE).expect("the file fits");
        assert_eq!(file.drafts.len(), 4);
        assert_eq!(id("d-1"), id("d-1"));
        assert_ne!(id("d-1"), id("d-2"));
        let names: BTreeSet<Uuid> = file
            .participants
            .iter()
            .map(|participant| id(&participant.id))
            .collect();
        assert_eq!(names.len(), file.participants.len());
    }

    #[test]
    fn entries_keep_the_order_of_the_file() {
        let keys: Vec<String> = (0..1_000).map(order).collect();
        assert!(keys.is_sorted());
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    }
}
