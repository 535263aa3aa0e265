import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range from which systems take the near end of outgoing connections (Linux 32768, others 49152): a port of
 * that range can be gone between here and the moment when a server takes it.
 */
const PORTS = { from: 12_000, below: 32_000 };
const ATTEMPTS = 50;

/** A TCP port of the loopback interface on which nothing listens. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(PORTS.from, PORTS.below);
    if (await isFree(port)) return port;
  }
  throw new Error(`Expected a free port from ${PORTS.from} to ${PORTS.below - 1}, found none in ${ATTEMPTS} attempts.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
