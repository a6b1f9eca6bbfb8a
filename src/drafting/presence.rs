//! Who is in a room and where: what the server knows, told on a tick.
//!
//! Names and cities are the server's; a client says only which action point it is in and where its caret stands. The latest
//! word of each connection counts, nothing queues, and the tick grows with the crowd. Clients that know no presence messages
//! take part through y-protocols awareness, with their `user` overwritten.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::ConnectionId;
use super::wire::{self, Caret, ClientPresence, Here, OthersCaret, Presence};
use crate::negotiation::ActionPointId;
use crate::people::Person;

/// The people that one message lists.
const PEOPLE: usize = 50;
/// The carets that one action point shows.
const CARETS: usize = 20;
/// The tick of a small room, what each connection adds to it, and the longest tick.
const TICK: (Duration, Duration, Duration) = (
    Duration::from_millis(50),
    Duration::from_micros(100),
    Duration::from_secs(1),
);
/// Synthetic awareness ids of our own clients start here, beyond those that Yjs chooses; JavaScript counts exactly to
/// twice as much.
const SYNTHETIC_CLIENT: u64 = 1 << 52;
/// The most that a stock client's cursor may take, as JSON.
const CURSOR_BYTES: usize = 512;
/// Colours for clients that want one; readable under white letters.
const COLOURS: [&str; 8] = [
    "#1d5170", "#8a3b12", "#5b3f8c", "#23603f", "#8b2252", "#3f5b12", "#00606b", "#7d4f00",
];

/// What the server knows of everyone in a room.
pub struct Board {
    /// The first synthetic awareness id, another one in every room that is opened: stock clients remember the clocks of
    /// those they once saw, and a restarted server numbers its connections from the start again.
    first_client: u64,
    here: BTreeMap<ConnectionId, Entry>,
    /// Who came or moved since the last tick.
    changed: BTreeSet<ConnectionId>,
    left: Vec<Left>,
    /// Where carets moved since the last tick.
    stirred: BTreeSet<ActionPointId>,
    /// Grows with every caret that moves.
    moves: u64,
}

/// Somebody who left since the last tick, or changed the awareness id they are shown under.
struct Left {
    connection: ConnectionId,
    client: u64,
    clock: u32,
}

/// What a message about people lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Everyone,
    Changes,
}

struct Entry {
    person: Person,
    presence: ClientPresence,
    /// When the caret last moved, in moves of the room.
    moved: u64,
    /// The awareness id and clock under which others' stock clients see this one.
    awareness: (u64, u32),
    /// A stock client's own cursor.
    cursor: Option<Value>,
}

/// What one tick tells, encoded once for everyone who hears it.
#[derive(Default)]
pub struct Tick {
    frames: HashMap<Audience, Vec<Bytes>>,
    carets: HashMap<ActionPointId, Bytes>,
}

/// Who hears the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Clients of ours that know who was here.
    Ours,
    /// Clients of ours that know nobody yet.
    OursNew,
    /// Stock clients that know who was here.
    Stock,
    /// Stock clients that know nobody yet.
    StockNew,
}

impl Tick {
    /// What this audience is told of who is here; nothing if it was not asked for.
    pub fn people(&self, audience: Audience) -> impl Iterator<Item = Bytes> {
        self.frames.get(&audience).into_iter().flatten().cloned()
    }

    /// The carets of an action point, if they moved.
    pub fn carets(&self, point: ActionPointId) -> Option<Bytes> {
        self.carets.get(&point).cloned()
    }
}

impl Default for Board {
    fn default() -> Self {
        Self {
            first_client: SYNTHETIC_CLIENT + (u64::from(rand::random::<u16>()) << 32),
            here: BTreeMap::new(),
            changed: BTreeSet::new(),
            left: Vec::new(),
            stirred: BTreeSet::new(),
            moves: 0,
        }
    }
}

impl Board {
    /// Somebody came.
    pub fn enter(&mut self, connection: ConnectionId, person: Person) {
        let entry = Entry {
            person,
            presence: ClientPresence::default(),
            moved: 0,
            awareness: (self.first_client + connection.0, 1),
            cursor: None,
        };
        self.here.insert(connection, entry);
        self.changed.insert(connection);
    }

    /// Somebody left.
    pub fn leave(&mut self, connection: ConnectionId) {
        let Some(entry) = self.here.remove(&connection) else {
            return;
        };
        self.changed.remove(&connection);
        self.stirred.extend(entry.presence.point);
        // y-protocols takes this word with the clock it knows; a stock client that returns goes on from there.
        self.left.push(Left {
            connection,
            client: entry.awareness.0,
            clock: entry.awareness.1,
        });
    }

    /// Somebody moved, or their caret did.
    pub fn place(&mut self, connection: ConnectionId, presence: ClientPresence) {
        let Some(entry) = self.here.get_mut(&connection) else {
            return;
        };
        self.moves += 1;
        entry.moved = self.moves;
        if entry.presence.point != presence.point {
            self.changed.insert(connection);
            entry.awareness.1 += 1;
        }
        self.stirred.extend(entry.presence.point);
        self.stirred.extend(presence.point);
        entry.presence = presence;
    }

    /// A stock client's awareness. It may speak for one id, which nobody else uses; the rest is ignored.
    pub fn hear_awareness(
        &mut self,
        connection: ConnectionId,
        client: u64,
        clock: u32,
        state: Option<&Value>,
    ) {
        let taken = self
            .here
            .iter()
            .any(|(other, entry)| *other != connection && entry.awareness.0 == client);
        let Some(entry) = self.here.get_mut(&connection) else {
            return;
        };
        let first = entry.awareness.0 >= SYNTHETIC_CLIENT;
        if taken
            || client >= SYNTHETIC_CLIENT
            || !(first || entry.awareness.0 == client && clock > entry.awareness.1)
        {
            return;
        }
        if first {
            self.left.push(Left {
                connection,
                client: entry.awareness.0,
                clock: entry.awareness.1,
            });
        }
        entry.awareness = (client, clock);
        entry.cursor = state
            .and_then(|state| state.get("cursor"))
            .filter(|cursor| cursor.to_string().len() <= CURSOR_BYTES)
            .cloned();
        self.changed.insert(connection);
    }

    /// Makes the states of our own clients newer, so that stock clients do not forget them.
    pub fn renew(&mut self) {
        for entry in self
            .here
            .values_mut()
            .filter(|entry| entry.awareness.0 >= SYNTHETIC_CLIENT)
        {
            entry.awareness.1 += 1;
        }
    }

    /// The action point somebody is in.
    pub fn point_of(&self, connection: ConnectionId) -> Option<ActionPointId> {
        self.here
            .get(&connection)
            .and_then(|entry| entry.presence.point)
    }

    /// How long to gather before the next tick.
    pub fn tick_length(&self) -> Duration {
        let crowd = u32::try_from(self.here.len()).unwrap_or(u32::MAX);
        TICK.0.max(TICK.1.saturating_mul(crowd)).min(TICK.2)
    }

    /// What changed since the last tick, for these audiences.
    pub fn tick(&mut self, audiences: impl IntoIterator<Item = Audience>) -> Tick {
        let changed = std::mem::take(&mut self.changed);
        let left = std::mem::take(&mut self.left);
        let stirred = std::mem::take(&mut self.stirred);
        let mut tick = Tick::default();
        for audience in audiences {
            tick.frames
                .entry(audience)
                .or_insert_with(|| match audience {
                    Audience::Ours => self.people(changed.iter().copied(), &left, Scope::Changes),
                    Audience::OursNew => {
                        self.people(self.here.keys().copied(), &[], Scope::Everyone)
                    }
                    Audience::Stock => vec![self.awareness(changed.iter().copied(), &left)],
                    Audience::StockNew => vec![self.awareness(self.here.keys().copied(), &[])],
                });
        }
        let carets = |point| (point, wire::presence(&self.carets_in(point)));
        tick.carets = stirred.into_iter().map(carets).collect();
        tick
    }

    /// Messages about people in pieces: what is sent in one piece to hundreds is held in a buffer for each of them.
    fn people(
        &self,
        here: impl Iterator<Item = ConnectionId>,
        left: &[Left],
        scope: Scope,
    ) -> Vec<Bytes> {
        let gone = left
            .iter()
            .filter(|left| !self.here.contains_key(&left.connection));
        let mut left: Vec<String> = gone.map(|left| left.connection.to_string()).collect();
        let here: Vec<Here> = here
            .filter_map(|connection| self.here_of(connection))
            .collect();
        let mut complete = scope == Scope::Everyone;
        let mut pieces: Vec<&[Here]> = here.chunks(PEOPLE).collect();
        if pieces.is_empty() && (complete || !left.is_empty()) {
            pieces.push(&[]);
        }
        let piece = |here: &[Here]| {
            wire::presence(&Presence::People {
                complete: std::mem::take(&mut complete),
                total: self.here.len(),
                here: here.to_vec(),
                left: std::mem::take(&mut left),
            })
        };
        pieces.into_iter().map(piece).collect()
    }

    fn awareness(&self, here: impl Iterator<Item = ConnectionId>, left: &[Left]) -> Bytes {
        let mut states: Vec<_> = here
            .filter_map(|connection| self.state_of(connection))
            .collect();
        states.extend(left.iter().map(|left| (left.client, left.clock, None)));
        wire::awareness(&states)
    }

    fn here_of(&self, connection: ConnectionId) -> Option<Here> {
        let entry = self.here.get(&connection)?;
        Some(Here {
            connection: connection.to_string(),
            participant: entry.person.id,
            name: entry.person.name.to_string(),
            city: entry.person.city.to_string(),
            delegation: entry.person.delegation,
            point: entry.presence.point,
        })
    }

    fn carets_in(&self, point: ActionPointId) -> Presence {
        let mut inside: Vec<(u64, ConnectionId, &Entry, &Caret)> = self
            .here
            .iter()
            .filter(|(_, entry)| entry.presence.point == Some(point))
            .filter_map(|(connection, entry)| {
                Some((
                    entry.moved,
                    *connection,
                    entry,
                    entry.presence.caret.as_ref()?,
                ))
            })
            .collect();
        inside.sort_by_key(|(moved, ..)| std::cmp::Reverse(*moved));
        let carets = inside
            .into_iter()
            .take(CARETS)
            .map(|(_, connection, entry, caret)| OthersCaret {
                connection: connection.to_string(),
                city: entry.person.city.to_string(),
                anchor: caret.anchor.clone(),
                head: caret.head.clone(),
            });
        Presence::Carets {
            point,
            carets: carets.collect(),
        }
    }

    fn state_of(&self, connection: ConnectionId) -> Option<(u64, u32, Option<Value>)> {
        let entry = self.here.get(&connection)?;
        let colour = COLOURS[usize::try_from(connection.0 % 8).expect("below eight")];
        let mut state = json!({
            "user": { "name": format!("{} ({})", entry.person.name, entry.person.city), "color": colour },
            "point": entry.presence.point,
        });
        if let Some(cursor) = &entry.cursor {
            state["cursor"] = cursor.clone();
        }
        Some((entry.awareness.0, entry.awareness.1, Some(state)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{DelegationId, ParticipantId};

    fn person(city: &str) -> Person {
        Person {
            id: ParticipantId::new(),
            name: "A".into(),
            city: city.into(),
            delegation: DelegationId::new(),
        }
    }

    fn said(frame: Option<Bytes>) -> Value {
        let frame = frame.expect("it was asked for");
        let start = frame
            .iter()
            .position(|byte| *byte == b'{')
            .expect("a JSON body");
        serde_json::from_slice(&frame[start..]).expect("valid JSON")
    }

    #[test]
    fn a_newcomer_hears_of_everyone_and_the_others_of_the_newcomer() {
        let mut board = Board::default();
        board.enter(ConnectionId(1), person("Cork"));
        board.tick([]);
        board.enter(ConnectionId(2), person("Pune"));
        let tick = board.tick([Audience::Ours, Audience::OursNew]);
        assert_eq!(
            said(tick.people(Audience::OursNew).next())["here"]
                .as_array()
                .map(Vec::len),
            Some(2)
        );
        assert_eq!(
            said(tick.people(Audience::Ours).next())["here"][0]["city"],
            "Pune"
        );
        assert_eq!(tick.people(Audience::Stock).next(), None);
        board.leave(ConnectionId(1));
        let tick = board.tick([Audience::Ours]);
        assert_eq!(said(tick.people(Audience::Ours).next())["left"][0], "1");
        assert_eq!(said(tick.people(Audience::Ours).next())["total"], 1);
    }

    #[test]
    fn an_action_point_shows_the_twenty_newest_carets() {
        let mut board = Board::default();
        let point = ActionPointId::new();
        let caret = Caret {
            anchor: String::new(),
            head: String::new(),
        };
        for connection in 1..=30 {
            board.enter(ConnectionId(connection), person("Cork"));
            board.place(
                ConnectionId(connection),
                ClientPresence {
                    point: Some(point),
                    caret: Some(caret.clone()),
                },
            );
        }
        let carets = said(board.tick([]).carets(point));
        assert_eq!(carets["carets"].as_array().map(Vec::len), Some(CARETS));
        assert_eq!(carets["carets"][0]["connection"], "30");
    }

    #[test]
    fn nobody_speaks_under_another_ones_awareness_id_or_name() {
        let mut board = Board::default();
        board.enter(ConnectionId(1), person("Cork"));
        board.enter(ConnectionId(2), person("Pune"));
        let claim = json!({ "user": { "name": "The Chair" }, "cursor": { "anchor": 1 } });
        board.hear_awareness(ConnectionId(1), 77, 1, Some(&claim));
        board.hear_awareness(ConnectionId(2), 77, 9, None);
        let (client, clock, state) = board.state_of(ConnectionId(1)).expect("is here");
        assert_eq!((client, clock), (77, 1));
        let state = state.expect("not removed");
        assert_eq!(state["user"]["name"], "A (Cork)");
        assert_eq!(state["cursor"]["anchor"], 1);
    }
}
