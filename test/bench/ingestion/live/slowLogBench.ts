import type { Aim } from '../../bench.ts';
import { collectGarbage, figure } from '../../measure.ts';
import { ConnectorHost, QUEUE_BYTES_MAX, QUEUE_FRAMES_MAX } from '../ingestionParts.ts';
import { START_MS } from '../venues/frameDraw.ts';
import { hyperliquidFrames } from '../venues/hyperliquidFrames.ts';

const FULL_SIZE = 100_000;
const CONNECTORS = 4;
/** Virtual seconds; each connector delivers so many messages in one, and the log takes a step in five. */
const SECONDS = 60;
const FRAMES_A_SECOND = 5_000;
const STEP_EVERY_SECONDS = 5;
const STEP_FRAMES = 1_000;
const STEP_BYTES = 8 * 1024 * 1024;
/** Of an entry beside its bytes: the frame, its promise, its place in the queue. */
const ENTRY_BYTES_MAX = 1_024;

type Host = InstanceType<typeof ConnectorHost>;
type Connector = ConstructorParameters<typeof ConnectorHost>[0]['connectors'][number];
type Sink = Parameters<Connector['run']>[0];

/** Connectors that are faster than the log, for a minute of virtual time: what waits, what it takes, and what is said of the rest. */
export async function slowLogBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const perSecond = Math.max(10, Math.round(FRAMES_A_SECOND * Math.min(1, size / FULL_SIZE)));
  const framesMax = Math.max(40, Math.round(QUEUE_FRAMES_MAX * Math.min(1, size / FULL_SIZE)));
  const texts = hyperliquidFrames(1_000).messages;
  let nowUs = BigInt(START_MS) * 1_000n;
  const sinks: Sink[] = [];
  const connectors = Array.from({ length: CONNECTORS }, (_, place) => connectorOf(place, sinks));
  const io = {
    nowUs: () => nowUs,
    monotonicMs: () => Number(nowUs / 1_000n),
    random: () => 0.5,
    after: () => () => {},
  };
  const host: Host = new ConnectorHost({ connectors, io, report: () => {}, queueFramesMax: framesMax });
  host.start();
  await Promise.resolve();
  collectGarbage();
  const before = usedBytes();
  const found = { delivered: 0, taken: 0, pushedOut: 0, waitingMost: 0, bytesMost: 0 };
  for (let second = 1; second <= SECONDS; second++) {
    nowUs += 1_000_000n;
    for (const [place, sink] of sinks.entries()) {
      for (let at = 0; at < perSecond; at++) {
        const raw = Buffer.from(texts[(at * 7 + second) % texts.length]!);
        void sink.deliver({ feed: `slow/${place}`, raw, receivedAtUs: nowUs });
        found.delivered++;
      }
    }
    found.waitingMost = Math.max(found.waitingMost, host.waiting);
    if (second % STEP_EVERY_SECONDS === 0) take(host, STEP_FRAMES, STEP_BYTES, found);
    await new Promise((resolve) => setImmediate(resolve));
    if (second % STEP_EVERY_SECONDS !== 0) continue;
    collectGarbage();
    found.bytesMost = Math.max(found.bytesMost, usedBytes() - before);
  }
  while (host.waiting > 0) take(host, STEP_FRAMES * CONNECTORS, QUEUE_BYTES_MAX, found);
  await host.stop();
  const framesBound = framesMax * CONNECTORS;
  const bytesBound = (QUEUE_BYTES_MAX + framesMax * ENTRY_BYTES_MAX) * CONNECTORS;
  print(
    `${CONNECTORS} connectors, ${found.delivered.toLocaleString('en')} messages in ${SECONDS} virtual seconds; the log took ${found.taken.toLocaleString('en')}, and ${found.pushedOut.toLocaleString('en')} were said to be pushed out`,
  );
  const mib = (bytes: number): string => figure(bytes / 1024 / 1024, 1);
  print(
    `waiting at most ${found.waitingMost.toLocaleString('en')} of ${framesBound.toLocaleString('en')}; memory at most ${mib(found.bytesMost)} MiB above the start, bound ${mib(bytesBound)} MiB`,
  );
  return [
    {
      aim: 'what waits for a slow log within its bound',
      found: `${found.waitingMost.toLocaleString('en')} messages`,
      // What is said of each feed stands beside the messages.
      met: found.waitingMost <= framesBound + CONNECTORS,
    },
    {
      aim: 'memory of what waits within its bound',
      found: `${mib(found.bytesMost)} MiB`,
      met: found.bytesMost <= bytesBound,
    },
    {
      aim: 'every message was taken, or said to be pushed out',
      found: `${(found.delivered - found.taken - found.pushedOut).toLocaleString('en')} neither`,
      met: found.delivered === found.taken + found.pushedOut && found.pushedOut > 0,
    },
  ];
}

function connectorOf(place: number, sinks: Sink[]): Connector {
  const feed = {
    id: `slow/${place}`,
    decoder: 'venue-session',
    venue: 'hyperliquid',
    staleAfterSeconds: 60,
    assumed: null,
  };
  return {
    id: `slow-${place}`,
    feeds: [feed as Connector['feeds'][number]],
    run: (sink, signal) => {
      sinks.push(sink);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
  };
}

function take(host: Host, frames: number, bytes: number, found: { taken: number; pushedOut: number }): void {
  for (const { control } of host.take(frames, bytes)) {
    if (control === undefined) found.taken++;
    else if (control.kind === 'degraded') found.pushedOut += Number(/; ([0-9]+) messages of/.exec(control.detail)?.[1]);
  }
}

function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
