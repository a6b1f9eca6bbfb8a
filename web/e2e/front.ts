import { readFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Server } from './server';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A server's interface with a build of the front end that can be exchanged, as an upgrade does. */
export class Front {
  address = '';
  /** The directory of the build that is served. */
  build: string;
  /** Whether anything is answered. */
  reachable = true;
  readonly #server: HttpServer;

  private constructor(server: Server, build: string) {
    this.build = build;
    this.#server = createServer((asked, answer) => void this.#answer(server, asked, answer));
    this.#server.on('upgrade', (asked: IncomingMessage, client, head) => {
      if (!this.reachable) return client.destroy();
      const { hostname, port } = new URL(server.address);
      const onward = connect(Number(port), hostname, () => {
        const headers = Object.entries(asked.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
        onward.write(`GET ${asked.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
        onward.write(head);
        onward.pipe(client).pipe(onward);
      });
      onward.on('error', () => client.destroy());
      client.on('error', () => onward.destroy());
    });
  }

  static async before(server: Server, build: string): Promise<Front> {
    const front = new Front(server, build);
    await new Promise<void>((resolve) => front.#server.listen(0, '127.0.0.1', resolve));
    front.address = `http://127.0.0.1:${(front.#server.address() as AddressInfo).port}`;
    return front;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(server: Server, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = new URL(asked.url ?? '/', this.address).pathname;
    if (!this.reachable) return void asked.socket.destroy();
    if (path.startsWith('/api/')) return this.#forward(server, asked, answer);
    const name = extname(path) === '' ? 'index.html' : path;
    const file = await readFile(join(this.build, name)).catch(() => null);
    if (file === null) return void answer.writeHead(404).end();
    answer.writeHead(200, { 'content-type': TYPES[extname(name)] ?? '', 'cache-control': 'no-cache' }).end(file);
  }

  #forward(server: Server, asked: IncomingMessage, answer: ServerResponse): void {
    const { method, headers } = asked;
    const onward = request(server.address + asked.url, { ...(method && { method }), headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  }
}
