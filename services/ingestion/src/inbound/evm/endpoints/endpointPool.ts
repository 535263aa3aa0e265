import { ATTEMPTS_MAX, RETRY_WAIT_MS_MAX } from '../limits.js';
import { sleep } from '../rpc/sleep.js';
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

  /** Asks, and asks again a few times where all nodes failed and one of them will be back in a moment. */
  async ask<T>(question: Question<T>, signal: AbortSignal): Promise<Reply<T>> {
    for (let attempt = 1; ; attempt++) {
      const reply = await askNodes(this.awake(), question, signal);
      if (reply.kind !== 'unavailable' || reply.heavy || attempt === ATTEMPTS_MAX || signal.aborted) return reply;
      const waitMs = this.soonestMs();
      if (waitMs === 0 || waitMs > RETRY_WAIT_MS_MAX) return reply;
      await sleep(waitMs, signal);
    }
  }

  /** Until the first node may be asked again; 0 when one may be. */
  soonestMs(): number {
    return Math.min(...this.endpoints.map((endpoint) => endpoint.restsMs()));
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
