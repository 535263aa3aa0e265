import { topics } from '@gimbal/contracts';
import {
  GetMarksRequest,
  PriceBatchColumn,
  PriceBatchRequest,
  PriceBatchResponse,
  PricingServiceClient,
} from '@gimbal/contracts/pricing/v1/pricing_service';
import { createMemoryLog } from '@gimbal/event-log/memory';
import { createMemoryOwnership, createMemoryProjectionStore, createSealSigner, StageRunner } from '@gimbal/projection';
import { INSTRUMENT_OUTPUTS, type InstrumentKernelKind, type InstrumentOutput } from '@gimbal/quant';
import {
  bearer,
  createDevIssuer,
  createLogger,
  createTokenVerifier,
  type DevIssuer,
  type GrpcServer,
  startGrpcServer,
  statusDetailsOf,
} from '@gimbal/runtime';
import { credentials, type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PricingState } from '../../domain/pricingState.js';
import { pricingService } from '../../pricing.service.js';
import { BAD_ROWS } from './badRows.sample.js';
import { column, type Expected, packBlock, REFERENCE, type Row } from './batch.sample.js';
import { protoName } from './fieldNames.js';
import { priceBatch } from './priceBatch.js';

const MIB = 1024 * 1024;
const KINDS = Object.keys(REFERENCE) as InstrumentKernelKind[];
const ALL_COLUMNS = Object.values(PriceBatchColumn).filter(
  (one): one is PriceBatchColumn => typeof one === 'number' && one > 0,
);

let issuer: DevIssuer;
let server: GrpcServer;
let client: PricingServiceClient;
let pricing: StageRunner<PricingState>;
let viewer: Metadata;

beforeAll(async () => {
  const log = createMemoryLog();
  await log.ensureTopics(Object.values(topics).map(({ name }) => ({ name, partitions: 1, retentionMs: Infinity })));
  pricing = new StageRunner({
    stage: pricingService.createStage({ keptIntervalSeconds: 0 }),
    log,
    store: createMemoryProjectionStore(),
    ownership: createMemoryOwnership(() => performance.now()),
    partitionCount: 1,
    owner: 'one',
    address: () => '',
    sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
    report: () => undefined,
    fatal: () => undefined,
  });
  issuer = await createDevIssuer();
  server = await startGrpcServer({
    service: pricingService.name,
    module: pricingService.module(pricing, log),
    definitions: pricingService.definitions,
    verifier: await createTokenVerifier({ issuer: issuer.issuer, jwks: issuer.jwks }),
    logger: createLogger({ service: 'pricing', level: 'error' }),
    health: () => true,
  });
  const limits = { 'grpc.max_receive_message_length': 64 * MIB, 'grpc.max_send_message_length': 64 * MIB };
  client = new PricingServiceClient(server.address, credentials.createInsecure(), limits);
  viewer = bearer(await issuer.issue({ subject: 'eve', tenant: 'desk-a', roles: ['viewer'], ttlSeconds: 600 }));
});

afterAll(async () => {
  client.close();
  await server.stop(0);
  await pricing.stop();
});

async function price(request: Partial<PriceBatchRequest>, metadata = viewer): Promise<PriceBatchResponse> {
  return new Promise((resolve, reject) => {
    client.priceBatch(PriceBatchRequest.fromPartial(request), metadata, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
}

async function refusal(call: Promise<unknown>): Promise<{ code: string; field: string | undefined; details: string }> {
  const error = await call.then(
    () => Promise.reject(new Error('Expected a refusal, was an answer.')),
    (reason: unknown) => reason as ServiceError,
  );
  return { code: status[error.code], field: statusDetailsOf(error)?.fieldViolations[0]?.field, details: error.details };
}

/** Row r of a mixed batch: its kind by turns, the kind's reference rows one after the other. */
function mixedRow(r: number): { kind: InstrumentKernelKind; row: Row; expected: Expected } {
  const kind = KINDS[r % KINDS.length]!;
  const rows = REFERENCE[kind];
  const [row, expected] = rows[Math.floor(r / KINDS.length) % rows.length]!;
  return { kind, row, expected };
}

/** Blocks of all kinds whose rows stand mixed in the answer. */
function mixedBlocks(rowCount: number, spoilt: ReadonlyMap<number, Row>): PriceBatchRequest['blocks'] {
  const byKind = new Map(KINDS.map((kind) => [kind, { rows: [] as Row[], places: [] as number[] }]));
  for (let r = 0; r < rowCount; r++) {
    const { kind, row } = mixedRow(r);
    byKind.get(kind)!.rows.push(spoilt.get(r) ?? row);
    byKind.get(kind)!.places.push(r);
  }
  return [...byKind].map(([kind, { rows, places }]) => packBlock(kind, rows, places));
}

/** How far a number is off, beside what rounding leaves of the larger numbers that it is a difference of. */
function isClose(found: number, expected: number, row: Row, name: InstrumentOutput): boolean {
  const spotLike = ['markUsd', 'forwardUsd', 'priceUsd', 'marketUsd', 'spotUsd'].map((field) => row[field] ?? 0);
  const scale = Math.max(1, ...spotLike) * Math.max(1, row['contractSizeUsd'] ?? 0);
  const floor = name === 'priceUsd' || name === 'basisUsd' ? 1e-4 * scale : /gamma/i.test(name) ? 1e-9 : 1e-4;
  return Math.abs(found - expected) <= 1e-10 * Math.max(Math.abs(expected), floor);
}

describe('PriceBatch over gRPC', () => {
  it('values 100,000 mixed rows as mpmath does, and says of each of 1,000 bad ones why not', async () => {
    const rowCount = 100_000;
    const spoilt = new Map<number, Row>();
    const codes = new Map<number, { field: string; code: string }>();
    for (let i = 0; i < 1_000; i++) {
      const [kind, field, value, code] = BAD_ROWS[i % BAD_ROWS.length]!;
      const r = Math.floor((i * rowCount) / 1_000 / KINDS.length) * KINDS.length + KINDS.indexOf(kind);
      spoilt.set(r, { ...mixedRow(r).row, [field]: value });
      codes.set(r, { field: code === 'out_of_range' && field === 'power' ? 'result' : protoName(field), code });
    }
    expect(spoilt.size).toBe(1_000);

    const answer = await price({ blocks: mixedBlocks(rowCount, spoilt), columns: ALL_COLUMNS });

    expect(answer.rowCount).toBe(rowCount);
    expect(new Map(answer.failures.map(({ row, field, code }) => [row, { field, code }]))).toEqual(
      new Map([...codes].sort(([one], [other]) => one - other)),
    );
    const ofColumns = answer.failures.filter(({ field }) => field !== 'result');
    expect(ofColumns.every(({ reason }) => /^Expected .+ as [a-z_0-9]+, was .+\.$/.test(reason))).toBe(true);
    expect(new Set(answer.failures.flatMap(({ field, reason }) => (field === 'result' ? [reason] : [])))).toEqual(
      new Set(['Expected a price and Greeks that are finite numbers, was one that overflows.']),
    );
    const wrong: string[] = [];
    for (const name of INSTRUMENT_OUTPUTS) {
      const values = column(answer, name);
      expect(values.length).toBe(rowCount);
      for (let r = 0; r < rowCount; r++) {
        const { kind, row, expected } = mixedRow(r);
        const right = spoilt.has(r) ? Number.isNaN(values[r]) : isClose(values[r]!, expected[name] ?? 0, row, name);
        if (!right) wrong.push(`${r} ${kind} ${name}: ${values[r]}, not ${expected[name] ?? 0}`);
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  it('answers 100,000 rows that all failed at length, with every column, in order', async () => {
    const rowCount = 100_000;
    const hooked: Row = { ...REFERENCE.univ4[0]![0], hookPermissions: 16_383 };
    const places = Array.from({ length: rowCount }, (_, i) => rowCount - 1 - i);
    const block = packBlock('univ4', Array<Row>(rowCount).fill(hooked), places);
    const answer = await price({ blocks: [block], columns: ALL_COLUMNS });
    expect(answer.failures).toHaveLength(rowCount);
    expect(answer.failures.every(({ row, code }, i) => row === i && code === 'hook_returns_delta')).toBe(true);
    expect(answer.failures[rowCount - 1]!.reason).toBe(
      'Expected hooks that return no deltas (hookReturnsDelta, not modelled) as hook_permissions, was 16383.',
    );
    for (const name of INSTRUMENT_OUTPUTS) expect(column(answer, name).every(Number.isNaN)).toBe(true);
  });

  it('gives the event loop back between columns and slices of failures, not of values alone', async () => {
    const rowCount = 100_000;
    const hooked: Row = { ...REFERENCE.univ4[0]![0], hookPermissions: 16_383 };
    const blocks = [packBlock('univ4', Array<Row>(rowCount).fill(hooked))];
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns++;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const { signal } = new AbortController();
    const answer = await priceBatch(PriceBatchRequest.fromPartial({ blocks, columns: ALL_COLUMNS }), signal);
    isOver = true;
    expect(answer.failures).toHaveLength(rowCount);
    // 13 slices of values, 98 of failures, 19 columns.
    expect(turns).toBeGreaterThanOrEqual(13 + 98 + 19);
  });

  it('sends what it has encoded piece by piece: the very answer', async () => {
    const spoilt = new Map(
      [5, 6, 11].map((r) => [r, Object.fromEntries(Object.keys(mixedRow(r).row).map((f) => [f, -7]))]),
    );
    const request = PriceBatchRequest.fromPartial({ blocks: mixedBlocks(26, spoilt), columns: ALL_COLUMNS });
    const answer = await priceBatch(request, new AbortController().signal);
    expect(answer.failures.map(({ row }) => row)).toEqual([5, 6, 11]);
    expect(PriceBatchResponse.encode(await price(request)).finish()).toEqual(
      PriceBatchResponse.encode(answer).finish(),
    );
  });

  it('answers only the columns that are wanted, the usual five when none is named', async () => {
    const blocks = mixedBlocks(26, new Map());
    const usual = await price({ blocks });
    const named = INSTRUMENT_OUTPUTS.filter((name) => usual[name].length > 0);
    expect(named).toEqual(['priceUsd', 'delta', 'gammaPerUsd', 'vegaUsdPerVolPoint', 'thetaUsdPerDay']);
    const one = await price({ blocks, columns: [PriceBatchColumn.PRICE_BATCH_COLUMN_LVR_USD_PER_DAY] });
    expect(INSTRUMENT_OUTPUTS.filter((name) => one[name].length > 0)).toEqual(['lvrUsdPerDay']);
  });

  it('puts the rows of blocks that do not say where one after the other', async () => {
    const [spot, synth] = [REFERENCE.spot[0]![0], REFERENCE.synth[0]![0]];
    const { priceUsd, failures } = await price({
      blocks: [packBlock('synth', [synth]), packBlock('spot', [spot, spot])],
    });
    expect(failures).toEqual([]);
    expect(Buffer.from(priceUsd).readDoubleLE(8)).toBe(spot['priceUsd']);
    expect(Buffer.from(priceUsd).readDoubleLE(16)).toBe(spot['priceUsd']);
  });

  it('has a sentence for a bad row', async () => {
    const option = { ...REFERENCE.option[0]![0], strikeUsd: -1 };
    const { failures } = await price({ blocks: [packBlock('option', [option])] });
    expect(failures).toEqual([
      { row: 0, field: 'strike_usd', code: 'not_positive', reason: 'Expected a number above 0 as strike_usd, was -1.' },
    ]);
  });

  it.each([
    ['no block', {}, 'blocks', 'Expected 1 to 1000 blocks, was 0.'],
    [
      'a column that is one short',
      { blocks: [cut('option', 'strikeUsd', 8)] },
      'blocks[0].option.strike_usd',
      'Expected 3 values of 8 bytes in blocks[0].option.strike_usd, was 16 bytes.',
    ],
    [
      'a column of flags that is one short',
      { blocks: [packBlock('spot', [{ priceUsd: 1 }]), cut('option', 'isPut', 1)] },
      'blocks[1].option.is_put',
      'Expected 3 values of 1 byte in blocks[1].option.is_put, was 2 bytes.',
    ],
    [
      'half a number',
      { blocks: [cut('spot', 'priceUsd', 3)] },
      'blocks[0].spot.price_usd',
      'Expected 2 values of 8 bytes in blocks[0].spot.price_usd, was 21 bytes.',
    ],
    [
      'a column that has to be there and is not',
      { blocks: [cut('synth', 'referenceUsd', 24)] },
      'blocks[0].synth.reference_usd',
      'Expected 3 values of 8 bytes in blocks[0].synth.reference_usd, was missing.',
    ],
    [
      'a column in the middle that has to be there and is not',
      { blocks: [cut('option', 'vol', 24)] },
      'blocks[0].option.vol',
      'Expected 3 values of 8 bytes in blocks[0].option.vol, was missing.',
    ],
    [
      'a kind that nobody knows',
      { blocks: [{ rows: Buffer.alloc(0), instruments: undefined }] },
      'blocks[0]',
      /^Expected rows of one of spot, wrapped, /,
    ],
    [
      'rows that are not as many',
      { blocks: [packBlock('spot', [{ priceUsd: 1 }], [0, 1])] },
      'blocks[0].rows',
      'Expected 1 row number of 4 bytes in blocks[0].rows, was 8 bytes.',
    ],
    [
      'a row twice',
      { blocks: [packBlock('spot', [{ priceUsd: 1 }], [0]), packBlock('spot', [{ priceUsd: 1 }], [0])] },
      'blocks[1].rows',
      'Expected each row once, row 0 is there twice.',
    ],
    [
      'a row that is not in the answer',
      { blocks: [packBlock('spot', [{ priceUsd: 1 }], [1])] },
      'blocks[0].rows',
      'Expected rows below 1, was 1.',
    ],
    [
      'a column that nobody knows',
      { blocks: [packBlock('spot', [{ priceUsd: 1 }])], columns: [99 as PriceBatchColumn] },
      'columns[0]',
      'Expected a column that is known, was 99.',
    ],
    [
      'more than 100,000 rows',
      {
        blocks: [
          packBlock(
            'spot',
            Array.from({ length: 100_001 }, () => ({ priceUsd: 1 })),
          ),
        ],
      },
      'blocks',
      'Expected at most 100000 rows, was at least 100001.',
    ],
    [
      'too many blocks',
      { blocks: Array.from({ length: 1_001 }, () => packBlock('spot', [{ priceUsd: 1 }])) },
      'blocks',
      'Expected 1 to 1000 blocks, was 1001.',
    ],
  ] as const)('refuses %s by its field', async (_why, request, field, sentence) => {
    expect(await refusal(price(request as Partial<PriceBatchRequest>))).toEqual({
      code: 'INVALID_ARGUMENT',
      field,
      details: typeof sentence === 'string' ? sentence : (expect.stringMatching(sentence) as unknown),
    });
  });

  it('needs a token', async () => {
    const nobody = viewer.clone();
    nobody.remove('authorization');
    expect((await refusal(price({}, nobody))).code).toBe('UNAUTHENTICATED');
  });

  it('does not widen the messages of the methods beside it', async () => {
    const request = GetMarksRequest.fromPartial({ instrumentIds: ['x'.repeat(5 * MIB)] });
    const call = new Promise((resolve, reject) => {
      client.getMarks(request, viewer, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
    const { code, details } = await refusal(call);
    expect(code).toBe('RESOURCE_EXHAUSTED');
    expect(details).toMatch(/at most 4194304 of them, was 52428\d\d/);
  });

  it('stops at its deadline, and when its caller goes away', async () => {
    const request = PriceBatchRequest.fromPartial({ blocks: mixedBlocks(100_000, new Map()) });
    const gone = new Promise((resolve, reject) => {
      const call = client.priceBatch(request, viewer, (error, response) =>
        error === null ? resolve(response) : reject(error),
      );
      setImmediate(() => call.cancel());
    });
    expect((await refusal(gone)).code).toBe('CANCELLED');
    const late = new Promise((resolve, reject) => {
      client.priceBatch(request, viewer, { deadline: Date.now() + 1 }, (error, response) =>
        error === null ? resolve(response) : reject(error),
      );
    });
    expect((await refusal(late)).code).toBe('DEADLINE_EXCEEDED');
    expect((await price({ blocks: mixedBlocks(13, new Map()) })).failures).toEqual([]);
  });
});

/** Three good rows of a kind with bytes cut off one of their columns. */
function cut(kind: 'option' | 'spot' | 'synth', name: string, bytes: number): PriceBatchRequest['blocks'][number] {
  const block = packBlock(
    kind,
    REFERENCE[kind].slice(0, 3).map(([row]) => row),
  );
  const value = block.instruments!.value as unknown as Record<string, Buffer>;
  value[name] = value[name]!.subarray(0, value[name]!.length - bytes);
  return block;
}
