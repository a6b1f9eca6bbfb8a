import { outcome, type Failure } from '$lib/api/client';
import { fetchFromServer } from '$lib/api/answering';
import { address, type Answer } from '$lib/api/request';
import type { ImportReport } from '$lib/api/types';

/** The longest list that the server reads. */
const LONGEST_BYTES = 5 * 1024 * 1024;

/** How far one is with a list. */
export type ImportState =
  | { kind: 'none' }
  | { kind: 'reading' }
  | { kind: 'too_long' }
  | { kind: 'failed'; failure: Failure }
  /** What the list would do; nothing is done yet. */
  | { kind: 'previewed'; report: ImportReport }
  | { kind: 'importing'; report: ImportReport }
  | { kind: 'imported'; report: ImportReport };

/** A list of people on its way into the register: read and checked first, then imported whole or not at all. */
export class ListImport {
  state: ImportState = $state.raw({ kind: 'none' });
  /** What the file is called. */
  name = $state('');
  /** In what the file is said to be written; empty where the server guesses. */
  encoding = $state('');
  /** The file as it was when it was chosen: what is imported is what was looked at. */
  #bytes: ArrayBuffer | null = null;

  /** Reads a file and asks the server what it would do. */
  async choose(file: File): Promise<void> {
    this.name = file.name;
    this.encoding = '';
    this.state = { kind: 'reading' };
    if (file.size > LONGEST_BYTES) {
      this.state = { kind: 'too_long' };
      return;
    }
    this.#bytes = await file.arrayBuffer().catch(() => null);
    await this.preview();
  }

  /** Asks what it would do if it were written in this encoding. */
  async readAs(encoding: string): Promise<void> {
    this.encoding = encoding;
    await this.preview();
  }

  async preview(): Promise<void> {
    this.state = { kind: 'reading' };
    const found = await this.#ask('preview');
    if (found) this.state = { kind: 'previewed', report: found };
  }

  /** Imports it; answers whether that was done. */
  async apply(): Promise<boolean> {
    if (this.state.kind !== 'previewed') return false;
    this.state = { kind: 'importing', report: this.state.report };
    const found = await this.#ask('apply');
    if (found) this.state = { kind: found.applied ? 'imported' : 'previewed', report: found };
    return found?.applied === true;
  }

  /** Begins anew with another list. */
  forget(): void {
    this.#bytes = null;
    this.state = { kind: 'none' };
  }

  // With a problem in the list, the server's refusal holds the same report as a preview.
  async #ask(mode: 'preview' | 'apply'): Promise<ImportReport | null> {
    const query = { mode, encoding: this.encoding === '' ? undefined : this.encoding };
    let refused: ImportReport | null = null;
    const found = await outcome<ImportReport>(
      send(address('/api/people/import', { query }), this.#bytes).then((answer) => {
        if (hasReport(answer.error)) refused = answer.error.report;
        return answer;
      }),
    );
    if (found.ok) return found.data;
    if (refused === null) this.state = { kind: 'failed', failure: found.failure };
    return refused;
  }
}

async function send(to: string, body: ArrayBuffer | null): Promise<Answer<ImportReport>> {
  const response = await fetchFromServer(to, { method: 'POST', body, headers: { 'Content-Type': 'application/octet-stream' } });
  const said = (await response.json()) as unknown;
  return response.ok ? { data: said as ImportReport, response } : { error: said, response };
}

function hasReport(error: unknown): error is { report: ImportReport } {
  return typeof error === 'object' && error !== null && 'report' in error;
}
