import { PAGE_PATIENCE_MS, ShellStore, type Shell } from './shell';

declare const self: ServiceWorkerGlobalScope;
/** Put here by the build. */
declare const SHELL: Shell;

const store = new ShellStore(SHELL, caches, (input, init) => fetch(input, init));

self.addEventListener('install', (event) => event.waitUntil(store.install()));

// A new build waits until no tab uses the one before (no skipWaiting), so that its files stay as long as they are needed.
self.addEventListener('activate', (event) => {
  event.waitUntil(store.forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') return event.respondWith(store.page(request, after(PAGE_PATIENCE_MS)));
  if (store.has(pathname)) event.respondWith(store.file(request));
});

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
