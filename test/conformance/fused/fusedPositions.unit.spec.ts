import { generateKeyPairSync } from 'node:crypto';
import { canonicalBytes, event, type Event, type LogRecord, parseCanonical, toRecord } from '@gimbal/contracts';
import { StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import {
  AccountAttached,
  PortfolioOpened,
  TradeBooked,
  TradeCorrected,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Segment } from '@gimbal/event-log';
import {
  createSealSigner,
  type FusedCounts,
  FusedPositions,
  PartitionFilter,
  pinnedKeys,
  Sealer,
  SegmentSeals,
  verifySeals,
} from '@gimbal/projection';
import { riskStage } from '@gimbal/risk-service';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const TIME_US = 1_692_230_400_000_000n;

/** What may happen in a partition of `portfolio`. */
type Act =
  | {
      readonly kind: 'book';
      readonly trade: TradeBooked;
      readonly request: number;
      readonly epoch: bigint;
      readonly time: string | undefined;
    }
  | { readonly kind: 'correct'; readonly correction: TradeCorrected; readonly request: number }
  | { readonly kind: 'attach'; readonly portfolioId: string; readonly accountId: string; readonly request: number }
  | { readonly kind: 'marker' | 'claim' }
  | { readonly kind: 'garble' };

const portfolioIds = ['main', 'twin'];
const portfolioId = fc.constantFrom(...portfolioIds);

/** Mostly what a desk sends, which is folded from its bytes, and now and then something odd, which has to be decoded. */
function mostly<T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

const decimalOf = (unscaledMax: bigint, scaleMax: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.boolean(), fc.bigInt(0n, unscaledMax), fc.integer({ min: 0, max: scaleMax }))
    .map(([isNegative, unscaled, scale]) => {
      const digits = unscaled.toString().padStart(scale + 1, '0');
      const point = digits.length - scale;
      return `${isNegative ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`;
    });
const oddAmount = fc.oneof(
  decimalOf(10n ** 30n, 18),
  fc.constantFrom(
    '',
    '1e3',
    '+1',
    '.5',
    '1.',
    '01',
    '-',
    '1.2.3',
    ' 1',
    '1,0',
    'NaN',
    '9'.repeat(193),
    `0.${'0'.repeat(18)}1`,
  ),
);
const amount = mostly(
  fc.oneof(
    decimalOf(30n, 2),
    decimalOf(10n ** 7n, 6),
    decimalOf(10n ** 13n, 12),
    decimalOf(10n ** 14n - 1n, 2),
    fc.constantFrom('0', '-0', '-0.00'),
  ),
  oddAmount,
);
const accountId = mostly(
  fc.constantFrom('a', 'wallet:polygon', 'never-attached'),
  fc.constantFrom('Zürich', 'z'.repeat(128)),
);
const instrumentId = mostly(
  fc.constantFrom('spot:USDC', 'spot:WETH', 'perp:paper:ETH-USD', 'option:paper:ETH-USD:20230825T080000Z:1650:P'),
  fc.constantFrom('spot:Ω', ''),
);
const venue = mostly(fc.constantFrom('paper', 'deribit'), fc.constantFrom('', 'börse'));
const venueTradeId = mostly(
  fc.oneof(fc.constantFrom('1', '2', '12', 'a|b'), fc.integer({ min: 0, max: 99_999 }).map(String)),
  fc.oneof(fc.constantFrom('ß', '\ufeff1', 'x'.repeat(200)), fc.string({ unit: 'binary', maxLength: 6 })),
);
const request = fc.integer({ min: 0, max: 40 });

const trade: fc.Arbitrary<TradeBooked> = fc.record({
  portfolioId,
  accountId,
  venue,
  venueTradeId,
  instrumentId,
  quantity: amount,
  price: amount,
  quoteInstrumentId: mostly(fc.constantFrom('spot:USDC', 'spot:WETH'), fc.constant('')),
  fee: amount,
  executedAtUs: fc.oneof(fc.constant(0n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  bookedBy: mostly(fc.constantFrom('', 'tess'), fc.constant('y'.repeat(130))),
});

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.record({
      kind: fc.constant('book' as const),
      trade,
      request,
      epoch: mostly(fc.constant(0n), fc.constantFrom(-1n, 1n)),
      time: mostly(
        fc.constant(undefined),
        fc.constantFrom('2023-02-30T00:00:00.000000Z', '2023-13-01T00:00:00.000000Z', 'yesterday'),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('correct' as const),
      request,
      correction: fc.record({
        portfolioId,
        venue,
        venueTradeId,
        quantity: amount,
        price: amount,
        fee: amount,
        reason: fc.constant('typing'),
        correctedBy: fc.constant('tess'),
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('attach' as const), portfolioId, accountId, request }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ kind: 'marker' as const }, { kind: 'claim' as const }, { kind: 'garble' as const }),
  },
);

function recordsOf(acts: readonly Act[]): LogRecord[] {
  let epoch = 5n;
  let step = 0;
  const fact = (said: Event, id: string, more: { epoch?: bigint } = {}): LogRecord => {
    const envelope = {
      id,
      source: 'gimbal/risk',
      timeUs: TIME_US + BigInt(step),
      key: 'desk-a/main',
      tenant: 'desk-a',
      causationId: `command/desk-a/${id}`,
      epoch,
    };
    return toRecord({ ...envelope, ...more }, said);
  };
  const control = (said: Event): LogRecord =>
    toRecord(
      {
        id: `c${epoch}/${step}`,
        source: 'gimbal/risk',
        timeUs: TIME_US,
        key: 'control',
        causationId: 'control',
        epoch,
      },
      said,
    );
  const claim = (): LogRecord => control(event(WriterClaimed, { epoch, service: 'risk', owner: 'test' }));
  const records = [
    claim(),
    ...portfolioIds.map((id) =>
      fact(event(PortfolioOpened, { portfolioId: id, name: id, parentPortfolioId: '' }), `open-${id}`),
    ),
  ];
  for (const one of acts) {
    switch (one.kind) {
      case 'book': {
        const record = fact(event(TradeBooked, one.trade), `r-${one.request}`, { epoch: epoch + one.epoch });
        const headers = record.headers.map(
          ([name, value]) => [name, name === 'ce_time' ? (one.time ?? value) : value] as const,
        );
        records.push({ ...record, headers });
        break;
      }
      case 'correct':
        records.push(fact(event(TradeCorrected, one.correction), `r-${one.request}`));
        break;
      case 'attach': {
        const attached = {
          portfolioId: one.portfolioId,
          accountId: one.accountId,
          venue: 'paper',
          chain: 'off-chain',
          deployment: '',
        };
        records.push(fact(event(AccountAttached, attached), `at-${one.request}`));
        break;
      }
      case 'marker':
        step++;
        records.push(control(event(StepEnded, { step: BigInt(step), timeUs: TIME_US })));
        break;
      case 'claim':
        epoch += 2n;
        records.push(claim());
        break;
      case 'garble': {
        const last = records.at(-1)!;
        const headers = last.headers.map(
          ([name, value]) => [name, name === 'ce_id' ? `cut-${records.length}` : value] as const,
        );
        records.push({ ...last, headers, value: last.value.subarray(0, Math.max(1, last.value.length - 1)) });
        break;
      }
    }
  }
  return records;
}

/** Each position as one line of text, by risk's own stage behind the live path's filter. */
function foldedSlowly(records: readonly LogRecord[]): string[] {
  const filter = new PartitionFilter('portfolio', 0);
  const state = riskStage.createState();
  parseCanonical(canonicalBytes(records)).forEach((record, offset) => {
    const item = filter.accept({ ...record, offset });
    if (item?.kind === 'event') riskStage.evolve(state, item.event);
  });
  const lines: string[] = [];
  for (const account of state.accounts.values()) {
    for (const id of account.instrumentIds) {
      const position = state.positions.get(`${account.tenant}/${account.portfolioId}|${account.accountId}|${id}`)!;
      const { unscaled, scale } = position.quantity;
      const sources = position.sources.map((source) => `${source.offset}:${source.type}`);
      lines.push(
        [account.tenant, account.portfolioId, account.accountId, id, unscaled, scale, position.facts, sources].join(
          ' ',
        ),
      );
    }
  }
  for (const row of state.portfolios.values()) lines.push(`${row.tenant} ${row.portfolioId} version ${row.version}`);
  lines.push(`trades ${state.trades.size}`);
  return lines.sort();
}

function foldedFused(segments: readonly Segment[]): { lines: string[]; counts: FusedCounts } {
  const fold = new FusedPositions('portfolio', 0);
  for (const segment of segments) fold.fold(segment);
  const lines = [...fold.positions()].map(
    ({ tenant, portfolioId: portfolio, accountId: account, instrumentId: instrument, quantity, facts, sources }) => {
      const named = sources.map((source) => `${source.offset}:${source.type}`);
      return [tenant, portfolio, account, instrument, quantity.unscaled, quantity.scale, facts, named].join(' ');
    },
  );
  for (const row of fold.portfolios()) lines.push(`${row.tenant} ${row.portfolioId} version ${row.version}`);
  lines.push(`trades ${fold.counts.trades}`);
  return { lines: lines.sort(), counts: fold.counts };
}

function segmentsOf(records: readonly LogRecord[], size: number): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < records.length; at += size) {
    const some = records.slice(at, at + size);
    segments.push({ baseOffset: at, count: some.length, bytes: canonicalBytes(some) });
  }
  return segments;
}

const attachedAct = (account: string, n: number): Act => ({
  kind: 'attach',
  portfolioId: 'main',
  accountId: account,
  request: 100 + n,
});
const booked = (more: Partial<TradeBooked>): Act => ({
  kind: 'book',
  request: 0,
  epoch: 0n,
  time: undefined,
  trade: {
    portfolioId: 'main',
    accountId: 'a',
    venue: 'paper',
    venueTradeId: '1',
    instrumentId: 'spot:WETH',
    quantity: '1',
    price: '1000',
    quoteInstrumentId: 'spot:USDC',
    fee: '0',
    executedAtUs: 1n,
    bookedBy: 'tess',
    ...more,
  },
});

describe('the fused fold of positions', () => {
  it('gives the bits of risk’s own fold, whatever the trades, and however the log is cut', () => {
    let records = 0;
    let decoded = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 150, size: 'max' }), fc.constantFrom(1, 3, 7, 1_000), (acts, size) => {
        const written = recordsOf([attachedAct('a', 1), attachedAct('wallet:polygon', 2), ...acts]);
        const { lines, counts } = foldedFused(segmentsOf(written, size));
        expect(lines).toEqual(foldedSlowly(written));
        records += counts.records;
        decoded += counts.decoded;
      }),
      { numRuns: 250 },
    );
    // Most of them never became objects: it is the byte path that was held against risk.
    expect(decoded).toBeLessThan(records * 0.6);
  });

  it('books 2 WETH at 1,500.25 with a fee of 0.5 as +2 and -3,001.00', () => {
    const records = recordsOf([attachedAct('a', 1), booked({ quantity: '2', price: '1500.25', fee: '0.5' })]);
    const fold = new FusedPositions('portfolio', 0);
    fold.fold(segmentsOf(records, 100)[0]!);
    // 2 · 1500.25 + 0.5 = 3001.00, at the scale of the price.
    expect(
      [...fold.positions()].map(({ instrumentId: id, quantity }) => [id, quantity.unscaled, quantity.scale]),
    ).toEqual([
      ['spot:WETH', 2n, 0],
      ['spot:USDC', -300_100n, 2],
    ]);
    expect(fold.counts).toMatchObject({ trades: 1, decoded: 4 });
  });

  it('stays exact where two doubles and even 2^102 are not enough', () => {
    const most = '9'.repeat(15);
    const acts = Array.from(
      { length: 40 },
      (_, n) => ({ ...booked({ venueTradeId: `${n}`, quantity: most, price: most }), request: n }) as Act,
    );
    const huge = {
      ...booked({ venueTradeId: 'huge', quantity: '9'.repeat(40), price: '9'.repeat(40) }),
      request: 99,
    } as Act;
    const records = recordsOf([
      attachedAct('a', 1),
      ...acts,
      huge,
      ...acts.map((one, n) => ({ ...one, request: 200 + n }) as Act),
    ]);
    const { lines } = foldedFused(segmentsOf(records, 1_000));
    expect(lines).toEqual(foldedSlowly(records));
    // 40 · (10^15 - 1)^2 + (10^40 - 1)^2
    const paid = 40n * (10n ** 15n - 1n) ** 2n + (10n ** 40n - 1n) ** 2n;
    expect(lines.find((line) => line.includes('spot:USDC'))).toContain(` -${paid} 0 41 `);
  });

  it('refuses a hole, bytes that are cut, and a type that it does not know', () => {
    const records = recordsOf([attachedAct('a', 1), booked({})]);
    const [segment] = segmentsOf(records, 100);
    const fold = () => new FusedPositions('portfolio', 0);
    expect(() => fold().fold({ ...segment!, baseOffset: 1 })).toThrow('Expected offset 0, the segment begins at 1.');
    expect(() => fold().fold({ ...segment!, bytes: segment!.bytes.subarray(0, -1) })).toThrow(RangeError);
    expect(() => fold().fold({ ...segment!, count: segment!.count - 1 })).toThrow(RangeError);
    const unknown = {
      ...records[3]!,
      headers: records[3]!.headers.map(([n, v]) => [n, n === 'ce_type' ? 'gimbal.risk.v9.Later' : v] as const),
    };
    expect(() => fold().fold(segmentsOf([...records.slice(0, 3), unknown], 100)[0]!)).toThrow('gimbal.risk.v9.Later');
  });
});

describe('seals over segments', () => {
  it('give the verdict of seals over records, whichever byte was changed', async () => {
    const pair = generateKeyPairSync('ed25519');
    const sealer = new Sealer(createSealSigner(pair.privateKey), 'risk');
    await sealer.takeUp(undefined as never, 'portfolio', 0, undefined, 0);
    const records: LogRecord[] = [];
    const add = (more: readonly LogRecord[]): void => {
      sealer.observe(
        'portfolio',
        0,
        more.map((record, i) => ({ ...record, offset: records.length + i })),
      );
      records.push(...more);
    };
    for (let n = 0; n < 5; n++) {
      add(recordsOf([attachedAct('a', n), booked({ venueTradeId: `${n}` })]));
      add(sealer.sealsDue(5n, TIME_US)[0]!.records);
    }
    add(recordsOf([booked({ venueTradeId: 'tail' })]));
    const check = {
      topic: 'portfolio',
      partition: 0,
      firstOffset: 0,
      expiryAllowed: false,
      keys: pinnedKeys([pair.publicKey]),
      head: sealer.heads()[0]!,
    };
    const verdicts = async (some: readonly LogRecord[]): Promise<[unknown, unknown]> => {
      const stored = some.map((record, offset) => ({ ...record, offset }));
      const seals = new SegmentSeals(check);
      for (const segment of segmentsOf(some, 4)) {
        // Only where the seals are is asked of the fold; a changed record may well be one that it refuses.
        const places = parseCanonical(segment.bytes).flatMap((record, i) => {
          const at = canonicalBytes(parseCanonical(segment.bytes).slice(0, i)).length;
          return record.headers.some(([, value]) => value === 'gimbal.log.v1.Sealed')
            ? [{ offset: segment.baseOffset + i, at }]
            : [];
        });
        seals.observe(segment, places);
      }
      return [seals.verdict(), await verifySeals(check, [stored])];
    };
    const [whole, wholeSlowly] = await verdicts(records);
    expect(whole).toEqual(wholeSlowly);
    expect(whole).toMatchObject({ seals: 5, faults: [] });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(records.length - 1),
        fc.nat(),
        fc.constantFrom('flip', 'drop', 'twice'),
        async (at, byte, how) => {
          const changed = [...records];
          if (how === 'drop') changed.splice(at, 1);
          else if (how === 'twice') changed.splice(at, 0, records[at]!);
          else {
            const value = Buffer.from(records[at]!.value);
            value[byte % value.length]! ^= 1;
            changed[at] = { ...records[at]!, value };
          }
          const [fused, slowly] = await verdicts(changed);
          expect(fused).toEqual(slowly);
        },
      ),
      { numRuns: 100 },
    );
  });
});
