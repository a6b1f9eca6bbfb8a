import { lastingMemory } from './lasting-memory';

const PREFIX = 'plenary.';
/** How somebody likes to use this device, and that somebody left; says nothing about anybody. */
const KEPT = ['language', 'theme', 'size', 'hall.size', 'left', 'written'];

/** What this device remembers under a name, or null. Written by this page, so its shape is trusted. */
export function recall<Value>(name: string): Value | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as Value | null;
  } catch {
    return null;
  }
}

/** Makes this device remember something; null forgets it. Says whether it does: a store may be full or forbidden. */
export function remember(name: string, value: unknown): boolean {
  try {
    write(PREFIX + name, value === null ? null : JSON.stringify(value));
    return true;
  } catch {
    console.warn(`this device does not remember ${name}`);
    return false;
  }
}

/** Forgets everything that has to do with a person. */
export function forget(): void {
  const kept = KEPT.map((name) => PREFIX + name);
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && !kept.includes(name)) write(name, null);
    }
  } catch {
    // What may not be written has not been.
  }
}

function write(name: string, json: string | null): void {
  if (localStorage.getItem(name) === json) return;
  if (json === null) localStorage.removeItem(name);
  else localStorage.setItem(name, json);
  void lastingMemory.write(name, json).catch(() => {});
}
