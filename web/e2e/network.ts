import { createServer, connect, type AddressInfo, type Server as Listener, type Socket } from 'node:net';
import type { Server } from './server';

type State = { kind: 'open' } | { kind: 'cut' } | { kind: 'frozen' } | { kind: 'portal'; answer: string };

/** The way from a browser to the server, which a test can cut, freeze, or give into the hands of somebody else. */
export class Network {
  /** Where the server answers through this network. */
  address = '';
  readonly #listener: Listener;
  readonly #pairs = new Set<[Socket, Socket]>();
  #state: State = { kind: 'open' };

  private constructor(server: Server) {
    const { hostname, port } = new URL(server.address);
    this.#listener = createServer((client) => this.#carry(client, hostname, Number(port)));
  }

  static async before(server: Server): Promise<Network> {
    const network = new Network(server);
    await new Promise<void>((resolve) => network.#listener.listen(0, '127.0.0.1', resolve));
    network.address = `http://127.0.0.1:${(network.#listener.address() as AddressInfo).port}`;
    return network;
  }

  /** Connections break, and new ones break at once. */
  cut(): void {
    this.#state = { kind: 'cut' };
    this.#breakAll();
  }

  /** Nothing arrives any more in either direction, and nobody is told: a socket that is open on one side only. */
  freeze(): void {
    this.#state = { kind: 'frozen' };
    for (const [client, server] of this.#pairs) [client, server].forEach((socket) => socket.pause());
  }

  /** Somebody else answers every request, as the Wi-Fi of a hotel until one has paid. */
  capture(answer: string): void {
    this.#state = { kind: 'portal', answer };
    this.#breakAll();
  }

  /** All is well again; what was frozen arrives. */
  mend(): void {
    this.#state = { kind: 'open' };
    for (const [client, server] of this.#pairs) [client, server].forEach((socket) => socket.resume());
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    this.cut();
    await closed;
  }

  #breakAll(): void {
    for (const [client, server] of this.#pairs) [client, server].forEach((socket) => socket.destroy());
    this.#pairs.clear();
  }

  #carry(client: Socket, host: string, port: number): void {
    client.on('error', () => client.destroy());
    const state = this.#state;
    if (state.kind === 'cut') return void client.destroy();
    if (state.kind === 'portal') return void client.once('data', () => client.end(state.answer));
    const server = connect(port, host);
    const pair: [Socket, Socket] = [client, server];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [server, client] as const]) {
      from.on('data', (data) => to.write(data));
      from.on('close', () => (to.destroy(), this.#pairs.delete(pair)));
      from.on('error', () => from.destroy());
    }
    if (state.kind === 'frozen') pair.forEach((socket) => socket.pause());
  }
}
