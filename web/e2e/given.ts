import type { Server } from './server';

/**
 * Given: sessions 2 to 4 are meeting and drafting, all of their text is open, and everybody keeps it. Most stories are about what
 * people do with a text; who may do what is told in stories of its own, in the demonstration as it is.
 */
export async function everybodyDrafts(server: Server): Promise<void> {
  await server.sql(`
    update session set status = 'in_progress' where code in ('S2', 'S3', 'S4');
    update draft set status = 'drafting' from session where session.id = session_id and code in ('S2', 'S3', 'S4');
    insert into session_role (session_id, participant_id, role)
      select distinct session.id, participant_id, 'rapporteur' from session_role, session
      where code in ('S2', 'S3', 'S4') on conflict do nothing;
    update paragraph set state = 'open', decided_at = null, decided_by = null, until = null from action_point, draft, session
      where action_point.id = action_point_id and draft.id = draft_id and session.id = session_id and code in ('S2', 'S3', 'S4');
    update action_point set status = 'under_negotiation' from draft, session
      where draft.id = draft_id and session.id = session_id and code in ('S2', 'S3', 'S4');
    update draft_head set rules = rules + 1;
  `);
}
