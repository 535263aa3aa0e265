import { ExecutionServiceService } from '@gimbal/contracts/execution/v1/execution_service';
import { IngestionServiceService } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { PricingServiceService } from '@gimbal/contracts/pricing/v1/pricing_service';
import { type BookTradeRequest, RiskServiceService } from '@gimbal/contracts/risk/v1/risk_service';
import { bearer, statusDetailsOf } from '@gimbal/runtime';
import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from './system/callRaw.ts';
import { croppedRecording } from './system/croppedRecording.ts';
import { startSystem, type System } from './system/startSystem.ts';
import { standings } from './system/standings.ts';
import { ask } from './system/unary.ts';

/** By then the recorded fall has broken the delta limit of the demo book. */
const PROPOSED_BY_STEP = 14;

let system: System;
let trader: Metadata;
let step = PROPOSED_BY_STEP;

beforeAll(async () => {
  system = await startSystem(croppedRecording({ from: '21:37', to: '22:10' }));
  trader = bearer(system.app.tokens.trader);
  await system.play(step, { approve: false });
});

afterAll(() => system.stop());

/** Whatever was sent: the next step is played, and all five services stand in it and serve. */
afterEach(async () => {
  step++;
  await system.playStep(step);
  expect(await standings(system)).toEqual(
    ['ingestion', 'pricing', 'risk', 'governance-watch', 'execution'].map((service) => ({
      service,
      state: 'serving',
      step,
    })),
  );
});

const minPosition = undefined;

function trade(over: Partial<BookTradeRequest>): BookTradeRequest {
  return {
    requestId: 'bad',
    portfolioId: 'main',
    expectedVersion: undefined,
    accountId: 'wallet:main',
    venue: 'wallet',
    venueTradeId: 'bad-1',
    instrumentId: 'spot:WETH',
    quantity: '1',
    price: '1600',
    quoteInstrumentId: '',
    fee: '',
    executedAtUs: 0n,
    ...over,
  };
}

const book = (over: Partial<BookTradeRequest>, as = trader) =>
  ask(system.addresses.risk, RiskServiceService.bookTrade, trade(over), as);

async function weth(): Promise<string | undefined> {
  const { positions } = await ask(
    system.addresses.risk,
    RiskServiceService.getPortfolio,
    { portfolioId: 'main', minPosition },
    trader,
  );
  return positions.find(({ accountId, instrumentId }) => accountId === 'wallet:main' && instrumentId === 'spot:WETH')
    ?.quantity;
}

/** How a call was refused: its code, the field at fault and the sentence. */
async function refusal(
  call: Promise<unknown>,
): Promise<{ readonly code: string; readonly field: string | undefined; readonly details: string }> {
  const error = await call.then(
    () => Promise.reject(new Error('Expected a refusal, was an answer.')),
    (reason: unknown) => reason as ServiceError,
  );
  return { code: status[error.code], field: statusDetailsOf(error)?.fieldViolations[0]?.field, details: error.details };
}

describe('a trade', () => {
  it.each([
    ['a negative price', { price: '-1600' }, 'price', 'Expected a price of at least 0, was -1600.'],
    ['a price that is no number', { price: 'NaN' }, 'price', /^Expected .*NaN/],
    ['an infinite quantity', { quantity: 'Infinity' }, 'quantity', /^Expected .*Infinity/],
    ['a price in scientific notation', { price: '1e400' }, 'price', /^Expected .*1e400/],
    ['no quantity', { quantity: '' }, 'quantity', /^Expected /],
    ['an instrument that nobody can read', { instrumentId: 'moon:CHEESE' }, 'instrument_id', /^Expected /],
    [
      'an instrument that is not listed',
      { instrumentId: 'spot:PEPE' },
      'instrument_id',
      'Expected an instrument that is listed, was spot:PEPE.',
    ],
    [
      'a time that has not come',
      { executedAtUs: 4_102_444_800_000_000n },
      'executed_at_us',
      /^Expected a time up to the domain clock/,
    ],
    ['a time before 1970', { executedAtUs: -1n }, 'executed_at_us', /^Expected a time after 1970/],
    ['no request id', { requestId: '' }, 'request_id', /^Expected a request id/],
  ] as const)('with %s is refused by its field', async (_why, over, field, sentence) => {
    const before = await weth();
    const refused = await refusal(book(over));
    expect(refused).toEqual({ code: 'INVALID_ARGUMENT', field, details: expect.stringMatching(sentence) as unknown });
    expect(await weth()).toBe(before);
  });

  it('booked twice is refused and counted once', async () => {
    const before = Number(await weth());
    await book({ requestId: 'once', venueTradeId: 'twice-1' });
    const again = await refusal(book({ requestId: 'twice', venueTradeId: 'twice-1' }));
    expect(again).toEqual({
      code: 'ALREADY_EXISTS',
      field: 'venue_trade_id',
      details: 'Expected a new trade of wallet, twice-1 is booked.',
    });
    expect(Number(await weth())).toBe(before + 1);
  });

  it('sent twice under one request id is answered twice and booked once; with other content it is refused', async () => {
    const before = Number(await weth());
    const sent = { requestId: 'same', venueTradeId: 'same-1' };
    const [first, again] = [await book(sent), await book(sent)];
    expect(again.position).toEqual(first.position);
    const other = await refusal(book({ ...sent, quantity: '2' }));
    expect(other).toMatchObject({ code: 'ALREADY_EXISTS', field: 'request_id' });
    expect(Number(await weth())).toBe(before + 1);
  });

  it('for a version of the book that is not the present one is refused', async () => {
    const { version } = await book({ requestId: 'version', venueTradeId: 'version-1' });
    const stale = await refusal(book({ requestId: 'stale', venueTradeId: 'version-2', expectedVersion: version - 1n }));
    expect(stale).toEqual({
      code: 'ABORTED',
      field: 'expected_version',
      details: `Expected version ${version - 1n} of portfolio main, was ${version}.`,
    });
    await book({ requestId: 'present', venueTradeId: 'version-2', expectedVersion: version });
  });

  it('that nobody booked is not corrected', async () => {
    const correction = {
      portfolioId: 'main',
      expectedVersion: undefined,
      venue: 'wallet',
      venueTradeId: 'never',
      quantity: '0',
      price: '',
      fee: '',
      reason: 'typo',
    };
    const refused = await refusal(
      ask(system.addresses.risk, RiskServiceService.correctTrade, { requestId: 'correction', ...correction }, trader),
    );
    expect(refused).toEqual({
      code: 'NOT_FOUND',
      field: 'venue_trade_id',
      details: 'Expected a trade that is booked in main, found none for "wallet never".',
    });
  });

  it("in another tenant's book looks like one in no book", async () => {
    const stranger = await system.token('eve', 'desk-b', ['trader']);
    const before = await weth();
    const foreign = await refusal(book({ requestId: 'foreign' }, stranger));
    const absent = await refusal(book({ requestId: 'absent', portfolioId: 'nain' }, stranger));
    expect(foreign).toMatchObject({ code: 'NOT_FOUND', field: 'portfolio_id' });
    expect({ ...absent, details: absent.details.replace('nain', 'main') }).toEqual(foreign);
    expect(await weth()).toBe(before);
  });

  it('of bytes that are no request is the caller’s mistake', async () => {
    const garbled = new Promise((resolve, reject) => {
      const { path } = RiskServiceService.bookTrade;
      // Field 1 as a string of 100 bytes, of which there are two.
      const bytes = Buffer.from([0x0a, 100, 1, 2]);
      clientOf(system.addresses.risk).makeUnaryRequest(
        path,
        () => bytes,
        (answer) => answer,
        {},
        trader,
        (error, answer) => (error === null ? resolve(answer) : reject(error)),
      );
    });
    expect(await refusal(garbled)).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('an approval', () => {
  async function pending() {
    const request = { portfolioId: 'main', pendingOnly: true, minPosition };
    const { proposals } = await ask(system.addresses.execution, ExecutionServiceService.listProposals, request, trader);
    const made = proposals[0]?.made;
    if (made === undefined) throw new Error('Expected a pending proposal, there is none.');
    return made;
  }

  const approve = (requestId: string, proposalId: string, payloadHash: Buffer, as: Metadata) =>
    ask(
      system.addresses.execution,
      ExecutionServiceService.approveProposal,
      { requestId, proposalId, payloadHash },
      as,
    );

  it('by whom the proposal was made for, of another hash, or by another tenant is refused; a second principal’s is taken', async () => {
    const { proposalId, payloadHash } = await pending();
    // Tess set the limit. The role is there, the second pair of eyes is not.
    const proposer = await system.token('tess.trader', 'desk-a', ['approver']);
    expect(await refusal(approve('own', proposalId, payloadHash, proposer))).toEqual({
      code: 'PERMISSION_DENIED',
      field: 'proposal_id',
      details: 'Expected an approver other than tess.trader, for whom the proposal was made.',
    });
    const approver = bearer(system.app.tokens.approver);
    const tampered = Buffer.from(payloadHash);
    tampered[0]! ^= 1;
    expect(await refusal(approve('tampered', proposalId, tampered, approver))).toMatchObject({
      code: 'FAILED_PRECONDITION',
      field: 'payload_hash',
    });
    const stranger = await system.token('eve', 'desk-b', ['approver']);
    expect(await refusal(approve('foreign', proposalId, payloadHash, stranger))).toMatchObject({
      code: 'NOT_FOUND',
      field: 'proposal_id',
    });
    await approve('second', proposalId, payloadHash, approver);
    expect(await refusal(approve('third', proposalId, payloadHash, approver))).toMatchObject({
      code: 'FAILED_PRECONDITION',
      field: 'proposal_id',
    });
  });
});

describe('a token', () => {
  it('that has expired opens nothing, and ends the stream that it opened', async () => {
    const { issuer, addresses } = system;
    const short = { subject: 'tess.trader', tenant: 'desk-a', roles: ['viewer', 'trader'] as const };
    const expired = bearer(await issuer.issue({ ...short, ttlSeconds: -60 }));
    expect(await refusal(book({ requestId: 'expired' }, expired))).toMatchObject({ code: 'UNAUTHENTICATED' });
    const expiring = bearer(await issuer.issue({ ...short, ttlSeconds: 1 }));
    const { path, requestSerialize, responseDeserialize } = RiskServiceService.watchExposure;
    const stream = clientOf(addresses.risk).makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { portfolioId: 'main', fromOffset: 0n },
      expiring,
    );
    let delivered = 0;
    stream.on('data', () => delivered++);
    const ended = await new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    expect(status[ended.code]).toBe('UNAUTHENTICATED');
    expect(delivered).toBeGreaterThan(0);
  });
});

describe('a position to wait for', () => {
  it('shows a desk its own write, in the service that took it and in one that reads it a step later', async () => {
    const { risk, execution } = system.addresses;
    const { position } = await book({ requestId: 'mine', venueTradeId: 'mine-1' });
    const read = await ask(
      risk,
      RiskServiceService.getPortfolio,
      { portfolioId: 'main', minPosition: position },
      trader,
    );
    expect(read.cut).toBeDefined();
    const waiting = ask(
      execution,
      ExecutionServiceService.listProposals,
      { portfolioId: 'main', pendingOnly: true, minPosition: position },
      trader,
    );
    let answered = false;
    void waiting.then(() => (answered = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(answered).toBe(false);
    step++;
    await system.playStep(step);
    const { cut } = await waiting;
    expect(cut?.step).toBe(BigInt(step));
    const seen = cut!.positions.find(
      ({ topic, partition }) => topic === position!.topic && partition === position!.partition,
    );
    expect(seen!.offset).toBeGreaterThan(position!.offset);
  });

  it('that does not come is waited for until the deadline, and one of another stream is refused', async () => {
    const { pricing, risk } = system.addresses;
    const far = { topic: 'portfolio', partition: 1, offset: 1_000_000n };
    const startedMs = performance.now();
    const late = await refusal(
      ask(risk, RiskServiceService.getPortfolio, { portfolioId: 'main', minPosition: far }, trader, 400),
    );
    expect(late.code).toBe('DEADLINE_EXCEEDED');
    expect(performance.now() - startedMs).toBeGreaterThan(350);
    const request = { instrumentIds: [], minPosition: { topic: 'execution', partition: 0, offset: 0n } };
    expect(await refusal(ask(pricing, PricingServiceService.getMarks, request, trader))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      field: 'min_position',
    });
    const beyond = ask(
      system.addresses.ingestion,
      IngestionServiceService.releaseSteps,
      { throughStep: 1_000_000n },
      bearer(system.app.tokens.operator),
    );
    expect(await refusal(beyond)).toMatchObject({ code: 'INVALID_ARGUMENT', field: 'through_step' });
  });
});
