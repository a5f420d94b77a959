/** A cable between two ends of a test: it can be cut and mended, and it remembers what went over it. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One cable. */
export class TestLink {
  /** Port that it leads to. */
  target = 0;
  /** The bytes that went over it, in both directions. */
  readonly seen: Buffer[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor() {
    this.#server = createServer((near) => this.#joined(near));
  }

  /** Lays it, from a free port. */
  static async open(target = 0): Promise<TestLink> {
    const link = new TestLink();
    link.target = target;
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  /** Port of its near end. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts it: what is open breaks off, and nothing new comes through. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Mends it. */
  mend(): void {
    this.#isCut = false;
  }

  /** Removes it. */
  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #joined(near: Socket): void {
    if (this.#isCut) return void near.destroy();
    const far = connect(this.target, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('data', (piece: Buffer) => this.seen.push(piece));
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
