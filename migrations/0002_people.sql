-- The people: delegations, participants, the role each holds in a session, and their sign-ins.

create table delegation (
    id uuid not null,
    conference_id uuid not null,
    kind text not null,
    city text not null,
    country text not null,
    name jsonb not null,
    head_id uuid,
    may_sponsor boolean not null,
    may_agree boolean not null,
    constraint delegation_pk primary key (id),
    constraint delegation_conference_fk foreign key (conference_id) references conference (id),
    constraint delegation_kind_known check (kind in ('city', 'observer', 'secretariat'))
);

create table participant (
    id uuid not null,
    conference_id uuid not null,
    delegation_id uuid not null,
    -- The name by which the secretariat's own lists know this person; it never changes.
    reference text not null,
    name text not null,
    native_name text,
    title text not null,
    -- The role printed on the badge. Rights follow from session_role, never from this.
    badge_role text not null,
    city text not null,
    country text not null,
    language text not null,
    other_languages text[] not null,
    constraint participant_pk primary key (id),
    constraint participant_conference_fk foreign key (conference_id) references conference (id),
    constraint participant_delegation_fk foreign key (delegation_id) references delegation (id),
    constraint participant_reference_unique unique (conference_id, reference),
    constraint participant_badge_role_known check (badge_role in
        ('delegate', 'rapporteur', 'chair', 'secretariat', 'observer', 'interpreter', 'screen_operator', 'technician'))
);
create index participant_by_delegation on participant (delegation_id);
alter table delegation add constraint delegation_head_fk foreign key (head_id) references participant (id);

-- What a participant is in one session.
create table session_role (
    session_id uuid not null,
    participant_id uuid not null,
    role text not null,
    constraint session_role_pk primary key (session_id, participant_id, role),
    constraint session_role_session_fk foreign key (session_id) references session (id),
    constraint session_role_participant_fk foreign key (participant_id) references participant (id),
    constraint session_role_known check (role in
        ('delegate', 'head_of_delegation', 'rapporteur', 'chair', 'secretariat', 'observer', 'interpreter', 'screen_operator', 'technician'))
);
create index session_role_by_participant on session_role (participant_id);

-- A device or a program that may act as a participant until it is signed out.
create table sign_in (
    id uuid not null,
    participant_id uuid not null,
    -- SHA-256 of the token; the token itself is never stored.
    token_sha256 bytea not null,
    kind text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint sign_in_pk primary key (id),
    constraint sign_in_participant_fk foreign key (participant_id) references participant (id),
    constraint sign_in_token_unique unique (token_sha256),
    constraint sign_in_kind_known check (kind in ('browser', 'program'))
);
create index sign_in_by_participant on sign_in (participant_id);
