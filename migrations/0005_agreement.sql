-- Agreement: who gavelled a paragraph and when, who is awaited until when, what was answered, and corrections of agreed text.

-- What was agreed by an earlier release keeps its state; when and by whom is not known, and it has no deadline.
alter table paragraph
    -- Since when it is agreed, ad referendum or for good; null while it is open.
    add column decided_at timestamptz,
    -- Who gavelled; null if silence or the last confirmation made it agreed.
    add column decided_by uuid,
    -- When silence becomes agreement.
    add column until timestamptz,
    add constraint paragraph_decided_by_fk foreign key (decided_by) references participant (id),
    add constraint paragraph_open_is_undecided check (state <> 'open' or (decided_at is null and decided_by is null)),
    add constraint paragraph_deadline_is_ad_ref check (until is null or state = 'agreed_ad_ref'),
    add constraint paragraph_deadline_is_ahead check (until > decided_at);
create index paragraph_by_deadline on paragraph (until) where until is not null;

-- The delegations that asked to consult before a paragraph agreed ad referendum binds them, and those of them that confirmed.
create table awaiting (
    paragraph_id uuid not null,
    delegation_id uuid not null,
    confirmed_by uuid,
    confirmed_at timestamptz,
    constraint awaiting_pk primary key (paragraph_id, delegation_id),
    constraint awaiting_paragraph_fk foreign key (paragraph_id) references paragraph (id),
    constraint awaiting_delegation_fk foreign key (delegation_id) references delegation (id),
    constraint awaiting_confirmed_by_fk foreign key (confirmed_by) references participant (id),
    constraint awaiting_confirmed_whole check ((confirmed_by is null) = (confirmed_at is null))
);

-- A delegation that came back and could not confirm. Never deleted.
create table reservation (
    id uuid not null,
    paragraph_id uuid not null,
    delegation_id uuid not null,
    participant_id uuid not null,
    at timestamptz not null,
    reason text not null,
    constraint reservation_pk primary key (id),
    constraint reservation_paragraph_fk foreign key (paragraph_id) references paragraph (id),
    constraint reservation_delegation_fk foreign key (delegation_id) references delegation (id),
    constraint reservation_participant_fk foreign key (participant_id) references participant (id),
    constraint reservation_reason_given check (reason <> '')
);
create index reservation_by_paragraph on reservation (paragraph_id, at);

-- What the rapporteur proposes to the chair, until the paragraph is decided about.
create table gavel_proposal (
    paragraph_id uuid not null,
    proposal text not null,
    participant_id uuid not null,
    at timestamptz not null,
    reason text,
    constraint gavel_proposal_pk primary key (paragraph_id),
    constraint gavel_proposal_paragraph_fk foreign key (paragraph_id) references paragraph (id),
    constraint gavel_proposal_participant_fk foreign key (participant_id) references participant (id),
    constraint gavel_proposal_known check (proposal in ('agreed_ad_ref', 'agreed', 'reopen'))
);

-- Editorial corrections to agreed text, word for word.
create table correction (
    id uuid not null,
    paragraph_id uuid not null,
    old_words text not null,
    new_words text not null,
    reason text not null,
    state text not null,
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    constraint correction_pk primary key (id),
    constraint correction_paragraph_fk foreign key (paragraph_id) references paragraph (id),
    constraint correction_proposed_by_fk foreign key (proposed_by) references participant (id),
    constraint correction_decided_by_fk foreign key (decided_by) references participant (id),
    constraint correction_state_known check (state in ('proposed', 'confirmed', 'rejected')),
    constraint correction_decided_whole check ((state = 'proposed') = (decided_at is null)),
    constraint correction_by_two_people check (state <> 'confirmed' or decided_by <> proposed_by),
    constraint correction_changes_words check (old_words <> new_words)
);
create unique index correction_one_open on correction (paragraph_id) where state = 'proposed';
create index correction_by_paragraph on correction (paragraph_id, proposed_at);

-- A closed session is opened again by two: one proposes, the other confirms.
create table session_reopening (
    session_id uuid not null,
    participant_id uuid not null,
    at timestamptz not null,
    reason text not null,
    constraint session_reopening_pk primary key (session_id),
    constraint session_reopening_session_fk foreign key (session_id) references session (id),
    constraint session_reopening_participant_fk foreign key (participant_id) references participant (id)
);

-- Where a draft stood when its session was closed, and stands again when it is reopened.
alter table draft
    add column frozen_from text,
    add constraint draft_frozen_from_known check (frozen_from in ('preparing', 'drafting', 'negotiating')),
    add constraint draft_frozen_from_is_frozen check (frozen_from is null or status = 'frozen');
