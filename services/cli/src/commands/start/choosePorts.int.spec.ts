import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { choosePorts } from './choosePorts.js';

/** Holds a port; when somebody else does already it is as taken as it has to be. */
function occupied(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

describe('choosePorts', () => {
  it('takes a free port where the usual one is taken, and says of whom', async () => {
    const holder = await occupied(50_053);
    try {
      const chosen = await choosePorts({ targets: ['risk', 'pricing'], ports: { pricing: 0 } });
      expect(chosen).toEqual({ ports: { risk: 0, pricing: 0 }, displaced: ['risk'] });
      await expect(choosePorts({ targets: ['risk'], ports: { risk: 50_053 } })).rejects.toThrow(
        'Expected port 50053 to be free for risk, another process has it.',
      );
    } finally {
      await new Promise((resolve) => (holder === undefined ? resolve(undefined) : holder.close(resolve)));
    }
  });

  it('takes a port that was asked for and is free', async () => {
    const probe = await occupied(0);
    const { port } = probe!.address() as { port: number };
    await new Promise((resolve) => probe!.close(resolve));
    expect(await choosePorts({ targets: ['risk'], ports: { risk: port } })).toEqual({
      ports: { risk: port },
      displaced: [],
    });
  });
});
