import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExecutionServiceService, type WatchExecutionResponse } from '@gimbal/contracts/execution/v1/execution_service';
import type { ProposalMade } from '@gimbal/contracts/execution/v1/execution_events';
import { IngestionServiceService, type WatchFeedsResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { PricingServiceService } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalChain } from '../../chain/localChain.ts';
import type { FaultyNode } from '../../chain/node/faultyNode.ts';
import type { World } from '../../chain/ingestion/world.ts';
import { closeClients } from '../system/callRaw.ts';
import { type FollowedStream, followStream } from '../system/followStream.ts';
import { ask } from '../system/unary.ts';
import { until } from '../system/until.ts';
import { type LiveProcess, startLive } from './liveProcess.ts';
import { mineInTime } from './mineInTime.ts';
import { type SmallVenue, startSmallVenue } from './smallVenue.ts';
import { HEDGING, limitDelta, newestExposure, openWatchedDesk, PERP, PORTFOLIO, WATCHED } from './watchedDesk.ts';

const CHAIN = 'polygon';
/** As the table of markets names the pool that prices ETH. */
const POOL_FEED = 'uniswap-v3:polygon:usdc-weth-005';
const VENUE_FEED = 'deribit';
/** Official exposures come every ten seconds, and an order waits for one more. */
const PATIENCE_MS = 60_000;
const TEST_MS_MAX = 240_000;
/** Contracts and anvil are fetched by the chain suites, not by this test. */
const INSTALLED = existsSync(fileURLToPath(new URL('../../chain/node_modules/.installed-lock.json', import.meta.url)));
if (!INSTALLED && process.env['CI'] !== '1') {
  console.log(
    'live doubts: skipped, the packages of test/chain are not installed (npm run parity -- aave-chain does).',
  );
}

type Said = NonNullable<WatchExecutionResponse['event']>;
type Case = Said['$case'];
type ValueOf<C extends Case> = Extract<Said, { $case: C }>['value'];

/**
 * A watched wallet on a chain of two nodes that must agree, hedged with a venue's perpetual: whatever of that falls silent,
 * nothing is sent on it, and everybody says so.
 */
describe.skipIf(!INSTALLED && process.env['CI'] !== '1')('doubts about live feeds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-doubts-e2e-'));
  let chain: LocalChain;
  let nodes: readonly FaultyNode[] = [];
  let venue: SmallVenue;
  let world: World;
  let gimbal: LiveProcess;
  let stopMining: (() => Promise<void>) | undefined;
  let feeds: FollowedStream<WatchFeedsResponse>;
  let execution: FollowedStream<WatchExecutionResponse>;

  beforeAll(async () => {
    const { ensureInstalled } = await import('../../chain/install.mjs');
    const installed = ensureInstalled();
    if (!installed.ok) throw new Error(installed.reason);
    const { startLocalChain } = await import('../../chain/localChain.ts');
    const { startFaultyNode } = await import('../../chain/node/faultyNode.ts');
    const { buildWorld } = await import('../../chain/ingestion/world.ts');
    const { setNextBlockSeconds } = await import('../../chain/clock.ts');
    const { seededRandom } = await import('../../chain/seededRandom.ts');
    chain = await startLocalChain();
    await setNextBlockSeconds(chain, BigInt(Math.floor(Date.now() / 1000) - 600));
    // With this seed USDC is the pool's first token, as in the market that the pool stands for.
    world = await buildWorld(chain, 1, seededRandom(8));
    stopMining = mineInTime(chain);
    nodes = await Promise.all([1, 2].map((seed) => startFaultyNode({ upstream: chain.url, seed })));
    venue = await startSmallVenue();
    const { liveDoubtsConfig } = await import('./liveDoubtsConfig.ts');
    const config = liveDoubtsConfig({ world, chain: CHAIN, nodes, venue, account: WATCHED, poolFeed: POOL_FEED });
    writeFileSync(join(folder, 'live.json'), JSON.stringify(config));
    const hedge = { perp: { venue: 'deribit', instrumentId: PERP } };
    writeFileSync(
      join(folder, 'execution.json'),
      JSON.stringify({ allowedVenues: ['deribit'], delaySeconds: 4, hedge }),
    );
    gimbal = await startLive(folder, ['--live', join(folder, 'live.json'), '--log', 'memory'], {
      GIMBAL_EXECUTION_FILE: join(folder, 'execution.json'),
    });
    feeds = followStream(gimbal.addressOf('ingestion'), IngestionServiceService.watchFeeds, {}, gimbal.viewer);
    await hears(POOL_FEED);
    await openWatchedDesk(gimbal);
    await officialDeltaUsd();
    const { watchExecution } = ExecutionServiceService;
    const whole = { portfolioId: PORTFOLIO, fromOffset: 0n };
    await until(() => isKnown(), PATIENCE_MS);
    execution = followStream(gimbal.addressOf('execution'), watchExecution, whole, gimbal.viewer);
  }, TEST_MS_MAX);

  afterAll(async () => {
    closeClients();
    await gimbal?.kill9();
    await venue?.close();
    await stopMining?.();
    for (const node of nodes) await node.kill();
    await chain?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const isKnown = (): Promise<boolean> => {
    const request = { portfolioId: PORTFOLIO, pendingOnly: false, minPosition: undefined };
    const asked = ask(gimbal.addressOf('execution'), ExecutionServiceService.listProposals, request, gimbal.viewer);
    return asked.then(
      () => true,
      () => false,
    );
  };

  /** Of the next official exposure, with what the wallet holds in it. */
  const officialDeltaUsd = async (): Promise<number> => {
    let deltaUsd = 0;
    await exposureThat(({ official, lines, total }) => {
      deltaUsd = total!.deltaUsd;
      return official && lines.some(({ accountId, asset }) => accountId === WATCHED && asset === 'ETH');
    });
    return deltaUsd;
  };

  const hears = (feed: string) =>
    feeds.first(({ feeds: all }) => all.some((one) => one.feed === feed && one.observations > 0n), PATIENCE_MS);

  /** The standing of a feed that is streamed from now on. */
  const streams = async (
    feed: string,
    stands: (one: WatchFeedsResponse['feeds'][number]) => boolean,
  ): Promise<void> => {
    const from = feeds.said.length;
    const isNew = (said: WatchFeedsResponse): boolean => feeds.said.indexOf(said) >= from;
    await feeds.first((said) => isNew(said) && said.feeds.some((one) => one.feed === feed && stands(one)), PATIENCE_MS);
  };

  const exposureThat = async (passes: (exposure: ExposureCalculated) => boolean): Promise<void> => {
    await until(async () => {
      const exposure = await newestExposure(gimbal);
      return exposure !== undefined && passes(exposure);
    }, PATIENCE_MS);
  };

  const markOf = async (instrumentId: string) => {
    const request = { instrumentIds: [instrumentId], minPosition: undefined };
    return (await ask(gimbal.addressOf('pricing'), PricingServiceService.getMarks, request, gimbal.viewer)).marks[0]!;
  };

  /** What execution says next of a kind: its stream is its topic of the log. */
  let read = 0;
  const next = async <C extends Case>(kind: C): Promise<ValueOf<C>> => {
    await until(() => execution.said.slice(read).some(({ event }) => event?.$case === kind), PATIENCE_MS);
    const at = execution.said.findIndex(({ event }, index) => index >= read && event?.$case === kind);
    read = at + 1;
    return execution.said[at]!.event!.value as ValueOf<C>;
  };

  const saidSince = (from: number): readonly Case[] => execution.said.slice(from).map(({ event }) => event!.$case);

  const approve = ({ proposalId, payloadHash }: ProposalMade): Promise<unknown> =>
    ask(
      gimbal.addressOf('execution'),
      ExecutionServiceService.approveProposal,
      { requestId: `approve ${proposalId}`, proposalId, payloadHash },
      gimbal.approver,
    );

  it(
    'names what rests on a venue that is connected and silent, and hedges once it speaks',
    async () => {
      venue.hush();
      await streams(VENUE_FEED, ({ stale }) => stale);
      expect((await markOf(PERP)).refusedSources.join(' ')).toContain(VENUE_FEED);
      await exposureThat(({ unvalued }) =>
        unvalued.some(({ code, instrumentId }) => code === 'stale' && instrumentId === PERP),
      );
      const delta = await officialDeltaUsd();
      const [level, closeLevel, target] = [10_000, 14_000, 18_000].map((less) => Math.floor(delta) - less);
      await limitDelta(gimbal, { level: level!, closeLevel: closeLevel!, target: target! });
      const declined = await next('proposalDeclined');
      expect(declined.code).toBe('no_hedge_possible');
      expect(declined.reason).toContain(
        `${PERP} on deribit: Expected a mark of ${PERP} that is not stale, found none.`,
      );

      venue.speak();
      await streams(VENUE_FEED, ({ stale }) => !stale);
      const made = await next('proposalMade');
      expect(made.action).toMatchObject({ venue: 'deribit', accountId: HEDGING, instrumentId: PERP });
      await exposureThat(({ unvalued }) => !unvalued.some(({ instrumentId }) => instrumentId === PERP));

      // It is cut off after the approval: what was approved isn't sent.
      await approve(made);
      await next('orderIntended');
      venue.cut();
      await streams(VENUE_FEED, ({ degraded }) => degraded.includes('disconnected'));
      const rejected = await next('orderRejected');
      expect(rejected).toMatchObject({ code: 'degraded_feed' });
      expect(rejected.reason).toContain(`Expected ${VENUE_FEED} to be in order, it is degraded: disconnected.`);

      venue.speak();
      const again = await next('proposalMade');
      await approve(again);
      expect(await next('orderFilled')).toMatchObject({ accountId: HEDGING, quantity: again.action!.quantity });
      // The watched wallet is hedged in another account, and counted as it was.
      await exposureThat(({ total }) => Math.abs(total!.deltaUsd) < closeLevel!);
    },
    TEST_MS_MAX,
  );

  it(
    'does nothing on a chain without a quorum, and goes on when its nodes agree',
    async () => {
      const { fund } = await import('../../chain/aave/openAccounts.ts');
      const { unitsOf } = await import('../../chain/ingestion/world.ts');
      const weth = world.market.reserves.find(({ symbol }) => symbol === 'WETH')!;
      await fund(chain, world.market, world.people[0]!, weth, unitsOf(weth, 20_000));
      const made = await next('proposalMade');
      await nodes[1]!.kill();
      await streams(POOL_FEED, ({ degraded }) => degraded.includes('quorum'));
      await exposureThat(({ unvalued }) =>
        unvalued.some(({ code, accountId }) => code === 'unheard_account' && accountId === WATCHED),
      );
      expect((await markOf('spot:WETH')).failureCode).toBe('stale');
      await exposureThat(({ unvalued }) =>
        unvalued.some(({ code, instrumentId }) => code === 'stale' && instrumentId === 'spot:WETH'),
      );
      await approve(made);
      const rejected = await next('orderRejected');
      expect(rejected.code).toBe('unheard_account');
      expect(rejected.reason).toContain(`chain:${CHAIN} is degraded: quorum. Expected 2 nodes with a head, had 1.`);
      const declined = await next('proposalDeclined');
      expect(declined).toMatchObject({ code: 'unheard_account', reason: rejected.reason });
      const from = execution.said.length;

      await nodes[1]!.restart();
      await streams(POOL_FEED, ({ degraded }) => degraded.length === 0);
      const again = await next('proposalMade');
      expect(saidSince(from)).toEqual(['proposalMade']);
      await approve(again);
      await next('orderFilled');
      await exposureThat(({ unvalued }) => !unvalued.some(({ code }) => code === 'unheard_account'));
    },
    TEST_MS_MAX,
  );
});
