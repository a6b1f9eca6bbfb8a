/** Where one is. */
export type Route =
  | { name: 'start' }
  | { name: 'conference' }
  | { name: 'draft'; id: string }
  | { name: 'hall'; id: string }
  | { name: 'session'; id: string }
  /** A page that few people open; no path is no page. */
  | { name: 'other'; path: string };

/** The route of a path. */
export function routeOf(path: string): Route {
  if (path === '/') return { name: 'start' };
  if (path === '/conference') return { name: 'conference' };
  if (/^\/(record|enter|claim|me|people(\/[\w-]+)?)$/.test(path)) return { name: 'other', path };
  const [, kind, id, hall] = /^\/(draft|session)s\/([0-9a-zA-Z-]+)(\/hall)?$/.exec(path) ?? [];
  if (id === undefined || (kind === 'session' && hall !== undefined)) return { name: 'other', path: '' };
  if (kind === 'session') return { name: 'session', id };
  return { name: hall === undefined ? 'draft' : 'hall', id };
}

/** Where a page is. */
export const path = {
  start: (then?: string) => (then === undefined ? '/' : `/?then=${encodeURIComponent(then)}`),
  /** Where one signs in, to come back to the place where one is. */
  signIn: () => path.start(location.href.replace(location.origin, '')),
  conference: () => '/conference',
  draft: (id: string) => `/drafts/${id}`,
  hall: (id: string) => `/drafts/${id}/hall`,
  session: (id: string) => `/sessions/${id}`,
};

class Router {
  route: Route = $state.raw(routeOf(window.location.pathname));
  /** How often one has gone somewhere else since the page was loaded. */
  moves = $state(0);
  #mayLeave: () => boolean = () => true;

  constructor() {
    window.addEventListener('popstate', () => this.#arrive());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  /** Has a page asked before one goes away from it; call what is returned when the page is gone. */
  ask(mayLeave: () => boolean): () => void {
    this.#mayLeave = mayLeave;
    return () => (this.#mayLeave = () => true);
  }

  /** Goes to a path of this site, unless the page one is on says no. */
  go(to: string): void {
    if (!this.#mayLeave()) return;
    window.history.pushState(null, '', to);
    this.#arrive();
    window.scrollTo(0, 0);
  }

  /** The place to go on to after entering, if it is one of this site. */
  get then(): string | null {
    const then = new URLSearchParams(window.location.search).get('then');
    return then !== null && /^\/\w[^\s\\]*$/.test(then) ? then : null;
  }

  #arrive(): void {
    const route = routeOf(window.location.pathname);
    if (JSON.stringify(route) === JSON.stringify(this.route)) return;
    this.route = route;
    this.moves += 1;
  }

  // Plain clicks on our own links stay on the page; everything else (new tab, download, other sites) is the browser's.
  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target !== '' || link.isContentEditable || link.origin !== window.location.origin) return;
    if (link.pathname === window.location.pathname && link.hash !== '') return;
    const route = routeOf(link.pathname);
    if ('path' in route && route.path === '') return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

export const router = new Router();
