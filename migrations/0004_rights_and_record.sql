-- Rights that belong to no session, what the chair has switched on, and the record of everything decided.

-- What a participant is at the conference as a whole.
create table office (
    conference_id uuid not null,
    participant_id uuid not null,
    office text not null,
    constraint office_pk primary key (conference_id, participant_id, office),
    constraint office_conference_fk foreign key (conference_id) references conference (id),
    constraint office_participant_fk foreign key (participant_id) references participant (id),
    constraint office_known check (office in ('secretariat', 'rapporteur_general', 'president', 'technician'))
);

-- What the chair has switched on in a session; what has no row is off.
create table session_switch (
    session_id uuid not null,
    switch text not null,
    constraint session_switch_pk primary key (session_id, switch),
    constraint session_switch_session_fk foreign key (session_id) references session (id),
    constraint session_switch_known check (switch in ('typing', 'observers_suggest', 'observers_read', 'rapporteur_screen'))
);

-- Until now a sign-in was the only right there was; those who serve the conference hold their offices by their badges.
insert into office (conference_id, participant_id, office)
    select conference_id, id, badge_role from participant where badge_role in ('secretariat', 'technician');
insert into session_switch (session_id, switch)
    select distinct session.id, 'typing' from session join draft on draft.session_id = session.id
    where draft.status = 'drafting' and session.status <> 'closed';

-- Where the record of a conference stands: locked by every entry, so that it is one chain.
create table record_head (
    conference_id uuid not null,
    seq bigint not null default 0,
    sha256 bytea not null,
    constraint record_head_pk primary key (conference_id),
    constraint record_head_conference_fk foreign key (conference_id) references conference (id),
    constraint record_head_sha256_length check (length(sha256) = 32)
) with (fillfactor = 50);

-- Who did what, when and why. Only ever added to.
create table record_entry (
    conference_id uuid not null,
    seq bigint not null,
    at timestamptz not null,
    -- Null for the server itself.
    participant_id uuid,
    deed text not null,
    session_id uuid,
    draft_id uuid,
    action_point_id uuid,
    paragraph_id uuid,
    reason text,
    details jsonb not null,
    -- SHA-256 over the entry before and this one; `record::chain` says of what exactly.
    sha256 bytea not null,
    constraint record_entry_pk primary key (conference_id, seq),
    constraint record_entry_head_fk foreign key (conference_id) references record_head (conference_id),
    constraint record_entry_participant_fk foreign key (participant_id) references participant (id),
    constraint record_entry_session_fk foreign key (session_id) references session (id),
    constraint record_entry_draft_fk foreign key (draft_id) references draft (id),
    constraint record_entry_sha256_length check (length(sha256) = 32)
);
create index record_entry_by_draft on record_entry (draft_id, seq) where draft_id is not null;
create index record_entry_by_session on record_entry (session_id, seq) where session_id is not null;
create index record_entry_by_participant on record_entry (participant_id, seq) where participant_id is not null;

create function record_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the record is only ever added to' using errcode = 'restrict_violation';
end
$$;
create trigger record_entry_append_only before update or delete or truncate on record_entry
    for each statement execute function record_is_append_only();
