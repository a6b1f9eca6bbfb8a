import type { Device } from '$lib/api/types';
import { i18n } from '$lib/i18n/i18n.svelte';
import { more } from '$lib/i18n/more';

const MINUTE_MS = 60_000;
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
];

/** What a device is, in words its owner recognizes. */
export function nameOf({ kind, device }: Pick<Device, 'kind' | 'device'>): string {
  const t = more.t.devices;
  if (device === '') return kind === 'program' ? t.program : t.browser;
  const [, browser, system] = /^(.+) on (.+)$/.exec(device) ?? [];
  return browser === undefined || system === undefined ? device : t.on(browser, system);
}

/** Whether a device is one that is held in the hand. */
export function isHeld({ device }: Pick<Device, 'device'>): boolean {
  return /(iPhone|iPad|Android|HarmonyOS)$/.test(device);
}

/** How long ago something was, such as "3 minutes ago"; within a minute it is now. */
export function ago(instant: Date, now: Date): string {
  const passed = Math.max(0, now.getTime() - instant.getTime());
  const [unit, length] = UNITS.find(([, length]) => passed >= length) ?? (['minute', MINUTE_MS] as const);
  const format = new Intl.RelativeTimeFormat(`${i18n.language}-u-nu-latn`, { numeric: 'auto' });
  return passed < MINUTE_MS ? format.format(0, 'second') : format.format(-Math.floor(passed / length), unit);
}
