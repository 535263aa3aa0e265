import { createServer } from 'node:net';
import type { Target } from '@gimbal/all-in-one-service';
import { CliFailure } from '../../cliFailure.js';
import { type StartOptions, WANTED_PORTS } from './startOptions.js';

export interface ChosenPorts {
  readonly ports: Readonly<Partial<Record<Target, number>>>;
  /** Targets that get a free port because another process has theirs. */
  readonly displaced: readonly Target[];
}

/** The usual ports where they are free; a port that somebody asked for has to be. Throws a CliFailure when it isn't. */
export async function choosePorts({
  targets,
  ports: asked,
}: Pick<StartOptions, 'targets' | 'ports'>): Promise<ChosenPorts> {
  const ports: Partial<Record<Target, number>> = {};
  const displaced: Target[] = [];
  for (const target of targets) {
    const port = asked[target] ?? WANTED_PORTS[target];
    const free = port === 0 || (await isFree(port));
    if (!free && asked[target] !== undefined) {
      throw new CliFailure(`Expected port ${port} to be free for ${target}, another process has it.`);
    }
    if (!free) displaced.push(target);
    ports[target] = free ? port : 0;
  }
  return { ports, displaced };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
