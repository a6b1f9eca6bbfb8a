-- Suggestions: recorded changes to one paragraph, with an author, a delegation, a reason, sponsors and a fate.

-- How many suggestions were made in a session: the next one gets the number after.
alter table session add column suggestions integer not null default 0;

create table suggestion (
    id uuid not null,
    draft_id uuid not null,
    session_id uuid not null,
    -- Within the session, from 1: on screen S2/5.
    number integer not null,
    action_point_id uuid not null,
    -- The paragraph that it changes or, with a new paragraph, after which it comes; null for the first place of the action point.
    paragraph_id uuid,
    kind text not null,
    -- All words of the paragraph that it is based on; empty with a new paragraph.
    base_words text not null,
    -- All words that should stand there; empty where the paragraph should go.
    words text not null,
    -- The language of the words, where it is not that of the paragraph.
    language text,
    reason text,
    reason_language text,
    state text not null,
    participant_id uuid not null,
    delegation_id uuid not null,
    made_at timestamptz not null,
    -- When its words or its reason were last revised.
    revised_at timestamptz,
    decided_by uuid,
    decided_at timestamptz,
    -- What the decider says about it.
    note text,
    -- With an acceptance: the words of the paragraph before and after it.
    words_before text,
    words_after text,
    constraint suggestion_pk primary key (id),
    constraint suggestion_draft_fk foreign key (draft_id) references draft (id),
    constraint suggestion_session_fk foreign key (session_id) references session (id),
    constraint suggestion_participant_fk foreign key (participant_id) references participant (id),
    constraint suggestion_delegation_fk foreign key (delegation_id) references delegation (id),
    constraint suggestion_decided_by_fk foreign key (decided_by) references participant (id),
    constraint suggestion_number_unique unique (session_id, number),
    constraint suggestion_kind_known check (kind in ('replace', 'insert', 'delete', 'new_paragraph')),
    constraint suggestion_state_known check (state in ('open', 'accepted', 'accepted_amended', 'not_retained', 'withdrawn')),
    constraint suggestion_decided_whole check ((state = 'open') = (decided_at is null)),
    constraint suggestion_changes_words check (words <> base_words),
    constraint suggestion_of_a_paragraph check (kind = 'new_paragraph' or paragraph_id is not null)
);
create index suggestion_by_draft on suggestion (draft_id, number);
create index suggestion_open_by_draft on suggestion (draft_id) where state = 'open';

-- The delegations that sponsor a suggestion of another.
create table suggestion_sponsor (
    suggestion_id uuid not null,
    delegation_id uuid not null,
    participant_id uuid not null,
    at timestamptz not null,
    constraint suggestion_sponsor_pk primary key (suggestion_id, delegation_id),
    constraint suggestion_sponsor_suggestion_fk foreign key (suggestion_id) references suggestion (id),
    constraint suggestion_sponsor_delegation_fk foreign key (delegation_id) references delegation (id),
    constraint suggestion_sponsor_participant_fk foreign key (participant_id) references participant (id)
);

-- The suggestions that a bridge is meant to replace.
create table suggestion_bridged (
    bridge_id uuid not null,
    suggestion_id uuid not null,
    constraint suggestion_bridged_pk primary key (bridge_id, suggestion_id),
    constraint suggestion_bridged_bridge_fk foreign key (bridge_id) references suggestion (id),
    constraint suggestion_bridged_suggestion_fk foreign key (suggestion_id) references suggestion (id),
    constraint suggestion_bridged_other check (bridge_id <> suggestion_id)
);
