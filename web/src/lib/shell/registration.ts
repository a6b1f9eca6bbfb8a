/**
 * Has the browser keep the page's own files, so that it opens without a network. Browsers offer that only over https
 * (and on the machine itself); elsewhere the page works as before, but cannot be reloaded while offline.
 */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = () =>
    navigator.serviceWorker
      .register('/service-worker.js', { type: 'module', updateViaCache: 'none' })
      .catch(() => console.warn('this browser does not keep the page for times without a network'));
  // What the page needs now comes first; the rest is fetched when it stands.
  if (document.readyState === 'complete') void register();
  else window.addEventListener('load', () => void register(), { once: true });
}
