import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { parseChainFrame } from '../../domain/chain/chainFrame.js';
import { ScriptedChain } from '../evm/scriptedNodes.scenario.js';
import { serveScripted } from '../evm/servedNode.scenario.js';
import { segmentLines } from './journal/segmentLines.js';
import { listSegments } from './journal/segmentFiles.js';
import { recordedTails } from './journal/recordedTails.js';
import { openConfiguredLive } from './openConfiguredLive.js';
import { liveConfigSchema } from '../../config.js';
import { recordLive } from './recordLive.js';

const TOKEN = `0x${'a1'.repeat(20)}` as const;
let server: Server;
let folder: string;

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** Records until the journal has the newest block of the chain, and stops. */
async function record(chain: ScriptedChain, url: string): Promise<void> {
  const erc20 = { name: 'token', address: TOKEN, protocol: 'erc20', parameters: { instrument: 'spot:A', decimals: 6 } };
  const watch = { chainId: 1, startBlock: 1, pollMs: 10, contracts: [erc20] };
  const connectors = [{ kind: 'evm', chain: 'test', endpoints: [url], watch }];
  const config = liveConfigSchema.parse({ journal: folder, tickMs: 10, connectors });
  const live = await openConfiguredLive(config, () => {});
  const stop = new AbortController();
  const watching = setInterval(() => {
    void recordedTails(folder, ['test']).then((tails) => {
      if (tails.get('test')?.at(-1)?.hash === chain.head.hash) stop.abort();
    });
  }, 50);
  await recordLive(live, stop.signal, () => {});
  clearInterval(watching);
}

async function recordedNumbers(): Promise<readonly bigint[]> {
  const numbers: bigint[] = [];
  for (const { path, compressed } of await listSegments(folder)) {
    for await (const { line } of segmentLines(path!, compressed)) {
      const block =
        line.kind === 'frame' && line.frame.control === undefined ? parseChainFrame(line.frame.raw) : undefined;
      if (block?.ok === true) numbers.push(block.value.number);
    }
  }
  return numbers;
}

it('goes on after the last block that was recorded, and joins a fork that happened meanwhile', async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-record-'));
  const chain = new ScriptedChain();
  const grow = (blocks: number, salt: string): void => {
    for (let block = 0; block < blocks; block++) chain.extend(salt, [TOKEN]);
  };
  grow(12, 'main');
  const served = await serveScripted(chain);
  ({ server } = served);
  await record(chain, served.url);
  expect((await recordedNumbers()).map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  chain.undo(2);
  grow(4, 'fork');
  await record(chain, served.url);
  expect((await recordedNumbers()).slice(12).map(Number)).toEqual([11, 12, 13, 14]);
  const tail = (await recordedTails(folder, ['test', 'other'])).get('test');
  expect(tail?.at(-1)?.hash).toBe(chain.head.hash);
});
