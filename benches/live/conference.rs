//! The conference that the benchmark is held at: a data directory of its own, with as many drafts as a scenario needs.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use bytes::Bytes;
use plenary::clock::Clock;
use plenary::conference::{self, Session, SessionId, SessionStatus, Translations};
use plenary::drafting::journal::{Batch, Entry};
use plenary::drafting::text::{Block, BlockKind, Document, MarkerKind, Point, PointKind, Run};
use plenary::drafting::{self, Draft};
use plenary::negotiation::{
    self, ActionPoint, ActionPointId, ActionPointStatus, DraftId, DraftStatus, Paragraph,
    ParagraphId, ParagraphState,
};
use plenary::people::{self, Role, SignIn, SignInKind, Token};
use plenary::storage::cluster::{Cluster, ClusterOptions};
use plenary::{demo, storage};
use sqlx::PgPool;
use tempfile::TempDir;

/// Who writes and reads: one participant of the demonstration conference, on many devices.
const PARTICIPANT: &str = "p-vossberg";
/// The Yjs client id that the first words of every draft were written under; writers have other ones.
const FIRST_CLIENT: u32 = 1;
/// That of the action points beside.
const SECOND_CLIENT: u32 = 2;

/// A demonstration conference on a disk.
pub struct Conference {
    /// Removed with all that is in it when this is dropped.
    _data_dir: TempDir,
    cluster: ClusterOptions,
    session: SessionId,
    /// What lets a client act as the participant.
    pub token: String,
    /// The one action point of every draft.
    pub point: ActionPointId,
    /// The first words of every draft, as an update.
    pub first_words: Bytes,
}

impl Conference {
    /// Loads the demonstration conference into a new data directory.
    ///
    /// PostgreSQL's programs are those in `pg_bin`, or else in the usual places and in `search`.
    pub async fn prepare(pg_bin: Option<PathBuf>, search: Vec<PathBuf>) -> anyhow::Result<Self> {
        // PostgreSQL runs under another account when we are root, and must get to its own directory.
        let data_dir = tempfile::Builder::new()
            .prefix("plenary-bench-")
            .permissions(Permissions::from_mode(0o755))
            .tempdir()?;
        let cluster = ClusterOptions {
            data_dir: data_dir.path().to_owned(),
            pg_bin,
            search,
        };
        let point = ActionPointId::new();
        let words = Document::compose(&[first_point(point)], FIRST_CLIENT);
        let token = Token::new();
        let session = with_database(&cluster, async |db| {
            let clock = Clock::default();
            storage::migrate(db).await?;
            demo::load(db, &clock).await?;
            let found = people::store::find(db, PARTICIPANT).await?;
            let (participant, _) = found.context("the participant is not there")?;
            let sign_in = SignIn::new(participant, SignInKind::Program, clock.now());
            people::store::sign_in(db, &sign_in, &token).await?;
            let current = conference::store::current(db).await?;
            let current = current.context("there is no conference")?;
            let sessions = conference::store::sessions(db, current.id).await?;
            let meets = |session: &&Session| session.status == SessionStatus::InProgress;
            let session = sessions.iter().find(meets).context("no session meets")?.id;
            people::store::assign_role(db, session, participant, Role::Rapporteur).await?;
            Ok(session)
        })
        .await?;
        Ok(Self {
            _data_dir: data_dir,
            cluster,
            session,
            token: token.reveal(),
            point,
            first_words: words.encode().into(),
        })
    }

    /// Where its data is.
    pub fn data_dir(&self) -> &Path {
        &self.cluster.data_dir
    }

    /// Adds drafts that hold the first words, and so many action points beside them; every second of these is agreed.
    pub async fn add_drafts(&self, count: usize, beside: usize) -> anyhow::Result<Vec<DraftId>> {
        let drafts: Vec<Draft> = (0..count).map(|_| self.draft()).collect();
        let papers: Vec<Vec<Point>> = drafts
            .iter()
            .map(|_| (0..beside).map(point_beside).collect())
            .collect();
        let batches: Vec<Batch> = drafts
            .iter()
            .zip(&papers)
            .map(|(draft, paper)| self.first_batch(draft.id, paper))
            .collect();
        with_database(&self.cluster, async |db| {
            let mut transaction = db.begin().await?;
            for (draft, paper) in drafts.iter().zip(&papers) {
                drafting::store::add(&mut transaction, draft).await?;
                for point in paper.iter().step_by(2) {
                    negotiation::store::add_action_point(
                        &mut transaction,
                        draft.id,
                        &agreed(point),
                    )
                    .await?;
                }
            }
            let now = Clock::default().now();
            let heads = drafting::store::append(&mut transaction, &batches, now).await?;
            anyhow::ensure!(
                heads.len() == count,
                "not every draft could be given its first words"
            );
            Ok(transaction.commit().await?)
        })
        .await?;
        Ok(drafts.into_iter().map(|draft| draft.id).collect())
    }

    fn draft(&self) -> Draft {
        let id = DraftId::new();
        Draft {
            id,
            session: self.session,
            session_number: 0,
            symbol: format!("BENCH/{id}"),
            title: Translations::default(),
            language: "en".into(),
            status: DraftStatus::Drafting,
            generation: 1,
            seq: 0,
            quarantined: false,
        }
    }

    fn first_batch(&self, draft: DraftId, beside: &[Point]) -> Batch {
        let mut entries = vec![Entry {
            participant: None,
            update: self.first_words.clone(),
            new_clients: vec![FIRST_CLIENT.into()],
        }];
        if !beside.is_empty() {
            entries.push(Entry {
                participant: None,
                update: Document::compose(beside, SECOND_CLIENT).encode().into(),
                new_clients: vec![SECOND_CLIENT.into()],
            });
        }
        Batch {
            draft,
            generation: 1,
            after_seq: 0,
            rules: 0,
            entries,
        }
    }
}

/// An action point that has a title only.
fn first_point(id: ActionPointId) -> Point {
    Point {
        id,
        kind: PointKind::ActionPoint,
        order: "a0".into(),
        blocks: vec![block(BlockKind::Title, "Open the doors")],
    }
}

/// An action point of three paragraphs.
fn point_beside(nth: usize) -> Point {
    let title = block(BlockKind::Title, "Learn from each other");
    let paragraph = || block(BlockKind::Paragraph, &"Cities learn. ".repeat(20));
    Point {
        id: ActionPointId::new(),
        kind: PointKind::ActionPoint,
        order: format!("b{nth:02}V"),
        blocks: vec![title, paragraph(), paragraph(), paragraph()],
    }
}

fn block(kind: BlockKind, words: &str) -> Block {
    Block {
        kind,
        id: Some(ParagraphId::new()),
        level: 0,
        marker: MarkerKind::None,
        alternate: None,
        language: None,
        runs: vec![Run::plain(words)],
    }
}

/// Decides that all of an action point is agreed.
fn agreed(point: &Point) -> ActionPoint {
    let paragraphs = point.blocks.iter().skip(1).filter_map(|block| block.id);
    ActionPoint {
        id: point.id,
        status: ActionPointStatus::Agreed,
        merged_into: None,
        addressees: Vec::new(),
        origin: Vec::new(),
        paragraphs: paragraphs
            .map(|id| Paragraph {
                id,
                state: ParagraphState::Agreed,
            })
            .collect(),
    }
}

/// Does something with the database while no server uses it.
async fn with_database<T>(
    options: &ClusterOptions,
    act: impl AsyncFnOnce(&PgPool) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let cluster = Cluster::open(options.clone()).await?;
    let db = storage::pool(cluster.connect_options());
    let done = act(&db).await;
    db.close().await;
    cluster.stop().await?;
    done
}
