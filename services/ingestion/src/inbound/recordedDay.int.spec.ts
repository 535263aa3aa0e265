import { isEvent, partitionOf } from '@gimbal/contracts';
import {
  FeedRecovered,
  FeedWentStale,
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import {
  LendingPositionObserved,
  LiquidationObserved,
  ReserveConfigured,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { allRows, inFoldOrder, type InboundEvent, rowsSha256 } from '@gimbal/projection';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { evolveIngestion } from '../domain/evolveIngestion.js';
import { createIngestionState, type IngestionState } from '../domain/ingestionState.js';
import { type Driven, drive, POOL, ROUNDS, us } from '../ingestion.scenario.js';
import { loadRecording, type Recording } from './recording/loadRecording.js';

const FOLDER = fileURLToPath(new URL('../../../../test/data/recordings/2023-08-17', import.meta.url));
const OSQTH = 'uniswap-v3:ethereum:weth-osqth-030';

let recording: Recording;
let driven: Driven;

beforeAll(async () => {
  recording = await loadRecording(FOLDER);
  driven = drive([...recording.catalogue.feeds.values()]);
  for (const { timeUs, frames } of recording.steps) driven.step(timeUs, frames);
});

function said<T>(codec: Parameters<typeof isEvent<T, InboundEvent>>[1]): (InboundEvent & { value: T })[] {
  return driven.said.filter((event): event is InboundEvent & { value: T } => isEvent(event, codec));
}

function hashOf(state: IngestionState): string {
  return rowsSha256(allRows(state.tables));
}

describe('17 August 2023 as it was recorded', () => {
  it('is a step for every minute and every round', () => {
    // 1,440 minutes and 69 rounds from 00:45:11 to 23:55:23, two of them in the same second.
    expect(recording.steps).toHaveLength(1440 + 69 - 1);
    expect(recording.steps[0]?.timeUs).toBe(us('2023-08-17T00:00:00'));
    expect(recording.steps.at(-1)?.timeUs).toBe(us('2023-08-17T23:59:00'));
    expect(recording.assumptions).toHaveLength(8);
  });

  it('begins with the price, the parameters and the loans of midnight', () => {
    const first = driven.said.filter((event) => event.causationId === 'step/1');
    const round = first.find((event) => isEvent(event, OracleRoundObserved) && event.key === ROUNDS);
    // The last round before midnight, of 23:55:35.
    expect(round?.value).toMatchObject({ roundId: '110680464442257314216', answer: '180641303008', assumed: false });
    expect(first.filter((event) => isEvent(event, ReserveConfigured))).toHaveLength(2);
    const positions = first.filter((event) => isEvent(event, LendingPositionObserved)).map((event) => event.value);
    // By hand: 1,000 WETH over the index 1.005680752914112969875153549, 1.3 million USDC over 1.038085903545257543401488732.
    for (const accountId of ['aave:main', 'aave:twin']) {
      expect(positions).toContainEqual(
        expect.objectContaining({ accountId, asset: 'WETH', scaledSupply: '994351335751775974506' }),
      );
      expect(positions).toContainEqual(
        expect.objectContaining({ accountId, asset: 'USDC', scaledVariableDebt: '1252304838704' }),
      );
    }
  });

  it('has the pool at 1,807 at 00:16, at 1,705 at 21:40 and at 1,595 at 21:45', () => {
    const markAt = (iso: string): number =>
      Number(said(PerpObserved).find((event) => event.timeUs === us(iso))?.value.markPrice);
    // 1e12 / 1.0001^tick of ticks 201325, 201909 and 202573, in 50 digits (Python's decimal module).
    expect(markAt('2023-08-17T00:16:00')).toBeCloseTo(1807.188630346817, 7);
    expect(markAt('2023-08-17T21:40:00')).toBeCloseTo(1704.676428378913, 7);
    expect(markAt('2023-08-17T21:45:00')).toBeCloseTo(1595.167321389285, 7);
    const low = said(PoolObserved).find((event) => event.key === POOL && event.timeUs === us('2023-08-17T21:46:00'));
    expect(low?.value.highestTick).toBe(202604);
  });

  it('has the round that undershot the pool at 21:45:23', () => {
    const round = said(OracleRoundObserved).find((event) => event.timeUs === us('2023-08-17T21:45:23'));
    expect(round?.value).toMatchObject({ feed: ROUNDS, answer: '155799625094', roundId: '110680464442257314262' });
  });

  it('says that the oSQTH pool was silent from 21:43 to 22:40', () => {
    const aroundCrash = (event: InboundEvent): boolean =>
      event.key === OSQTH && event.timeUs > us('2023-08-17T21:43:00') && event.timeUs <= us('2023-08-17T22:40:00');
    const stale = said(FeedWentStale).filter(aroundCrash);
    expect(stale.map((event) => event.value.lastObservedAtUs)).toEqual([us('2023-08-17T21:43:00')]);
    // The first step more than ten minutes later is the round of 21:53:47.
    expect(stale[0]?.timeUs).toBe(us('2023-08-17T21:53:47'));
    const recovered = said(FeedRecovered).filter(aroundCrash);
    expect(recovered.map((event) => [event.timeUs, event.value.silentForUs])).toEqual([
      [us('2023-08-17T22:40:00'), 57n * 60_000_000n],
    ]);
    expect(said(PoolObserved).filter((event) => event.key === OSQTH && aroundCrash(event))).toHaveLength(1);
  });

  it('lets no other feed go stale, finds no gap, and quarantines nothing', () => {
    expect(new Set(said(FeedWentStale).map((event) => event.key))).toEqual(new Set([OSQTH]));
    const types = new Set(driven.said.map((event) => event.type));
    expect(types).not.toContain('gimbal.ingestion.v1.FeedGapDetected');
    expect(types).not.toContain('gimbal.log.v1.RecordQuarantined');
    // Rows of the two pools in which nothing was swapped in, counted in the files with awk.
    expect(driven.verdicts.filter(({ feed, kind }) => feed === POOL && kind === 'carried')).toHaveLength(212);
  });

  it('liquidates the untouched twin at 21:45:23 by the v3.0 rules', () => {
    const liquidations = said(LiquidationObserved).filter((event) => event.value.accountId === 'aave:twin');
    expect(liquidations.map((event) => event.timeUs)).toEqual([us('2023-08-17T21:45:23')]);
    // By hand in whole numbers (Python), with the indexes of 21:45 (1.005692… and 1.038217…) and 1,557.99625094 USD:
    // half of 1,300,165.348173 USDC is repaid; 438.118… WETH leave, 5 % more than it is worth, a tenth of that as fee.
    expect(liquidations[0]?.value).toEqual({
      accountId: 'aave:twin',
      deployment: 'aave-v3:polygon',
      debtAsset: 'USDC',
      debtRepaid: '650082674087',
      collateralAsset: 'WETH',
      collateralSeized: '438118389167829328332',
      protocolFee: '2086278043656330135',
      healthFactorWadBefore: '988614290386186887',
      healthFactorWadAfter: '1110978580770843407',
      lossUsd: '32504.13370434999999903432363208',
      observedAtUs: us('2023-08-17T21:45:23'),
    });
    expect(driven.state.book.accounts.get('aave-v3:polygon/aave:twin')?.positions).toEqual([
      { asset: 'WETH', scaledSupply: 558_712_860_275_580_448_693n, scaledVariableDebt: 0n, usedAsCollateral: true },
      { asset: 'USDC', scaledSupply: 0n, scaledVariableDebt: 626_152_419_352n, usedAsCollateral: false },
    ]);
  });

  it('comes back from the log alone, however its partitions are read', () => {
    const inOrder = createIngestionState();
    for (const event of driven.said) evolveIngestion(inOrder, event);
    expect(hashOf(inOrder)).toBe(hashOf(driven.state));
    // A rebuild reads whole partitions one after the other; each row is of one partition, so nothing may change.
    const offsets = new Map<string, number>();
    const placed = driven.said.map((event) => {
      const partition = partitionOf(event.key, 4);
      const place = `${event.topic}/${partition}`;
      const offset = offsets.get(place) ?? 0;
      offsets.set(place, offset + 1);
      return { ...event, partition, offset };
    });
    const byPartition = createIngestionState();
    for (const event of inFoldOrder(placed)) evolveIngestion(byPartition, event);
    expect(hashOf(byPartition)).toBe(hashOf(driven.state));
  });

  it('says nothing new when every frame comes a second time', () => {
    const again = drive([...recording.catalogue.feeds.values()]);
    for (const { timeUs, frames } of recording.steps.slice(0, 200)) {
      const once = again.step(timeUs, frames);
      expect(once.length).toBeGreaterThan(0);
      expect(again.step(timeUs, frames)).toEqual([]);
    }
  });
});
