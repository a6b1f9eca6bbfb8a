import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

const BINARY = process.env['PLENARY'] ?? fileURLToPath(new URL('../../target/debug/plenary', import.meta.url));
const PATIENCE_MS = 60_000;

/** What a server finds when it starts first: the demonstration conference, or nothing at all. */
type Beginning = 'demonstration' | 'nothing';

/** The real server, on a port and with a database of its own. */
export class Server {
  /** Where it answers, such as `http://127.0.0.1:40123`. */
  address = '';
  /** The program that is tried out. */
  static readonly binary = BINARY;
  /** Where its data is, its private database among it. */
  readonly dataDir: string;
  readonly #settings: Record<string, string>;
  readonly #beginning: Beginning;
  /** What it has printed since it was started. */
  #said: string[] = [];
  #process: ChildProcess | null = null;

  private constructor(dataDir: string, settings: Record<string, string>, beginning: Beginning) {
    this.dataDir = dataDir;
    this.#settings = settings;
    this.#beginning = beginning;
  }

  /** Starts one, on any port if need be; `settings` are environment variables. */
  static async start(settings: Record<string, string> = {}, beginning: Beginning = 'demonstration', listen = '127.0.0.1:0'): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), 'plenary-e2e-')), settings, beginning);
    await server.#run(listen);
    return server;
  }

  /** The link for the first of the secretariat, which it prints when it starts; its path and what follows. */
  async firstLink(): Promise<string> {
    const printed = () => this.#said.map((line) => /once: http:\/\/[^/]+(\/\S+)$/.exec(line)?.[1]).find(Boolean);
    await expect.poll(printed).toBeDefined();
    return printed() ?? '';
  }

  /** Ends the process as a power cut does. */
  async kill(): Promise<void> {
    const process = this.#process;
    if (!process) return;
    this.#process = null;
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await gone;
  }

  /** Starts it again, at the same address and with what it had stored. */
  async comeBack(): Promise<void> {
    await this.#run(new URL(this.address).host);
  }

  /** The private database stops answering, as a machine does whose disk hangs. */
  async freezeDatabase(): Promise<void> {
    await this.#signalDatabase('SIGSTOP');
  }

  /** The private database goes on as if nothing had happened. */
  async thawDatabase(): Promise<void> {
    await this.#signalDatabase('SIGCONT');
  }

  /** Changes its private database behind its back. */
  async sql(statements: string): Promise<void> {
    const psql = ['-c', 'exec "$(ls /usr/lib/postgresql/*/bin/psql | tail -1)" "$DATABASE_URL" -v ON_ERROR_STOP=1 -c "$0"', statements];
    const { DATABASE_URL: _, ...environment } = process.env;
    const args = ['database', '--data-dir', this.dataDir, '--', 'sh', ...psql];
    await promisify(execFile)(BINARY, args, { env: environment });
  }

  async #signalDatabase(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const [postmaster] = (await readFile(join(this.dataDir, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n');
    const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
    for (const pid of [postmaster, ...children.trim().split(' ')]) process.kill(Number(pid), signal);
  }

  /** Stops it in good order and removes its data. */
  async stop(): Promise<void> {
    const process = this.#process;
    if (process) {
      const gone = new Promise((resolve) => process.once('exit', resolve));
      process.kill('SIGTERM');
      await gone;
    }
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #run(listen: string): Promise<void> {
    const { DATABASE_URL: _, ...environment } = process.env;
    const demo = this.#beginning === 'demonstration' ? ['--demo'] : [];
    const child = spawn(BINARY, ['serve', ...demo, '--data-dir', this.dataDir, '--listen', listen], {
      env: { ...environment, ...this.#settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.address = await new Promise((resolve, reject) => {
      const said: string[] = (this.#said = []);
      const giveUp = (why: string) => reject(new Error(`${why}\n${said.join('\n')}`));
      const timer = setTimeout(() => giveUp('the server did not start in time'), PATIENCE_MS);
      child.once('error', (error) => giveUp(error.message));
      child.once('exit', (code) => giveUp(`the server ended with ${code}`));
      for (const stream of [child.stdout, child.stderr]) {
        createInterface(stream).on('line', (line) => {
          said.push(line);
          const address = /^listening on (http:\S+)/.exec(line)?.[1];
          if (address === undefined) return;
          clearTimeout(timer);
          resolve(address);
        });
      }
    });
  }
}
