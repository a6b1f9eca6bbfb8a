import { test as base } from '@playwright/test';
import { Network } from './network';
import { Person } from './people';
import { Server } from './server';

interface Story {
  /** Somebody enters as a participant, in a browser of their own; they are gone when the test is over. */
  enter: (name: string, through?: { address: string }) => Promise<Person>;
  /** A network of one's own before the server, for a test to spoil. */
  network: Network;
}

/** Tests with people, and with one server for all; after a test that failed the next ones get a new one. */
export const test = base.extend<Story, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
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
