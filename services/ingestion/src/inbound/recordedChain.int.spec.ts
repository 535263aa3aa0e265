import { isEvent } from '@gimbal/contracts';
import { BlockReverted } from '@gimbal/contracts/ingestion/v1/chain_events';
import { allRows, rowsSha256, rowValue, type StageHost } from '@gimbal/projection';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALICE,
  balanceRead,
  block,
  BOB,
  CHAIN,
  chainFeedOf,
  hashOf,
  STRANGER,
  timeOf,
  transfer,
} from '../chain.scenario.js';
import { accountPositions } from '../domain/accounts/accountPositions.js';
import type { IngestionState } from '../domain/ingestionState.js';
import { type Driven, drive } from '../ingestion.scenario.js';
import { listAccountPositions } from './listAccountPositions.js';
import { listChains } from './listChains.js';
import { listPositionBreaks } from './listPositionBreaks.js';
import { loadRecording } from './recording/loadRecording.js';

/** Two blocks, a branch of two that replaces the second, its first again, and what made the first final. */
const BLOCKS = [
  block({ number: 1, name: 'a1', parent: 'a0', logs: [transfer(STRANGER, ALICE, 5_000_000n)] }),
  block({ number: 2, name: 'a2', parent: 'a1', logs: [transfer(ALICE, BOB, 4_000_000n)] }),
  block({ number: 2, name: 'b2', parent: 'a1', logs: [transfer(ALICE, BOB, 1_000_000n)] }),
  block({ number: 3, name: 'b3', parent: 'b2', reads: [balanceRead(ALICE, 4_000_001n, 'alice')] }),
  block({ number: 2, name: 'b2', parent: 'a1', logs: [transfer(ALICE, BOB, 1_000_000n)] }),
  block({ number: 4, name: 'b4', parent: 'b3', finalized: { number: 1, name: 'a1' }, baseFeePerGas: '7000000000' }),
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorded-chain-'));
  await writeManifest({});
  const lines = BLOCKS.map(({ raw }) => Buffer.from(raw).toString('utf8'));
  await writeFile(join(folder, 'blocks.ndjson.gz'), gzipSync(lines.join('\n')));
});

afterAll(() => rm(folder, { recursive: true }));

async function writeManifest(part: object): Promise<void> {
  const gas = { feed: 'gas:ethereum', assumedCoinPriceUsd: '1700' };
  const manifest = {
    format: 'gimbal-recording/1',
    title: 'Four blocks',
    day: '2023-08-17',
    timing: 'At its timestamp.',
    assumptions: [],
    feeds: [{ ...chainFeedOf({ gas }), files: ['blocks.ndjson.gz'], ...part }],
  };
  await writeFile(join(folder, 'recording.json'), JSON.stringify(manifest));
}

async function replayed(): Promise<Driven> {
  const recording = await loadRecording(folder);
  const driven = drive([...recording.catalogue.feeds.values()]);
  for (const { timeUs, frames } of recording.steps) driven.step(timeUs, frames);
  return driven;
}

describe('a recorded chain', () => {
  it('gives the same facts and the same rows each time', async () => {
    const [once, twice] = [await replayed(), await replayed()];
    expect(once.said).toEqual(twice.said);
    expect(rowsSha256(allRows(once.state.tables))).toBe(rowsSha256(allRows(twice.state.tables)));
    expect(once.said.filter((event) => isEvent(event, BlockReverted))).toHaveLength(1);
    expect(accountPositions(once.state, '', false)).toMatchObject([
      { accountId: 'alice', place: CHAIN, quantity: '4', breakDifference: '1' },
      { accountId: 'bob', place: CHAIN, quantity: '1', breakDifference: '' },
    ]);
    expect(accountPositions(once.state, '', true)).toMatchObject([{ accountId: 'alice', quantity: '5', number: 1n }]);
    expect(once.verdicts).toEqual([{ feed: 'chain:ethereum', kind: 'duplicate' }]);
  });

  it('goes on from stored rows as from those in memory', async () => {
    const recording = await loadRecording(folder);
    const whole = await replayed();
    const catalogue = [...recording.catalogue.feeds.values()];
    for (let stored = 1; stored < recording.steps.length; stored++) {
      const first = drive(catalogue);
      for (const { timeUs, frames } of recording.steps.slice(0, stored)) first.step(timeUs, frames);
      const again = drive(catalogue);
      for (const { table, key, value } of allRows(first.state.tables)) {
        again.state.tables.find(({ name }) => name === table)?.restore(key, rowValue(value!));
      }
      for (const { timeUs, frames } of recording.steps.slice(stored)) again.step(timeUs, frames);
      expect(rowsSha256(allRows(again.state.tables))).toBe(rowsSha256(allRows(whole.state.tables)));
    }
  });

  it('can be asked for its chains, positions and breaks', async () => {
    const { state } = await replayed();
    const host = { state, status: { step: { number: 4, timeUs: 0n } } } as StageHost<IngestionState>;
    expect(listChains(host)).toEqual({
      step: 4n,
      chains: [
        {
          chain: CHAIN,
          headNumber: 4n,
          headHash: hashOf('b4'),
          headTimeUs: timeOf(4),
          finalizedNumber: 1n,
          finalizedHash: hashOf('a1'),
          adoptions: 5n,
          reverted: 1n,
          reorgDepthMax: 1,
          // The branch is seen in the step of its own second block.
          lastReorgDepth: 1,
          lastReorgAtUs: timeOf(2),
        },
      ],
    });
    const mine = listAccountPositions(host, { accountId: 'alice', atFinalized: false });
    expect(mine.positions.map(({ quantity, breakDifference }) => [quantity, breakDifference])).toEqual([['4', '1']]);
    expect(listAccountPositions(host, { accountId: 'nobody', atFinalized: false }).positions).toEqual([]);
    const found = { byFacts: '4000000', observed: '4000001', difference: '1', foundAtUs: timeOf(3), closedAtUs: 0n };
    expect(listPositionBreaks(host, { accountId: '', withClosed: true }).breaks).toMatchObject([found]);
    expect(listPositionBreaks(host, { accountId: 'bob', withClosed: true }).breaks).toEqual([]);
  });

  it.each([
    ['another id', { id: 'ethereum' }, 'Expected the id "chain:ethereum", was "ethereum".'],
    [
      'a contract of another chain',
      { contracts: [{ ...chainFeedOf().contracts[0]!, chain: 'base' }] },
      'Expected what is watched to be on ethereum, was on base.',
    ],
    [
      'a contract twice',
      { contracts: [chainFeedOf().contracts[0]!, { ...chainFeedOf().contracts[0]!, name: 'again' }] },
      'Expected each watched contract once',
    ],
    ['no decimals of a token', { contracts: [{ ...chainFeedOf().contracts[0]!, parameters: {} }] }, 'Expected'],
  ])('is refused with %s', async (_name, part, message) => {
    await writeManifest(part);
    await expect(loadRecording(folder)).rejects.toThrow(message);
    await writeManifest({});
  });
});
