import { beforeEach, expect, test, vi } from 'vitest';
import { ShellStore, type Shell } from './shell';

const NEVER = new Promise<void>(() => {});
const AT_ONCE = Promise.resolve();

/** The browser's caches, in memory and in the order in which they were made. */
class Caches {
  readonly #caches = new Map<string, Map<string, Response>>();

  async open(name: string) {
    const cache = this.#caches.get(name) ?? new Map<string, Response>();
    this.#caches.set(name, cache);
    const path = (asked: Request | string) => new URL(typeof asked === 'string' ? asked : asked.url, 'http://p.test').pathname;
    return {
      match: async (asked: Request | string) => cache.get(path(asked))?.clone(),
      put: async (asked: Request | string, response: Response) => void cache.set(path(asked), response),
    };
  }

  keys = async () => [...this.#caches.keys()];
  delete = async (name: string) => this.#caches.delete(name);
}

let caches: Caches;
/** What the server has, by path; a function for what happens instead. */
let server: Record<string, string | (() => Promise<Response>)>;
let fetched: string[];

const shell = (build: string): Shell => ({
  build,
  page: `<page ${build}>`,
  files: [`/assets/${build}.js`, '/assets/same.js', '/icon.svg'],
  fonts: ['/assets/font.woff2'],
});

beforeEach(() => {
  caches = new Caches();
  fetched = [];
  server = serverOf('one');
});

test('with a whole build the page and its parts come without a network', async () => {
  const store = await installed('one');
  server = {};
  expect(await text(store.page(navigation(), NEVER))).toBe('<page one>');
  expect(await text(store.file(request('/assets/one.js')))).toBe('one');
});

test('the page comes from the network if that is quick, and from here if it is slow or broken', async () => {
  const store = await installed('one');
  server['/'] = '<page of today>';
  expect(await text(store.page(navigation(), NEVER))).toBe('<page of today>');
  server['/'] = () => new Promise(() => {});
  expect(await text(store.page(navigation(), AT_ONCE))).toBe('<page one>');
  server['/'] = async () => new Response('bad gateway', { status: 502 });
  expect(await text(store.page(navigation(), NEVER))).toBe('<page one>');
});

test('who has nothing kept waits for the network, however long it takes', async () => {
  const store = storeOf('one');
  let answer = (_: Response): void => {};
  server['/'] = () => new Promise((resolve) => (answer = resolve));
  const page = store.page(navigation(), AT_ONCE);
  await vi.waitFor(() => expect(fetched).toContain('/'));
  answer(new Response('late'));
  expect(await text(page)).toBe('late');
});

test('a build that is not whole is never used', async () => {
  await installed('one');
  server = serverOf('two');
  delete server['/assets/two.js'];
  const two = storeOf('two');
  await expect(two.install()).rejects.toThrow('cannot be had');
  server = {};
  expect(await text(two.page(navigation(), NEVER))).toBe('<page one>');
});

test('a page of another build is not stored with this one’s files', async () => {
  server['/'] = '<page of a hotel>';
  await expect(storeOf('one').install()).rejects.toThrow('another build');
});

test('a missing font is no reason not to keep the rest', async () => {
  delete server['/assets/font.woff2'];
  const store = await installed('one');
  server['/assets/font.woff2'] = 'later';
  expect(await text(store.file(request('/assets/font.woff2')))).toBe('later');
  server = {};
  expect(await text(store.file(request('/assets/font.woff2')))).toBe('later');
});

test('a new build takes what it shares from the old one, whose files stay until nobody uses them', async () => {
  const one = await installed('one');
  fetched = [];
  server = serverOf('two');
  const two = await installed('two');
  expect(fetched.sort()).toEqual(['/', '/assets/two.js', '/icon.svg']);
  server = {};
  // The worker of the old build still answers for all tabs: the next load gets the new one, an old tab its own parts.
  expect(await text(one.page(navigation(), NEVER))).toBe('<page two>');
  expect(await text(one.file(request('/assets/one.js')))).toBe('one');
  await two.forgetOthers();
  expect(await text(two.page(navigation(), NEVER))).toBe('<page two>');
  await expect(two.file(request('/assets/one.js'))).rejects.toThrow();
});

function serverOf(build: string): typeof server {
  const { page } = shell(build);
  return { '/': page, [`/assets/${build}.js`]: build, '/assets/same.js': 'same', '/icon.svg': 'icon', '/assets/font.woff2': 'font' };
}

function storeOf(build: string): ShellStore {
  const fetching = async (asked: RequestInfo | URL) => {
    const { pathname } = new URL(asked instanceof Request ? asked.url : asked, 'http://p.test');
    fetched.push(pathname);
    const found = server[pathname];
    if (typeof found === 'function') return found();
    if (Object.keys(server).length === 0) throw new TypeError('no network');
    return found === undefined ? new Response('', { status: 404 }) : new Response(found);
  };
  return new ShellStore(shell(build), caches as unknown as CacheStorage, fetching);
}

async function installed(build: string): Promise<ShellStore> {
  const store = storeOf(build);
  await store.install();
  return store;
}

function request(path: string): Request {
  return new Request(`http://p.test${path}`);
}

function navigation(): Request {
  return request('/');
}

async function text(response: Promise<Response>): Promise<string> {
  return (await response).text();
}
