import { createEvmConnector, evmConnectorSchema, feedCatalogue, type RawFrame } from '@gimbal/ingestion-service';
import type { Aim } from '../../bench.ts';
import { collectGarbage, figure, since } from '../../measure.ts';
import { IngestionFold } from '../ingestionFold.ts';
import { chainFeed, LOGS_A_BLOCK, timeOfBlock } from './chainFrames.ts';
import { stubNode } from './stubNode.ts';

/** What a range of a backfill may hold with its logs as a node's JSON, and the rows of the tail, leave room in this. */
const PEAK_MIB_MAX = 512;
const SAMPLE_MS = 20;

/** Old blocks through the connector to facts, from a node in this process. */
export async function backfillBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const blocks = Math.max(3, Math.round(size / LOGS_A_BLOCK));
  const node = stubNode(blocks);
  const fold = new IngestionFold(feedCatalogue([chainFeed]));
  const stop = new AbortController();
  const found = { blocks: 0, logs: 0, wrong: '' };
  const connector = createEvmConnector({
    id: 'backfill',
    feed: chainFeed as Parameters<typeof createEvmConnector>[0]['feed'],
    config: evmConnectorSchema.parse({
      chainId: 1,
      endpoints: [{ name: 'stub', url: 'http://127.0.0.1:1', requestsPerSecond: 1_000_000 }],
      startBlock: 1,
      pollMs: 5,
      multicall: null,
      // Canned blocks have no headers that hash to anything.
      ethereumHeaders: false,
    }),
    plan: { fixed: [], byLog: [] },
    resume: () => [],
    io: {
      nowUs: () => BigInt(timeOfBlock(blocks)) * 1_000_000n,
      monotonicMs: () => performance.now(),
      random: () => 0,
    },
    connect: () => node,
  });
  const deliver = async (frame: RawFrame): Promise<void> => {
    if (frame.control !== undefined) {
      if (frame.control.kind === 'degraded') found.wrong = frame.control.detail;
      return;
    }
    const said = fold.take([frame], BigInt(timeOfBlock(found.blocks + 1)) * 1_000_000n);
    found.blocks++;
    found.logs += said.get('gimbal.ingestion.v1.ChainLogObserved') ?? 0;
    if (found.blocks === blocks) stop.abort();
  };
  collectGarbage();
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), SAMPLE_MS);
  const [cpu, wallMs] = [process.cpuUsage(), performance.now()];
  await connector.run({ deliver }, stop.signal);
  const { cpuSeconds, wallSeconds } = since(cpu, wallMs);
  clearInterval(sampler);
  const peakMib = (Math.max(peak, process.memoryUsage().rss) - before) / 1024 / 1024;
  const wanted = blocks * LOGS_A_BLOCK;
  print(
    `${found.logs.toLocaleString('en')} logs of ${found.blocks.toLocaleString('en')} blocks from a stub in this process (its own time is in it), ${node.answered.calls.toLocaleString('en')} calls`,
  );
  print(
    `${figure(found.logs / cpuSeconds, 0)} logs and ${figure(found.blocks / cpuSeconds, 1)} blocks per CPU second; ${figure(found.logs / wallSeconds, 0)} and ${figure(found.blocks / wallSeconds, 1)} on the clock; ${figure(peakMib, 0)} MiB above the start at most`,
  );
  return [
    {
      aim: 'a backfill brings every log once',
      found: `${found.logs.toLocaleString('en')} of ${wanted.toLocaleString('en')}${found.wrong === '' ? '' : `, and said: ${found.wrong}`}`,
      met: found.logs === wanted && found.wrong === '',
    },
    {
      aim: `memory of a backfill within ${PEAK_MIB_MAX} MiB`,
      found: `${figure(peakMib, 0)} MiB`,
      met: peakMib <= PEAK_MIB_MAX,
    },
  ];
}
