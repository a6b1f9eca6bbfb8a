import type { Server } from './server';

/**
 * Given: session 2 is meeting and drafting, all of its text is open, and everybody in it keeps it. Most stories are about what people do
 * with a text; who may do what is told in stories of its own, in the demonstration as it is.
 */
export async function sessionTwoDrafts(server: Server): Promise<void> {
  await server.sql(`
    update session set status = 'in_progress' where code = 'S2';
    update draft set status = 'drafting' from session where session.id = session_id and code = 'S2';
    insert into session_role (session_id, participant_id, role)
      select session_id, participant_id, 'rapporteur' from session_role join session on session.id = session_id
      where code = 'S2' on conflict do nothing;
    update paragraph set state = 'open' from action_point, draft, session
      where action_point.id = action_point_id and draft.id = draft_id and session.id = session_id and code = 'S2';
    update action_point set status = 'under_negotiation' from draft, session
      where draft.id = draft_id and session.id = session_id and code = 'S2';
    update draft_head set rules = rules + 1;
  `);
}
