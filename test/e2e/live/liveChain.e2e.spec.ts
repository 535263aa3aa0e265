import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IngestionServiceService } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { bearer } from '@gimbal/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalChain } from '../../chain/localChain.ts';
import type { FaultyNode } from '../../chain/node/faultyNode.ts';
import type { World } from '../../chain/ingestion/world.ts';
import { closeClients } from '../system/callRaw.ts';
import { ask } from '../system/unary.ts';
import { until } from '../system/until.ts';
import { type LiveProcess, startLive } from './liveProcess.ts';
import { type SmallVenue, startSmallVenue } from './smallVenue.ts';

const CHAIN = 'local';
const PATIENCE_MS = 30_000;
/** As in the chain's own time, which must not run ahead of ours. */
const BLOCK_MS = 1_000;
/** Contracts and anvil are fetched by the chain suites, not by this test. */
const INSTALLED = existsSync(fileURLToPath(new URL('../../chain/node_modules/.installed-lock.json', import.meta.url)));
if (!INSTALLED && process.env['CI'] !== '1') {
  console.log(
    'live ingestion: skipped, the packages of test/chain are not installed (npm run parity -- aave-chain does).',
  );
}

/** A chain with a lending market, a pool and a feed, and a venue: listened to by a Gimbal that is killed and cut off. */
describe.skipIf(!INSTALLED && process.env['CI'] !== '1')('gimbal start --live', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-live-e2e-'));
  let chain: LocalChain;
  let node: FaultyNode;
  let venue: SmallVenue;
  let world: World;
  let gimbal: LiveProcess;

  const start = (): Promise<LiveProcess> =>
    startLive(folder, ['--live', join(folder, 'live.json'), '--data', join(folder, 'data')]);
  const { listAccountPositions, listChains, listFeeds, listPositionBreaks } = IngestionServiceService;
  const ingestion = <Request, Response>(method: Parameters<typeof ask<Request, Response>>[1], request: Request) =>
    ask(gimbal.addressOf('ingestion'), method, request, gimbal.viewer);

  beforeAll(async () => {
    const { ensureInstalled } = await import('../../chain/install.mjs');
    const installed = ensureInstalled();
    if (!installed.ok) throw new Error(installed.reason);
    const { startLocalChain } = await import('../../chain/localChain.ts');
    const { startFaultyNode } = await import('../../chain/node/faultyNode.ts');
    const { buildWorld } = await import('../../chain/ingestion/world.ts');
    const { setNextBlockSeconds } = await import('../../chain/clock.ts');
    const { seededRandom } = await import('../../chain/seededRandom.ts');
    const { watchOf } = await import('../../chain/ingestion/watchOf.ts');
    chain = await startLocalChain();
    // Blocks are a second apart: the world is built within ten minutes of them.
    await setNextBlockSeconds(chain, BigInt(Math.floor(Date.now() / 1000) - 600));
    world = await buildWorld(chain, 1, seededRandom(7));
    node = await startFaultyNode({ upstream: chain.url, seed: 1 });
    venue = await startSmallVenue();
    const { contracts, accounts } = watchOf(world, CHAIN);
    const unnamed = <T extends { readonly chain: string }>({ chain: _chain, ...rest }: T): Omit<T, 'chain'> => rest;
    const evm = {
      kind: 'evm',
      chain: CHAIN,
      endpoints: [node.url],
      watch: {
        chainId: 31_337,
        contracts: contracts.map(unnamed),
        accounts: accounts.map(unnamed),
        finality: { by: 'tag' },
        startBlock: 0,
        pollMs: 100,
        requestsPerSecond: 10_000,
        multicall: null,
        ethereumHeaders: false,
      },
    };
    const network = { webSocketUrl: venue.url, restUrl: 'http://127.0.0.1:1' };
    const deribit = { kind: 'deribit', network, instruments: ['ETH-PERPETUAL'] };
    const usd = { value: '1.00', everySeconds: 60 };
    const given = { id: 'assumed:USDC-USD', decoder: 'assumed-price-json', asset: 'USDC', decimals: 8, repeat: usd };
    const feeds = [{ ...given, staleAfterSeconds: 180, assumed: 'USDC is worth 1.00 USD.' }];
    writeFileSync(join(folder, 'live.json'), JSON.stringify({ journal: 'journal', connectors: [evm, deribit], feeds }));
    gimbal = await start();
  }, 120_000);

  afterAll(async () => {
    closeClients();
    await gimbal?.kill9();
    await venue?.close();
    await node?.kill();
    await chain?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** The chain as Gimbal has it once it is at the node's head. */
  const atHead = async (): Promise<{ readonly adoptions: bigint; readonly headNumber: bigint }> => {
    const { hash } = (await chain.rpc('eth_getBlockByNumber', ['latest', false])) as { readonly hash: string };
    const standing = async () => (await ingestion(listChains, {})).chains[0];
    await until(async () => (await standing())?.headHash === hash, PATIENCE_MS);
    return (await standing())!;
  };

  /** What the account holds, as Gimbal says and as the contracts do, without what is nothing. */
  const expectTruth = async (): Promise<void> => {
    const { readTruth } = await import('../../chain/ingestion/truth.ts');
    const [truth] = await readTruth(world, 'latest');
    const ids = (amounts: Readonly<Record<string, bigint>>, id: (name: string) => string, sign: bigint) =>
      Object.entries(amounts).map(([name, units]) => [id(name), String(sign * units)] as const);
    const lending = (side: string) => (symbol: string) => `lending:aave-v3:${CHAIN}:${symbol}:${side}`;
    const expected = [
      ...ids(truth!.balances, (symbol) => `spot:${symbol}`, 1n),
      ...ids(truth!.scaledSupplies, lending('supply'), 1n),
      ...ids(truth!.scaledDebts, lending('debt'), -1n),
      ...ids(truth!.ranges, (range) => `univ3:${CHAIN}:${range}`, 1n),
    ].filter(([, units]) => units !== '0' && units !== '-0');
    const { positions } = await ingestion(listAccountPositions, { accountId: '', atFinalized: false });
    const held = new Map<string, bigint>();
    for (const { instrumentId, units } of positions) {
      // Two tokens of one range are two positions of one instrument.
      held.set(instrumentId, (held.get(instrumentId) ?? 0n) + BigInt(units));
    }
    const something = [...held].filter(([, units]) => units !== 0n);
    expect(something.map(String).sort()).toEqual(expected.map(String).sort());
    expect((await ingestion(listPositionBreaks, { accountId: '', withClosed: true })).breaks).toEqual([]);
  };

  const act = async (): Promise<void> => {
    const { actOnce } = await import('./actOnce.ts');
    await actOnce(world);
  };

  const feedOf = async (name: string) => (await ingestion(listFeeds, {})).feeds.find(({ feed }) => feed === name);

  it('follows what happens, and says what an account holds as the contracts do', async () => {
    await atHead();
    await expectTruth();
    await act();
    await atHead();
    await expectTruth();
    await until(async () => ((await feedOf('deribit'))?.observations ?? 0n) > 0n, PATIENCE_MS);
    expect(((await feedOf('assumed:USDC-USD'))?.observations ?? 0n) > 0n).toBe(true);
  });

  it('goes on after a kill where it was, and takes nothing twice', async () => {
    const before = await atHead();
    await gimbal.kill9();
    await act();
    gimbal = await start();
    const after = await atHead();
    // One adoption for each block that came meanwhile: none was adopted again.
    expect(after.adoptions - before.adoptions).toBe(after.headNumber - before.headNumber);
    await expectTruth();
  }, 90_000);

  it('says that a node is gone, and is well again when it is back', async () => {
    const chainFeed = `chain:${CHAIN}`;
    const degraded = async (): Promise<readonly string[]> => (await feedOf(chainFeed))?.degraded ?? [];
    // Events of the deployment that no protocol reads were refused, which is said for an hour.
    const before = await degraded();
    await node.kill();
    await until(async () => (await degraded()).includes('disconnected'), PATIENCE_MS);
    await act();
    await node.restart();
    await atHead();
    await until(async () => {
      // Only a further block shows that the chain goes on; a second each, or its clock would run ahead of ours.
      await chain.rpc('evm_mine', []);
      await sleep(BLOCK_MS);
      return (await degraded()).every((reason) => before.includes(reason));
    }, PATIENCE_MS);
    await atHead();
    await expectTruth();
  }, 90_000);

  it('leaves a journal that gives the same chain and positions when it is replayed', async () => {
    const request = { accountId: '', atFinalized: false };
    const [chains, live] = [await ingestion(listChains, {}), await ingestion(listAccountPositions, request)];
    await gimbal.kill9();
    const { startSystem } = await import('../system/startSystem.ts');
    const replay = await startSystem(join(folder, 'journal'));
    try {
      const address = replay.addressOf('ingestion');
      const operator = bearer(replay.app.tokens.operator);
      const { getReplay, releaseSteps } = IngestionServiceService;
      await until(
        () =>
          ask(address, getReplay, {}, operator).then(
            () => true,
            () => false,
          ),
        PATIENCE_MS,
      );
      const { lastStep } = await ask(address, getReplay, {}, operator);
      await ask(address, releaseSteps, { throughStep: lastStep }, operator);
      const isOver = async (): Promise<boolean> =>
        (await ask(address, getReplay, {}, operator)).appendedStep === lastStep;
      await until(isOver, PATIENCE_MS);
      expect((await ask(address, listChains, {}, operator)).chains).toEqual(chains.chains);
      expect((await ask(address, listAccountPositions, request, operator)).positions).toEqual(live.positions);
    } finally {
      await replay.stop();
    }
  }, 90_000);
});
