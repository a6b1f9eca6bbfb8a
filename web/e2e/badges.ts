import type { Browser } from '@playwright/test';
import type { Participant } from '../src/lib/api/types';
import { expect } from './fixtures';
import { Person } from './people';
import type { Server } from './server';

/** Somebody of the secretariat of the demonstration. */
const SECRETARY = 'Ingrid Vossberg';

/** What somebody was given to enter with. */
export interface Given {
  code: string;
  /** What the QR code on the badge holds, without the server. */
  address: string;
}

/** The secretariat, who hands out badges and links; from then on one enters with them only. */
export class Registration {
  readonly #secretary: Person;
  readonly #people: Participant[];

  private constructor(secretary: Person, people: Participant[]) {
    this.#secretary = secretary;
    this.#people = people;
  }

  static async open(browser: Browser, server: Server): Promise<Registration> {
    await server.sql("update conference set entering = 'by_choice'");
    const secretary = await Person.enter(browser, server, SECRETARY);
    await server.sql("update conference set entering = 'by_badge'");
    const people = (await (await secretary.context.request.get('/api/participants')).json()) as Participant[];
    return new Registration(secretary, people);
  }

  /** A new badge for somebody. */
  async badge(name: string): Promise<Given> {
    const asked = { participants: [this.#idOf(name)], old: 'keep' };
    const [made] = (await this.#post('/api/people/codes', asked)) as { code: string; link: string }[];
    return { code: made?.code ?? '', address: inside(made?.link) };
  }

  /** A personal link for somebody, which signs in once: without the server. */
  async link(name: string): Promise<string> {
    const asked = { participants: [this.#idOf(name)], lasting: { use: 'once' } };
    const [made] = (await this.#post('/api/people/links', asked)) as { link: string }[];
    return inside(made?.link);
  }

  async close(): Promise<void> {
    await this.#secretary.context.close();
  }

  #idOf(name: string): string {
    const found = this.#people.find((participant) => participant.name === name);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found.id;
  }

  async #post(path: string, data: object): Promise<unknown> {
    const answer = await this.#secretary.context.request.post(path, { data });
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  }
}

function inside(link: string | undefined): string {
  const { pathname, hash } = new URL(link ?? '');
  return pathname + hash;
}
