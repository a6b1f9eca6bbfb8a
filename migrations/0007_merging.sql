-- An action point becomes part of another when the delegations it comes from consent.

create table merger (
    action_point_id uuid not null,
    into_id uuid not null,
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    reason text not null,
    constraint merger_pk primary key (action_point_id),
    constraint merger_action_point_fk foreign key (action_point_id) references action_point (id),
    constraint merger_into_fk foreign key (into_id) references action_point (id),
    constraint merger_proposed_by_fk foreign key (proposed_by) references participant (id),
    constraint merger_of_two check (action_point_id <> into_id),
    constraint merger_reason_given check (reason <> '')
);

-- The delegations that consented so far.
create table merger_consent (
    action_point_id uuid not null,
    delegation_id uuid not null,
    participant_id uuid not null,
    at timestamptz not null,
    constraint merger_consent_pk primary key (action_point_id, delegation_id),
    constraint merger_consent_merger_fk foreign key (action_point_id) references merger (action_point_id) on delete cascade,
    constraint merger_consent_delegation_fk foreign key (delegation_id) references delegation (id),
    constraint merger_consent_participant_fk foreign key (participant_id) references participant (id)
);
