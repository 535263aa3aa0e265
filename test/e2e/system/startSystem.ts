import { IngestionServiceService } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { OpsServiceService } from '@gimbal/contracts/ops/v1/ops_service';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AllInOne,
  driveReplay,
  type ReplayDone,
  SERVICE_TARGETS,
  type ServiceAddresses,
  startAllInOne,
  type Target,
} from '@gimbal/all-in-one-service';
import { bearer, createDevIssuer, createLogger, type DevIssuer, type Role } from '@gimbal/runtime';
import { credentials, type Metadata } from '@grpc/grpc-js';
import type { JWK } from 'jose';
import { closeClients } from './callRaw.ts';
import { ask } from './unary.ts';

export interface System {
  readonly app: AllInOne;
  readonly issuer: DevIssuer;
  /** The development issuer's private key, to sign what it would never sign. */
  readonly signingKey: JWK;
  readonly addresses: ServiceAddresses;
  /** What the services wrote to their log, a line each. */
  readonly logLines: readonly string[];
  addressOf(target: Target): string;
  token(subject: string, tenant: string, roles: readonly Role[]): Promise<Metadata>;
  /** Plays on through a step as the demo desk; with the scripted approver unless told otherwise. */
  play(throughStep: number, options?: { readonly approve: boolean }): Promise<ReplayDone>;
  /** Releases one step and waits until all five services have ended it; approves nothing. */
  playStep(step: number): Promise<void>;
  stop(): Promise<void>;
}

const TOKEN_TTL_SECONDS = 3_600;
const PLAY_MS_MAX = 60_000;
const STEP_POLL_MS = 5;

/** All services in this process over a log in memory; the console too where there is one. */
export async function startSystem(recording: string, targets: readonly Target[] = SERVICE_TARGETS): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gimbal-e2e-'));
  const logLines: string[] = [];
  const failures: unknown[] = [];
  const app = await startAllInOne({
    recording,
    log: { kind: 'memory' },
    dataDir,
    targets,
    logger: createLogger({ service: 'e2e', level: 'info', write: (line) => logLines.push(line) }),
    fatal: (error) => failures.push(error),
  });
  const issuer = await createDevIssuer(join(dataDir, 'issuer'));
  const signingKey = JSON.parse(readFileSync(join(dataDir, 'issuer', 'dev-issuer.key.json'), 'utf8')) as JWK;
  const addressOf = (target: Target): string => {
    const address = app.addresses.get(target);
    if (address === undefined) throw new Error(`Expected ${target} to run, it does not.`);
    return address;
  };
  const addresses: ServiceAddresses = {
    ingestion: addressOf('ingestion'),
    pricing: addressOf('pricing'),
    risk: addressOf('risk'),
    governance: addressOf('governance-watch'),
    execution: addressOf('execution'),
  };
  return {
    app,
    issuer,
    signingKey,
    addresses,
    logLines,
    addressOf,
    token: async (subject, tenant, roles) =>
      bearer(await issuer.issue({ subject, tenant, roles, ttlSeconds: TOKEN_TTL_SECONDS })),
    play: (throughStep, options = { approve: true }) =>
      driveReplay({
        addresses,
        credentials: credentials.createInsecure(),
        trader: bearer(app.tokens.trader),
        operator: bearer(app.tokens.operator),
        approver: options.approve ? bearer(app.tokens.approver) : undefined,
        pace: undefined,
        throughStep,
        signal: AbortSignal.timeout(PLAY_MS_MAX),
      }),
    playStep: async (step) => {
      const operator = bearer(app.tokens.operator);
      await ask(addresses.ingestion, IngestionServiceService.releaseSteps, { throughStep: BigInt(step) }, operator);
      const lateMs = performance.now() + PLAY_MS_MAX;
      for (const target of SERVICE_TARGETS) {
        while ((await ask(addressOf(target), OpsServiceService.getStatus, {}, operator)).step < BigInt(step)) {
          if (performance.now() > lateMs) throw new Error(`Expected ${target} to end step ${step}, it has not.`);
          await sleep(STEP_POLL_MS);
        }
      }
    },
    stop: async () => {
      closeClients();
      await app.stop();
      rmSync(dataDir, { recursive: true, force: true });
      rmSync(recording, { recursive: true, force: true });
      if (failures.length > 0) throw new AggregateError(failures, 'A service met a broken invariant.');
    },
  };
}
