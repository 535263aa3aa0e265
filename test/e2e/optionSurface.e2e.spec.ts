import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { IngestionServiceService } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { OpsServiceService } from '@gimbal/contracts/ops/v1/ops_service';
import { SurfaceFitted } from '@gimbal/contracts/pricing/v1/mark_events';
import {
  GetMarksRequest,
  GetSurfaceRequest,
  type Mark,
  PricingServiceService,
} from '@gimbal/contracts/pricing/v1/pricing_service';
import { tail } from '@gimbal/all-in-one-service';
import { bearer } from '@gimbal/runtime';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type System } from './system/startSystem.ts';
import { ask } from './system/unary.ts';

/** The recorded chain of two weekly expiries, 110 options, at the second before 3:30 UTC. */
const RECORDING = resolve(import.meta.dirname, '../data/recordings/2022-01-25-options');

interface RecordedOption {
  readonly symbol: string;
  readonly strikePrice: number;
  readonly optionType: 'call' | 'put';
  readonly expirationDate: string;
  readonly markIV: number;
  readonly timestamp: string;
}

const document = JSON.parse(gunzipSync(readFileSync(join(RECORDING, 'chain.json.gz'))).toString('utf8')) as {
  params: { options: RecordedOption[] };
};
const { options } = document.params;

/** The chain with bad copies of its first option: a negative price, another venue, no strike. */
function writeRecording(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-recording-'));
  const [first] = options;
  const bad = [
    { ...first, markPrice: -1 },
    { ...first, exchange: 'okex' },
    { ...first, strikePrice: 0 },
  ];
  const chain = { ...document, params: { ...document.params, options: [...options, ...bad] } };
  for (const name of ['recording.json', 'pool.csv.gz']) copyFileSync(join(RECORDING, name), join(folder, name));
  writeFileSync(join(folder, 'chain.json.gz'), gzipSync(JSON.stringify(chain)));
  return folder;
}

const CALL = 'ioption:deribit:ETH-USD:20220204T080000Z:2400:C';
/** An expiry that the chain doesn't have. */
const OTHER_CALL = 'ioption:deribit:ETH-USD:20220325T080000Z:2400:C';

let systems: readonly System[];

async function play(system: System): Promise<void> {
  const trader = bearer(system.app.tokens.trader);
  const instrumentIds = ['spot:WETH', CALL, OTHER_CALL];
  await ask(system.addresses.pricing, PricingServiceService.listInstruments, { requestId: 'r', instrumentIds }, trader);
  const { lastStep } = await ask(system.addresses.ingestion, IngestionServiceService.getReplay, {}, trader);
  await system.playStep(Number(lastStep));
}

beforeAll(async () => {
  systems = await Promise.all([startSystem(writeRecording()), startSystem(writeRecording())]);
  for (const system of systems) await play(system);
}, 120_000);

afterAll(async () => {
  for (const system of systems ?? []) await system.stop();
});

async function marksOf({ addresses, app }: System): Promise<readonly Mark[]> {
  const request = GetMarksRequest.fromPartial({ instrumentIds: ['spot:WETH', CALL, OTHER_CALL] });
  return (await ask(addresses.pricing, PricingServiceService.getMarks, request, bearer(app.tokens.viewer))).marks;
}

function surfaceOf({ addresses, app }: System, asOfUs = 0n) {
  const request = GetSurfaceRequest.fromPartial({ underlying: 'ETH', asOfUs });
  return ask(addresses.pricing, PricingServiceService.getSurface, request, bearer(app.tokens.viewer));
}

describe('a recorded option chain', () => {
  it('becomes a surface of both expiries, free of arbitrage', async () => {
    const { surface, refusals, check } = await surfaceOf(systems[0]!);
    expect(surface?.venue).toBe('deribit');
    expect(surface?.slices.map(({ expiryUs }) => new Date(Number(expiryUs / 1000n)).toISOString())).toEqual([
      '2022-02-04T08:00:00.000Z',
      '2022-02-11T08:00:00.000Z',
    ]);
    expect(refusals).toEqual([]);
    expect(check).toMatchObject({ butterflyViolations: 0, calendarViolations: 0 });
  });

  it('marks an option from it, near the venue, and another expiry with less trust from the flat volatility', async () => {
    const [, on, off] = await marksOf(systems[0]!);
    const { markIV } = options.find(
      ({ strikePrice, optionType, expirationDate }) =>
        strikePrice === 2400 && optionType === 'call' && expirationDate.startsWith('2022-02-04'),
    )!;
    expect(on).toMatchObject({ markSource: 'surface:deribit:ETH', failureCode: '', refusedSources: [] });
    expect(Math.abs(on!.vol * 100 - markIV)).toBeLessThan(1);
    expect(on?.source).toContain('surface:deribit:ETH');
    expect(off).toMatchObject({ markSource: 'flat_vol:assumed:vol:ETH', vol: 0.45 });
    expect(off!.confidence).toBeLessThan(on!.confidence);
  });

  it('had said before why there was no surface yet', async () => {
    const firstMs = Math.min(...options.map(({ timestamp }) => Date.parse(timestamp)));
    const { surface, refusals } = await surfaceOf(systems[0]!, BigInt(firstMs) * 1000n);
    expect(surface?.slices).toEqual([]);
    expect(refusals.length).toBeGreaterThan(0);
    expect(['noForward', 'tooFewQuotes']).toContain(refusals[0]?.code);
  });

  it('leaves what it could not use in quarantine', async () => {
    const reasons: string[] = [];
    const { addresses, app } = systems[0]!;
    const seen = ({ type, json }: { readonly type: string; readonly json: string }): void => {
      if (type.endsWith('.RecordQuarantined')) reasons.push((JSON.parse(json) as { reason: string }).reason);
    };
    await tail(addresses.ingestion, credentials.createInsecure(), bearer(app.tokens.trader), 'market', seen);
    expect(reasons.toSorted()).toEqual([
      expect.stringMatching(/^Expected a number from 0 to .* in markPrice/),
      expect.stringMatching(/^Expected a number from .* in strikePrice/),
      expect.stringMatching(/^Expected deribit in exchange/),
    ]);
  });

  it('gives the same surfaces and marks to the bit when it is played again, and when the log is folded again', async () => {
    const [one, other] = await Promise.all(systems.map((system) => surfaceOf(system)));
    expect(SurfaceFitted.encode(one!.surface!).finish()).toEqual(SurfaceFitted.encode(other!.surface!).finish());
    expect(await marksOf(systems[0]!)).toEqual(await marksOf(systems[1]!));
    const { addresses, app } = systems[0]!;
    const request = { fromSnapshot: false, swap: false };
    const rebuilt = await ask(
      addresses.pricing,
      OpsServiceService.rebuildProjection,
      request,
      bearer(app.tokens.operator),
    );
    expect(rebuilt).toMatchObject({ identical: true });
  });
});
