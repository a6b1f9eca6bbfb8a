-- How people come in: codes on badges, personal links, the first link of a new server, and the devices they leave signed in.

-- Codes are hashed with this, so that what is stored here opens no other server.
alter table conference add column code_salt bytea not null
    default decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
alter table conference add constraint conference_code_salt_length check (length(code_salt) = 16);

alter table participant add column email text;
create unique index participant_email_unique on participant (conference_id, lower(email)) where email is not null;
-- When they last asked for anything, to the minute.
alter table participant add column last_seen_at timestamptz;

-- What a browser says it is, in short words.
alter table sign_in add column device text not null default '';
alter table sign_in add column last_seen_at timestamptz;

-- A code printed on a badge. A participant may have several that sign in, such as a badge and its replacement.
create table badge_code (
    id uuid not null,
    conference_id uuid not null,
    participant_id uuid not null,
    -- Argon2id of the code with the conference's salt; the code itself is never stored.
    hash bytea not null,
    made_at timestamptz not null,
    revoked_at timestamptz,
    constraint badge_code_pk primary key (id),
    constraint badge_code_conference_fk foreign key (conference_id) references conference (id),
    constraint badge_code_participant_fk foreign key (participant_id) references participant (id),
    constraint badge_code_hash_unique unique (conference_id, hash),
    constraint badge_code_hash_length check (length(hash) = 32)
);
create index badge_code_by_participant on badge_code (participant_id);

-- A link that signs one participant in: once, or until a date.
create table personal_link (
    id uuid not null,
    participant_id uuid not null,
    -- SHA-256 of the token; the token itself is never stored.
    token_sha256 bytea not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    use text not null,
    used_at timestamptz,
    constraint personal_link_pk primary key (id),
    constraint personal_link_participant_fk foreign key (participant_id) references participant (id),
    constraint personal_link_token_unique unique (token_sha256),
    constraint personal_link_use_known check (use in ('once', 'until'))
);
create index personal_link_by_participant on personal_link (participant_id);

-- The link that a server without a conference prints, and the browser that followed it and may make one.
create table claim (
    id uuid not null,
    link_sha256 bytea not null,
    made_at timestamptz not null,
    -- SHA-256 of the token in the cookie of who followed the link; the link leads nowhere from then on.
    token_sha256 bytea,
    claimed_at timestamptz,
    constraint claim_pk primary key (id),
    constraint claim_link_unique unique (link_sha256),
    constraint claim_token_unique unique (token_sha256)
);
