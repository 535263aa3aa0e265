import {
  RiskServiceClient,
  RiskServiceService,
  WatchExposuresRequest,
  type WatchExposuresResponse,
} from '@gimbal/contracts/risk/v1/risk_service';
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
import { type ClientReadableStream, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WATCHED_PORTFOLIOS_MAX } from '../limits.js';
import { openBooks } from '../openBooks.sample.js';
import { PARTITIONS, runRecordedStages } from '../recordedStages.sample.js';
import { riskService } from '../risk.service.js';

/** `npm run long` watches ten thousand. */
const PORTFOLIOS = Number(process.env['GIMBAL_WATCHED_PORTFOLIOS'] ?? '300');
/** Enough that what is sent in them is far beyond what sockets and streams hold for a reader that doesn't read. */
const STEPS = Math.max(6, Math.round(12_000 / PORTFOLIOS));

let stages: Awaited<ReturnType<typeof runRecordedStages>>;
let issuer: DevIssuer;
let server: GrpcServer;
let client: RiskServiceClient;
let price = 1600;

beforeAll(async () => {
  stages = await runRecordedStages();
  await stages.release(price);
  for (const tenant of ['desk-a', 'desk-b']) await openBooks(stages.risk, tenant, tenant === 'desk-a' ? PORTFOLIOS : 1);
  await stages.release(price);
  issuer = await createDevIssuer();
  const { watchExposures } = RiskServiceService;
  server = await startGrpcServer({
    service: riskService.name,
    module: riskService.module({ host: stages.risk, log: stages.log, partitionCount: PARTITIONS }),
    definitions: [{ watchExposures }],
    verifier: await createTokenVerifier({ issuer: issuer.issuer, jwks: issuer.jwks }),
    logger: createLogger({ service: 'risk', level: 'error' }),
    health: () => true,
  });
  client = new RiskServiceClient(server.address, credentials.createInsecure());
}, 600_000);

afterAll(async () => {
  client?.close();
  await server?.stop(0);
  await stages.stop();
});

async function watch(
  request: Partial<WatchExposuresRequest>,
  tenant = 'desk-a',
): Promise<ClientReadableStream<WatchExposuresResponse>> {
  const token = await issuer.issue({ subject: 'alice', tenant, roles: ['viewer'], ttlSeconds: 60 });
  const stream = client.watchExposures(WatchExposuresRequest.create(request), bearer(token));
  stream.on('error', () => undefined);
  return stream;
}

/** What was read of each portfolio: how often, how many were skipped, and the newest sequence. */
class Reader {
  readonly taken = new Map<string, { received: number; skipped: number; sequence: number }>();
  messages = 0;

  constructor(readonly stream: ClientReadableStream<WatchExposuresResponse>) {}

  read(): void {
    this.stream.on('data', ({ exposure, skipped }: WatchExposuresResponse) => {
      const { portfolioId, sequence } = exposure!;
      const before = this.taken.get(portfolioId);
      expect(Number(sequence)).toBeGreaterThan(before?.sequence ?? 0);
      this.messages++;
      this.taken.set(portfolioId, {
        received: (before?.received ?? 0) + 1,
        skipped: (before?.skipped ?? 0) + Number(skipped),
        sequence: Number(sequence),
      });
    });
  }

  hasAll(sequence: number, count = PORTFOLIOS): boolean {
    return this.taken.size === count && [...this.taken.values()].every((each) => each.sequence === sequence);
  }
}

const head = (): number => stages.risk.state.exposureHeads.get('desk-a/p0')!;
const waiting = { timeout: 60_000, interval: 5 };

it('keeps the newest for a reader that stalls, counts what it missed, and holds nobody else back', async () => {
  const first = head();
  const fast = new Reader(await watch({ withCurrent: true }));
  const stalled = new Reader(await watch({ withCurrent: true }));
  fast.read();
  stalled.read();
  // A grpc-js client that never asked for a first message takes in all there is; one that paused takes what its window holds.
  stalled.stream.once('data', () => stalled.stream.pause());
  await expect.poll(() => fast.hasAll(first), waiting).toBe(true);
  for (let step = 0; step < STEPS; step++) {
    await stages.release((price += 0.25));
    // The fast one has each step before the next while the other reads nothing.
    await expect.poll(() => fast.hasAll(head()), waiting).toBe(true);
  }
  expect([...fast.taken.values()].every(({ skipped }) => skipped === 0)).toBe(true);
  expect(fast.messages).toBe(PORTFOLIOS * (STEPS + 1));
  stalled.stream.resume();
  await expect.poll(() => stalled.hasAll(head()), waiting).toBe(true);
  expect(stalled.messages).toBeLessThan(fast.messages / 2);
  for (const { received, skipped } of stalled.taken.values()) expect(received + skipped).toBe(STEPS + 1);
  fast.stream.cancel();
  stalled.stream.cancel();
}, 240_000);

it('sends from now on unless asked for what stands, of the named portfolios alone', async () => {
  const named = new Reader(await watch({ portfolioIds: ['p1', 'p0', 'p1'] }));
  const current = new Reader(await watch({ portfolioIds: ['p0'], withCurrent: true }));
  const before = head();
  current.read();
  named.read();
  await expect.poll(() => current.hasAll(before, 1), waiting).toBe(true);
  expect(named.messages).toBe(0);
  await stages.release((price += 0.25));
  await expect.poll(() => named.hasAll(before + 1, 2), waiting).toBe(true);
  expect([...named.taken.keys()].sort()).toEqual(['p0', 'p1']);
  expect(named.messages).toBe(2);
  named.stream.cancel();
  current.stream.cancel();
});

it('shows another tenant its own portfolios alone', async () => {
  const theirs = new Reader(await watch({ withCurrent: true }, 'desk-b'));
  theirs.read();
  await expect.poll(() => theirs.messages, waiting).toBe(1);
  await stages.release((price += 0.25));
  await expect.poll(() => theirs.messages, waiting).toBe(2);
  expect([...theirs.taken.keys()]).toEqual(['p0']);
  theirs.stream.cancel();
});

it('refuses a portfolio that is not there, and more names than it takes', async () => {
  const refusal = async (portfolioIds: string[], tenant?: string) => {
    const stream = await watch({ portfolioIds }, tenant);
    const error = await new Promise<ServiceError>((resolve) => stream.on('error', resolve).resume());
    return { code: error.code, field: statusDetailsOf(error)?.fieldViolations[0]?.field };
  };
  expect(await refusal(['p0', 'nothing'])).toEqual({ code: status.NOT_FOUND, field: 'portfolio_id' });
  expect(await refusal(['p1'], 'desk-b')).toEqual({ code: status.NOT_FOUND, field: 'portfolio_id' });
  const many = Array.from({ length: WATCHED_PORTFOLIOS_MAX + 1 }, (_, n) => `p${n}`);
  expect(await refusal(many)).toEqual({ code: status.INVALID_ARGUMENT, field: 'portfolio_ids' });
});
