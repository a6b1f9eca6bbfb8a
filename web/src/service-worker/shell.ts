/** What one build of the front end consists of. */
export interface Shell {
  /** A name that changes when any of its files does. */
  build: string;
  /** The one page, word for word. */
  page: string;
  /** The paths of everything else that any part of it may ask for. */
  files: string[];
  /** Paths it can do without: a font that is missing is another font, not a broken page. */
  fonts: string[];
}

/** How long a page is waited for before the kept one is shown: bad Wi-Fi is worse than none. */
export const PAGE_PATIENCE_MS = 3_000;

const PREFIX = 'plenary-shell-';
const PAGE = '/';

/**
 * The front end's own files on this device, build by build, so that it opens without a network.
 *
 * What must hold:
 * - A build is used only when it is whole: its page is stored last.
 * - Names under /assets/ carry a hash, so a file may come from whatever build has it; a tab of an older build goes on
 *   with its own files until the browser lets the new worker take over.
 * - Nothing of /api/ is ever answered or kept here.
 */
export class ShellStore {
  readonly #shell: Shell;
  readonly #caches: CacheStorage;
  readonly #fetch: typeof fetch;

  constructor(shell: Shell, stored: CacheStorage, fetching: typeof fetch) {
    this.#shell = shell;
    this.#caches = stored;
    this.#fetch = fetching;
  }

  /** Stores this build. Rejects when a file cannot be had, or the server has another build by now: it is tried again. */
  async install(): Promise<void> {
    const cache = await this.#caches.open(this.#name);
    await Promise.all(this.#shell.files.map((path) => this.#store(cache, path)));
    await Promise.all(this.#shell.fonts.map((path) => this.#store(cache, path).catch(() => {})));
    const page = await this.#fetch(PAGE, { cache: 'no-cache' });
    if (!page.ok || (await page.clone().text()) !== this.#shell.page) throw new Error('the server has another build');
    await cache.put(PAGE, page);
  }

  /** No tab uses an older build any more. */
  async forgetOthers(): Promise<void> {
    const names = await this.#names();
    await Promise.all(names.filter((name) => name !== this.#name).map((name) => this.#caches.delete(name)));
  }

  /** The page, from the network if that is quick; a server that is away or a proxy that says so is no answer. */
  async page(request: Request, late: Promise<void>): Promise<Response> {
    const answer = this.#fetch(request);
    const good = answer.then((response) => (isAway(response) ? null : response)).catch(() => null);
    const quick = await Promise.race([good, late.then(() => null)]);
    return quick ?? (await this.#kept(PAGE)) ?? answer;
  }

  /** A file of the front end: as it is kept, else from the network. */
  async file(request: Request): Promise<Response> {
    const kept = await this.#kept(request);
    if (kept) return kept;
    const response = await this.#fetch(request);
    if (response.ok && this.#shell.fonts.includes(new URL(request.url).pathname)) {
      const cache = await this.#caches.open(this.#name);
      await cache.put(request, response.clone()).catch(() => {});
    }
    return response;
  }

  /** Whether a path is one of the front end's files. */
  has(path: string): boolean {
    return path.startsWith('/assets/') || this.#shell.files.includes(path);
  }

  get #name(): string {
    return PREFIX + this.#shell.build;
  }

  // Most files of a new build are those of the one before; on a bad network each that is not fetched again counts.
  async #store(cache: Cache, path: string): Promise<void> {
    const kept = path.startsWith('/assets/') ? await this.#kept(path) : undefined;
    const response = kept ?? (await this.#fetch(path));
    if (!response.ok || response.redirected) throw new Error(`${path} cannot be had`);
    await cache.put(path, response);
  }

  async #kept(request: Request | string): Promise<Response | undefined> {
    for (const name of await this.#names()) {
      const found = await (await this.#caches.open(name)).match(request, { ignoreVary: true });
      if (found) return found;
    }
    return undefined;
  }

  // The newest build first: a browser lists caches in the order in which they were made.
  async #names(): Promise<string[]> {
    return (await this.#caches.keys()).filter((name) => name.startsWith(PREFIX)).reverse();
  }
}

// A redirection is the browser's to follow: it may lead to the page where one pays for the Wi-Fi.
function isAway(response: Response): boolean {
  return response.status >= 500;
}
