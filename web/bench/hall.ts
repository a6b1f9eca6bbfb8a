import { spawn } from 'node:child_process';
import { everybodyDrafts } from '../e2e/given';
import { Server } from '../e2e/server';
import { fill, type Size } from './draft';
import { Guest } from './guest';

const TITLE = /Building blocks/;
const MOST_PEOPLE = 500;
/** Rows of people beside those of the demonstration, one delegation for each city. */
const MORE_PEOPLE = (count: number) => `
  with made as (select gen_random_uuid() id, n from generate_series(1, ${count}) n), conference as (select id from conference limit 1),
  cities as (
    insert into delegation (id, conference_id, kind, city, country, name, may_sponsor, may_agree)
    select gen_random_uuid(), conference.id, 'city', 'City ' || n, 'Country', '{"en": "Delegation"}', true, true
    from conference, generate_series(1, ${count} / 4 + 1) n returning id, city)
  insert into participant (id, conference_id, delegation_id, reference, name, title, badge_role, city, country, language, other_languages)
  select made.id, conference.id, cities.id, 'guest-' || n, 'Guest ' || n, 'Delegate', 'delegate', cities.city, 'Country', 'en', '{}'
  from made, conference, cities where cities.city = 'City ' || (n / 4 + 1) returning id`;
/** Whoever is here keeps the text of session 2, so that all of them may write. */
const ALL_WRITE = `
  insert into session_role (session_id, participant_id, role)
    select session.id, participant.id, 'rapporteur' from session, participant where code = 'S2' on conflict do nothing;
  update draft_head set rules = rules + 1`;

/** A server with a draft to measure, and people for it. */
export class Hall {
  #cookies: string[] = [];

  private constructor(
    readonly server: Server,
    readonly draft: string,
    /** Who filled the draft; holds its text. */
    readonly author: Guest,
    /** Who sits at the browser that is measured. */
    readonly reader: string,
  ) {}

  static async open(): Promise<Hall> {
    const server = await Server.start();
    await everybodyDrafts(server);
    await query(server.dataDir, ALL_WRITE);
    const participants = await read<{ id: string }[]>(server, '/api/participants');
    const [reader, writer] = participants.map(({ id }) => id);
    if (!reader || !writer) throw new Error('the demonstration has participants');
    const cookie = await signIn(server, writer);
    const drafts = await read<{ id: string; title: Record<string, string> }[]>(server, '/api/drafts', cookie);
    const draft = drafts.find(({ title }) => TITLE.test(title['en'] ?? ''))?.id;
    if (!draft) throw new Error('the demonstration has that draft');
    const author = await Guest.enter(server.address, draft, cookie);
    await author.reads();
    return new Hall(server, draft, author, await signIn(server, reader));
  }

  /** Makes the draft so large, and says the ids of its points in order. */
  async holds(size: Size): Promise<string[]> {
    let points: string[] = [];
    this.author.writes(() => (points = fill(this.author.doc, size)));
    await this.author.isSaved();
    return points;
  }

  /** Signs so many different people in, five hundred at most, and says their cookies. */
  async enter(people: number): Promise<string[]> {
    if (this.#cookies.length === 0) {
      const made = await query(this.server.dataDir, MORE_PEOPLE(MOST_PEOPLE));
      await query(this.server.dataDir, ALL_WRITE);
      this.#cookies = await Promise.all(made.map((participant) => signIn(this.server, participant)));
    }
    return this.#cookies.slice(0, people);
  }

  async close(): Promise<void> {
    this.author.leave();
    await this.server.stop();
  }
}

async function signIn(server: Server, participant: string): Promise<string> {
  const answer = await fetch(`${server.address}/api/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ participant }),
  });
  const [cookie] = answer.headers.getSetCookie();
  if (!answer.ok || cookie === undefined) throw new Error(`nobody could sign in: ${answer.status}`);
  return cookie.split(';')[0] ?? '';
}

async function read<Body>(server: Server, path: string, cookie = ''): Promise<Body> {
  const answer = await fetch(server.address + path, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as Body;
}

/** The first column of what a statement returns, from the server's private database. */
async function query(dataDir: string, statement: string): Promise<string[]> {
  const { DATABASE_URL: _, ...environment } = process.env;
  const shell = 'exec psql "$DATABASE_URL" --quiet --tuples-only --no-align --set ON_ERROR_STOP=1';
  const child = spawn(Server.binary, ['database', '--data-dir', dataDir, '--', 'sh', '-c', shell], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${statement};\n`);
  let said = '';
  child.stdout.on('data', (some: Buffer) => (said += some.toString()));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`psql ended with ${String(code)}`);
  return said.split('\n').filter((line) => line !== '');
}
