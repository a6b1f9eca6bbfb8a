-- The event: a conference with its sessions, their meetings and the programme.
-- Titles are maps from language to text, because they are shown in six languages.

create table conference (
    id uuid not null,
    slug text not null,
    symbol_root text not null,
    title jsonb not null,
    theme jsonb not null,
    city text not null,
    country text not null,
    starts_on date not null,
    ends_on date not null,
    working_language text not null,
    languages jsonb not null,
    time_zone text not null,
    -- Shown wherever the conference could be mistaken for a real one; null for a real one.
    notice text,
    -- How a participant enters: by choosing a name (a demonstration) or by badge.
    entering text not null,
    constraint conference_pk primary key (id),
    constraint conference_slug_unique unique (slug),
    constraint conference_entering_known check (entering in ('by_choice', 'by_badge'))
);

create table session (
    id uuid not null,
    conference_id uuid not null,
    number integer not null,
    code text not null,
    title jsonb not null,
    place text not null,
    status text not null,
    constraint session_pk primary key (id),
    constraint session_conference_fk foreign key (conference_id) references conference (id),
    constraint session_number_unique unique (conference_id, number),
    constraint session_code_unique unique (conference_id, code),
    constraint session_status_known check (status in ('scheduled', 'in_progress', 'suspended', 'closed'))
);

create table meeting (
    session_id uuid not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    constraint meeting_pk primary key (session_id, starts_at),
    constraint meeting_session_fk foreign key (session_id) references session (id),
    constraint meeting_has_length check (ends_at > starts_at)
);

create table programme_item (
    id uuid not null,
    conference_id uuid not null,
    session_id uuid,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    kind text not null,
    title text not null,
    constraint programme_item_pk primary key (id),
    constraint programme_item_conference_fk foreign key (conference_id) references conference (id),
    constraint programme_item_session_fk foreign key (session_id) references session (id)
);
create index programme_item_by_time on programme_item (conference_id, starts_at);
