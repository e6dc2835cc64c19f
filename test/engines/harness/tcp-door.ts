import { connect, createServer } from 'node:net';
import type { PrivateEngine } from './private-engine.js';

/** An address of the loopback at which an engine's API answers. */
export interface TcpDoor {
  /** Value for `DOCKER_HOST`. */
  readonly host: string;
  readonly close: () => Promise<void>;
}

/** Opens a port that leads to the engine's socket: engines themselves take seconds to warn of one without TLS. */
export async function openTcpDoor({ layout }: PrivateEngine): Promise<TcpDoor> {
  const server = createServer((near) => {
    const far = connect(layout.socket);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the port has no number');
  return {
    host: `tcp://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
