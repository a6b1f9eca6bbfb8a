import { api, outcome, type Outcome } from '$lib/api/client';
import type { Registered } from '$lib/api/types';

/** The browser reads the file after the click; then its memory can be given back. */
const KEPT_MS = 60_000;
/** Programs that read tables take words in other scripts for what they are only behind this sign. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Makes new badge codes for these people and saves them as a table, for a program that prints badges: a person a row, with the
 * code and what its QR code holds. The codes can be read only in this file.
 */
export async function saveCodes(people: Registered[], delegation: (person: Registered) => string): Promise<Outcome<null>> {
  const participants = people.map(({ id }) => id);
  const made = await outcome(api.POST('/api/people/codes', { body: { participants, old: 'revoke' } }));
  if (!made.ok) return made;
  const codes = new Map(made.data.map((code) => [code.participant, code]));
  const rows = people.map((person) => [
    person.reference,
    person.name,
    person.native_name ?? '',
    person.city,
    person.country,
    delegation(person),
    person.role,
    codes.get(person.id)?.code ?? '',
    codes.get(person.id)?.link ?? '',
  ]);
  save([['reference', 'name', 'native_name', 'city', 'country', 'delegation', 'role', 'code', 'qr_code'], ...rows]);
  return { ok: true, data: null };
}

/** RFC 4180. What a program could take for a formula is made words by an apostrophe. */
function cell(words: string): string {
  const harmless = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
  return `"${harmless.replaceAll('"', '""')}"`;
}

function save(rows: string[][]): void {
  const table = BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(',') + '\r\n').join('');
  const address = URL.createObjectURL(new Blob([table], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'badge-codes.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
