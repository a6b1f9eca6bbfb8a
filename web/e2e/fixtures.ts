import { test as base } from '@playwright/test';
import { Network } from './network';
import { Person } from './people';
import { Server } from './server';
import { everybodyDrafts } from './given';

interface Story {
  /** How things stand when a file of stories begins: everybody drafts, or as the demonstration has it. */
  given: 'everybody drafts' | 'the demonstration';
  /** The server of this file's stories. What one file changes in the drafts is nothing to the next. */
  server: Server;
  /** Somebody enters as a participant, in a browser of their own; they are gone when the test is over. */
  enter: (name: string, through?: { address: string }) => Promise<Person>;
  /** A network of one's own before the server, for a test to spoil. */
  network: Network;
}

/** Starts a server for each file of stories, and stops it when the next file begins. */
class Servers {
  #running: { file: string; server: Server } | null = null;

  async of(file: string, given: Story['given']): Promise<Server> {
    if (this.#running?.file !== file) {
      await this.stop();
      this.#running = { file, server: await Server.start() };
      if (given === 'everybody drafts') await everybodyDrafts(this.#running.server);
    }
    return this.#running.server;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.server.stop();
  }
}

/** Tests with people; after a test that failed the next ones get a new server. */
export const test = base.extend<Story, { servers: Servers }>({
  servers: [
    async ({}, use) => {
      const servers = new Servers();
      await use(servers);
      await servers.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  given: ['everybody drafts', { option: true }],
  server: [async ({ servers, given }, use, { file }) => use(await servers.of(file, given)), { timeout: 90_000 }],
  enter: async ({ browser, server }, use) => {
    const people: Person[] = [];
    await use(async (name, through = server) => {
      const person = await Person.enter(browser, through, name);
      people.push(person);
      return person;
    });
    await Promise.all(people.map(({ context }) => context.close()));
  },
  network: async ({ server }, use) => {
    const network = await Network.before(server);
    await use(network);
    await network.stop();
  },
});

export { expect } from '@playwright/test';
