import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Server } from './server';

const PROVIDER = fileURLToPath(new URL('../../tests/node/provider.mjs', import.meta.url));

/** Somebody with an account at the provider, under the name by which they sign in there. */
export type Accounts = Record<string, { email: string; email_verified: boolean }>;

/** An OpenID Connect provider, and a server with the demonstration conference that trusts it. */
export class Federation {
  readonly server: Server;
  readonly #endProvider: () => void;

  private constructor(server: Server, endProvider: () => void) {
    this.server = server;
    this.#endProvider = endProvider;
  }

  static async start(accounts: Accounts): Promise<Federation> {
    // The provider has to know where it sends people back to, before the server can know the provider.
    const listen = `127.0.0.1:${await freePort()}`;
    const provider = spawn(process.execPath, [PROVIDER, `http://${listen}/api/sign-in/oidc/callback`, JSON.stringify(accounts)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const issuer = await new Promise<string>((resolve, reject) => {
      provider.once('exit', (code) => reject(new Error(`the provider ended with ${code}`)));
      createInterface(provider.stdout).once('line', (line) => resolve(JSON.parse(line) as string));
    });
    const settings = { PLENARY_OIDC_ISSUER: issuer, PLENARY_OIDC_CLIENT_ID: 'plenary', PLENARY_OIDC_CLIENT_SECRET: 'known to both' };
    const server = await Server.start(settings, 'demonstration', listen);
    return new Federation(server, () => provider.stdin.end());
  }

  /** The provider goes away, and the server stays. */
  endProvider(): void {
    this.#endProvider();
  }

  async stop(): Promise<void> {
    this.#endProvider();
    await this.server.stop();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
