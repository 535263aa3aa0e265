import { askNodes } from './askNodes.js';
import type { Endpoint } from './endpoint.js';
import type { Question, Reply } from './question.js';

/** The nodes of one chain, the best first. */
export class EndpointPool {
  constructor(
    readonly endpoints: readonly Endpoint[],
    readonly quorum: number,
  ) {}

  /** Those that may be asked now: trusted before warned, fast before slow. */
  awake(): readonly Endpoint[] {
    return this.endpoints
      .filter((endpoint) => endpoint.restsMs() === 0)
      .sort((a, b) => rank(a) - rank(b) || latency(a) - latency(b));
  }

  ask<T>(question: Question<T>, signal: AbortSignal): Promise<Reply<T>> {
    return askNodes(this.awake(), question, signal);
  }

  named(name: string): Endpoint | undefined {
    return this.endpoints.find((endpoint) => endpoint.name === name);
  }

  close(): void {
    for (const endpoint of this.endpoints) endpoint.close();
  }
}

function rank({ standing }: Endpoint): number {
  return standing.wrong === undefined ? 0 : 1;
}

/** An endpoint that was never asked goes first: otherwise its latency would stay unknown. */
function latency({ standing }: Endpoint): number {
  return standing.latencyMs ?? 0;
}
