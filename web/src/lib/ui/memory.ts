const PREFIX = 'plenary.';
/** How somebody likes to use this device; says nothing about anybody. */
const PREFERENCES = ['language', 'theme'];

/** What this device remembers under a name, or null. Written by this page, so its shape is trusted. */
export function recall<Value>(name: string): Value | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as Value | null;
  } catch {
    return null;
  }
}

/** Makes this device remember something; null forgets it. A full or forbidden store is no reason to fail. */
export function remember(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    console.warn(`this device does not remember ${name}`);
  }
}

/** Forgets everything but the chosen language and theme. */
export function forget(): void {
  const kept = PREFERENCES.map((name) => PREFIX + name);
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX) && !kept.includes(name)) localStorage.removeItem(name);
  }
}
