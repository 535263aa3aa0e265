import type { RawFrame } from '../../domain/rawFrame.js';
import { backoffMs } from './backoff.js';
import type { Connector } from './connector.js';
import { FrameQueue } from './frameQueue.js';
import {
  QUEUE_BYTES_MAX,
  QUEUE_FRAMES_MAX,
  RESTART_FIRST_MS,
  RESTART_MAX_MS,
  STABLE_MS,
  STOP_PATIENCE_MS,
} from './limits.js';
import type { LiveIo } from './liveIo.js';
import { pauseFor } from './pauseFor.js';

export interface ConnectorHostOptions {
  readonly connectors: readonly Connector[];
  readonly io: LiveIo;
  readonly report: (level: 'info' | 'warn' | 'error', message: string) => void;
  readonly queueFramesMax?: number | undefined;
  readonly queueBytesMax?: number | undefined;
}

/**
 * Runs connectors beside each other, each with a queue of its own, and starts one that ends again after a wait that
 * grows. What one does wrong ends none of the others, nor the process.
 */
export class ConnectorHost {
  private readonly queues: readonly FrameQueue[];
  private readonly byFeed: ReadonlyMap<string, Connector>;
  private readonly stopping = new AbortController();
  /** Ends the run of each connector that runs. */
  private readonly runs = new Map<string, AbortController>();
  private running: Promise<unknown> | undefined;
  private listener: () => void = () => {};
  /** Whose turn it is to be asked first. */
  private turn = 0;

  constructor(private readonly options: ConnectorHostOptions) {
    const { connectors, io } = options;
    const bounds = {
      framesMax: options.queueFramesMax ?? QUEUE_FRAMES_MAX,
      bytesMax: options.queueBytesMax ?? QUEUE_BYTES_MAX,
    };
    this.queues = connectors.map(({ id }) => new FrameQueue(id, bounds, io, () => this.listener()));
    this.byFeed = new Map(connectors.flatMap((connector) => connector.feeds.map(({ id }) => [id, connector])));
  }

  /** Once; a host that was stopped stays so. */
  start(): void {
    this.running ??= Promise.all(
      this.options.connectors.map((connector, index) => this.keep(connector, this.queues[index]!)),
    );
  }

  /** Settles when all connectors have, or when patience is over. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('stopping'));
    for (const queue of this.queues) queue.close();
    const settled = new AbortController();
    const patience = pauseFor(STOP_PATIENCE_MS, this.options.io, settled.signal);
    await Promise.race([this.running, patience]);
    settled.abort();
  }

  /** Frames that wait for a step. */
  get waiting(): number {
    return this.queues.reduce((sum, queue) => sum + queue.length, 0);
  }

  /** Called at each arrival; one listener. */
  onArrival(listener: () => void): void {
    this.listener = listener;
  }

  /** Takes from each queue its share, and from the next ones what the earlier left over. */
  take(framesMax: number, bytesMax: number): readonly RawFrame[] {
    const count = this.queues.length;
    const frames: RawFrame[] = [];
    let bytes = 0;
    for (let asked = 0; asked < count; asked++) {
      const queue = this.queues[(this.turn + asked) % count]!;
      const [framesLeft, bytesLeft] = [framesMax - frames.length, bytesMax - bytes];
      if (queue.length === 0 || framesLeft <= 0 || bytesLeft <= 0) continue;
      const share = Math.ceil(framesLeft / (count - asked));
      const taken = queue.take(share, bytesLeft);
      bytes += taken.reduce((sum, { raw }) => sum + raw.length, 0);
      frames.push(...taken);
    }
    this.turn = count === 0 ? 0 : (this.turn + 1) % count;
    return frames;
  }

  /** Hands what sessions want sent to the connector of the feed. */
  reply({ feed, reading }: RawFrame): void {
    if (reading === undefined || reading.replies.length === 0) return;
    const connector = this.byFeed.get(feed);
    try {
      connector?.reply?.(feed, reading.replies);
    } catch (error) {
      this.options.report('warn', `${connector?.id}: a reply could not be sent: ${nameOf(error)}`);
    }
  }

  /**
   * Ends the run of the feed's connector, drops what it has delivered since, and starts it again: what it has isn't what was
   * taken. `said` stands in the queue before whatever comes then.
   */
  restart(feed: string, said: RawFrame): void {
    const index = this.options.connectors.findIndex(({ feeds }) => feeds.some(({ id }) => id === feed));
    const queue = this.queues[index];
    if (queue === undefined) return;
    queue.pause();
    void queue.deliver(said);
    this.runs.get(this.options.connectors[index]!.id)?.abort(new Error('starting again'));
  }

  /** Puts a frame beside those of the feed's connector. */
  say(frame: RawFrame): void {
    const index = this.options.connectors.findIndex(({ feeds }) => feeds.some(({ id }) => id === frame.feed));
    void this.queues[index]?.deliver(frame);
  }

  private async keep(connector: Connector, queue: FrameQueue): Promise<void> {
    const { io, report } = this.options;
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      const startedMs = io.monotonicMs();
      const run = new AbortController();
      this.runs.set(connector.id, run);
      queue.resume();
      const end = await runOnce(connector, queue, AbortSignal.any([signal, run.signal]));
      if (signal.aborted) return;
      if (run.signal.aborted) {
        await pauseFor(RESTART_FIRST_MS * io.random(), io, signal);
        continue;
      }
      failures = io.monotonicMs() - startedMs >= STABLE_MS ? 1 : failures + 1;
      const waitMs = backoffMs(failures, { firstMs: RESTART_FIRST_MS, maxMs: RESTART_MAX_MS }, () => io.random());
      report('warn', `${connector.id} ended: ${end}. It is started again in ${waitMs} ms.`);
      await pauseFor(waitMs, io, signal);
    }
  }
}

async function runOnce(connector: Connector, queue: FrameQueue, signal: AbortSignal): Promise<string> {
  try {
    await connector.run(queue, signal);
    return 'it returned though nobody stopped it';
  } catch (error) {
    return nameOf(error);
  }
}

/** The kind of an error: its text may hold an address, and the address a key. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error';
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.name : `${error.name} (${code})`;
}
