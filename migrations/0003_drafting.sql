-- The live text: drafts, what has been decided about their parts, and the journal from which everything is rebuilt.

create table draft (
    id uuid not null,
    session_id uuid not null,
    symbol text not null,
    title jsonb not null,
    language text not null,
    status text not null,
    constraint draft_pk primary key (id),
    constraint draft_session_fk foreign key (session_id) references session (id),
    constraint draft_symbol_unique unique (symbol),
    constraint draft_status_known check (status in ('preparing', 'drafting', 'negotiating', 'frozen'))
);
create index draft_by_session on draft (session_id);

-- One narrow row per draft, locked by every commit: it puts updates and decisions in order.
create table draft_head (
    draft_id uuid not null,
    generation integer not null default 1,
    -- The sequence number of the newest journal entry of this generation; 0 for none.
    seq bigint not null default 0,
    -- Grows with every decision that changes who may write what.
    rules bigint not null default 0,
    -- The server process that is loading this draft, and how many died of it one after the other.
    loading_by uuid,
    load_deaths integer not null default 0,
    quarantined_at timestamptz,
    quarantine_reason text,
    constraint draft_head_pk primary key (draft_id),
    constraint draft_head_draft_fk foreign key (draft_id) references draft (id)
) with (fillfactor = 50);

-- The journal: every update as its author sent it, dense per draft and generation, never changed, never deleted.
create table journal_entry (
    draft_id uuid not null,
    generation integer not null,
    seq bigint not null,
    participant_id uuid,
    committed_at timestamptz not null,
    update bytea not null,
    constraint journal_entry_pk primary key (draft_id, generation, seq)
    -- No foreign keys: two look-ups per keystroke would cost more than the insert. An entry is only ever inserted
    -- under the lock of the draft's head, with a participant whose sign-in was checked; neither is ever deleted.
);

-- To whom a Yjs client id belongs: the participant whose connection introduced it; null for the server itself.
create table draft_client (
    draft_id uuid not null,
    generation integer not null,
    client_id bigint not null,
    participant_id uuid,
    first_seq bigint not null,
    constraint draft_client_pk primary key (draft_id, generation, client_id),
    constraint draft_client_draft_fk foreign key (draft_id) references draft (id),
    constraint draft_client_participant_fk foreign key (participant_id) references participant (id)
);

-- The document's state after entry `seq`, so that opening need not replay everything. Derived; can be made again.
create table checkpoint (
    draft_id uuid not null,
    generation integer not null,
    seq bigint not null,
    state bytea not null,
    state_sha256 bytea not null,
    made_at timestamptz not null,
    constraint checkpoint_pk primary key (draft_id, generation, seq),
    constraint checkpoint_draft_fk foreign key (draft_id) references draft (id)
);
alter table checkpoint alter column state set storage external;

-- What is decided about an action point and its paragraphs. Their words are in the journal.
create table action_point (
    id uuid not null,
    draft_id uuid not null,
    status text not null,
    merged_into_id uuid,
    addressees text[] not null,
    constraint action_point_pk primary key (id),
    constraint action_point_draft_fk foreign key (draft_id) references draft (id),
    constraint action_point_merged_into_fk foreign key (merged_into_id) references action_point (id) deferrable initially deferred,
    constraint action_point_status_known check (status in
        ('drafting', 'under_negotiation', 'agreed_ad_ref', 'agreed', 'merged', 'withdrawn'))
);
create index action_point_by_draft on action_point (draft_id);

create table action_point_origin (
    action_point_id uuid not null,
    delegation_id uuid not null,
    constraint action_point_origin_pk primary key (action_point_id, delegation_id),
    constraint action_point_origin_action_point_fk foreign key (action_point_id) references action_point (id),
    constraint action_point_origin_delegation_fk foreign key (delegation_id) references delegation (id)
);

create table paragraph (
    id uuid not null,
    action_point_id uuid not null,
    state text not null,
    constraint paragraph_pk primary key (id),
    constraint paragraph_action_point_fk foreign key (action_point_id) references action_point (id),
    constraint paragraph_state_known check (state in ('open', 'agreed_ad_ref', 'agreed'))
);
create index paragraph_by_action_point on paragraph (action_point_id);
