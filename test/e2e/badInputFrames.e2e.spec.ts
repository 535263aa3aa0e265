import { IngestionServiceService } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { DEFAULT_PARTITION_COUNT, topicNames } from '@gimbal/contracts';
import { tail } from '@gimbal/all-in-one-service';
import { bearer } from '@gimbal/runtime';
import { parityHash } from '@gimbal/testkit';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { croppedRecording } from './system/croppedRecording.ts';
import { standings } from './system/standings.ts';
import { startSystem, type System } from './system/startSystem.ts';
import { ask } from './system/unary.ts';

const WINDOW = { from: '21:40', to: '21:50' };
const CHAINLINK = 'ethereum-chainlink-eth-usd-2023-08-17.csv.gz';
const POOL = 'polygon-0x45dda9cb7c25131df268515131f647d726f50608-2023-08-17.minute.csv.gz';
const GAS = 'polygon-gas-2023-08-17.minute.csv.gz';

interface BadRow {
  readonly what: string;
  readonly file: string;
  readonly feed: string;
  /** Stands right after the good row, of which it is a distorted copy. */
  readonly distort: (row: string) => string;
  readonly reason: RegExp;
}

const chainlink = { file: CHAINLINK, feed: 'chainlink:ethereum:ETH-USD' };
const pool = { file: POOL, feed: 'uniswap-v3:polygon:usdc-weth-005' };
const gas = { file: GAS, feed: 'gas:polygon' };

/** The n-th cell of a row replaced. */
const cell = (n: number, value: string) => (row: string) => row.split(',').with(n, value).join(',');

const BAD_ROWS: readonly BadRow[] = [
  {
    what: 'a negative price',
    ...chainlink,
    distort: cell(1, '-165316000000'),
    reason: /^Expected a number from 1 to .* in answer, was "-165316000000"\.$/,
  },
  {
    what: 'a price of zero',
    ...chainlink,
    distort: cell(1, '0'),
    reason: /^Expected a number from 1 to .* in answer, was "0"\.$/,
  },
  {
    what: 'a price that is no number',
    ...chainlink,
    distort: cell(1, 'NaN'),
    reason: /^Expected a whole number in answer, was "NaN"\.$/,
  },
  // 1 January 2031, under a round that would be the next one.
  {
    what: 'a time of the future',
    ...chainlink,
    distort: (row) => cell(3, '1925000000')(cell(0, (BigInt(row.split(',')[0]!) + 1n).toString())(row)),
    reason: /^Expected a time not after 2023-08-17T.*, was 2031-/,
  },
  { what: 'a line cut short', ...chainlink, distort: (row) => row.slice(0, 12), reason: /^Expected 5 cells/ },
  {
    what: 'a tick that is no number',
    ...pool,
    distort: cell(3, 'NaN'),
    reason: /^Expected a whole number in closeTick, was "NaN"\.$/,
  },
  {
    what: 'a tick that no pool has',
    ...pool,
    distort: cell(3, '887273'),
    reason: /^Expected a number from -887272 to 887272 in closeTick/,
  },
  {
    what: 'negative liquidity',
    ...pool,
    distort: cell(9, '-1'),
    reason: /^Expected a number from 0 to .* in currentLiquidity/,
  },
  {
    what: 'a minute of the future',
    ...pool,
    distort: cell(0, '2023-09-17 21:45:00'),
    reason: /^Expected a time not after 2023-08-17T.*, was 2023-09-17T/,
  },
  {
    what: 'a negative gas price',
    ...gas,
    distort: cell(1, '-82.2'),
    reason: /^Expected a number above zero in gas_price, was "-82\.2"\.$/,
  },
  {
    what: 'an infinite gas price',
    ...gas,
    distort: cell(1, 'Infinity'),
    reason: /^Expected a plain decimal in gas_price, was "Infinity"\.$/,
  },
];

let sound: System;
let damaged: System;
/** The bad rows as they were written, by what is bad about them. */
const written = new Map<string, string>();
const quarantined: RecordQuarantined[] = [];

beforeAll(async () => {
  sound = await startSystem(croppedRecording(WINDOW));
  damaged = await startSystem(croppedRecording({ ...WINDOW, edit: withBadRows }));
  await sound.play(Infinity);
  await damaged.play(Infinity);
  for (const topic of topicNames) {
    await tail(
      damaged.addresses.ingestion,
      credentials.createInsecure(),
      bearer(damaged.app.tokens.trader),
      topic,
      ({ type, json }) => {
        if (type === RecordQuarantined.$type) quarantined.push(RecordQuarantined.fromJSON(JSON.parse(json)));
      },
    );
  }
});

afterAll(async () => {
  await sound?.stop();
  await damaged?.stop();
});

/**
 * Each bad row of a file after another of its last good ones, but not at its end: there a row of a later day is no mistake,
 * since a file may hold more than the day that is replayed.
 */
function withBadRows(file: string, rows: string[]): string[] {
  const bad = BAD_ROWS.filter((row) => row.file === file);
  return rows.flatMap((row, index) => {
    const damage = bad[index - (rows.length - 1 - bad.length)];
    if (damage === undefined) return [row];
    const distorted = damage.distort(row);
    written.set(damage.what, distorted);
    return [row, distorted];
  });
}

describe('a frame', () => {
  it.each(BAD_ROWS)('with $what is put in quarantine with its bytes and the reason', ({ what, feed, reason }) => {
    const row = written.get(what);
    const found = quarantined.filter(({ rawValue }) => rawValue.toString('utf8') === row);
    expect(found).toHaveLength(1);
    expect(found[0]!.reason).toMatch(reason);
    expect(found[0]!.source).toContain(feed);
  });

  it('that is bad is counted on its feed, and no good one is', async () => {
    expect(quarantined).toHaveLength(BAD_ROWS.length);
    const { feeds } = await ask(
      damaged.addresses.ingestion,
      IngestionServiceService.listFeeds,
      {},
      bearer(damaged.app.tokens.viewer),
    );
    const counted = feeds
      .filter((feed) => feed.quarantined > 0n)
      .map((feed) => [feed.feed, Number(feed.quarantined)] as const);
    const badRows = Map.groupBy(BAD_ROWS, ({ feed }) => feed);
    expect(new Map(counted)).toEqual(new Map([...badRows].map(([feed, rows]) => [feed, rows.length])));
  });

  it('that is bad changes nothing else: every exposure, breach, proposal and fill is as without it', async () => {
    const [one, other] = await Promise.all(
      [sound, damaged].map(({ app }) => parityHash(app.log, DEFAULT_PARTITION_COUNT)),
    );
    expect(one!.counts.get('OrderFilled')).toBeGreaterThan(0);
    expect(other!.lines).toEqual(one!.lines);
    const last = await standings(sound);
    expect((await standings(damaged)).map(({ service, step }) => ({ service, step }))).toEqual(
      last.map(({ service, step }) => ({ service, step })),
    );
    for (const { state } of await standings(damaged)) expect(['serving', 'degraded']).toContain(state);
  });
});
