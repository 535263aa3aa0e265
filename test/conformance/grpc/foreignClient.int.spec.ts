import { GetExposureResponse, RiskServiceService } from '@gimbal/contracts/risk/v1/risk_service';
import { SERVICE_TARGETS } from '@gimbal/all-in-one-service';
import { bearer } from '@gimbal/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { croppedRecording } from '../../e2e/system/croppedRecording.ts';
import { startSystem, type System } from '../../e2e/system/startSystem.ts';
import { ask } from '../../e2e/system/unary.ts';
import { curlCall, curlList } from './curlCall.ts';
import { type ForeignCall, foreignCalls } from './foreignCalls.ts';

const PLAYED_STEPS = 20;

let system: System;
let token: string;
let calls: readonly ForeignCall[];

beforeAll(async () => {
  system = await startSystem(croppedRecording({ from: '21:37', to: '21:50' }));
  await system.play(PLAYED_STEPS);
  token = await system.issuer.issue({ subject: 'fay.foreign', tenant: 'desk-a', roles: ['risk'], ttlSeconds: 600 });
  calls = await foreignCalls({
    addresses: SERVICE_TARGETS.map((target) => system.addressOf(target)),
    token,
    portfolioId: 'main',
  });
});

afterAll(() => system?.stop());

describe('a client that shares nothing with us but the protocol', () => {
  it('lists the services of every server by reflection, without a token', async () => {
    const own = {
      ingestion: 'ingestion',
      pricing: 'pricing',
      risk: 'risk',
      'governance-watch': 'governance',
      execution: 'execution',
    };
    for (const target of SERVICE_TARGETS) {
      const name = own[target];
      const service = `gimbal.${name}.v1.${name[0]!.toUpperCase()}${name.slice(1)}Service`;
      expect(await curlList(system.addressOf(target), 'services')).toEqual(
        [service, 'gimbal.ops.v1.OpsService', 'grpc.health.v1.Health'].toSorted(),
      );
    }
  });

  it('calls each method that reads, and follows each stream', () => {
    console.log(
      `foreign client: ${calls.filter(({ fault }) => fault === undefined).length} calls passed, ${calls.filter(({ fault }) => fault !== undefined).length} failed`,
    );
    expect(calls.filter(({ fault }) => fault !== undefined)).toEqual([]);
    // Counted in proto/ by hand: ingestion 8, pricing 3, risk 15, governance 2, execution 2, ops 5.
    expect(calls).toHaveLength(35);
  });

  it('streams every exposure since the first one', () => {
    const { answer } = calls.find(({ method }) => method.endsWith('/WatchExposure'))!;
    const exposures = (answer.messages as { exposure?: { sequence: string; official: boolean } }[]).flatMap(
      ({ exposure }) => exposure ?? [],
    );
    expect(exposures.map(({ sequence }) => Number(sequence))).toEqual(
      exposures.map((_, i) => Number(exposures[0]!.sequence) + i),
    );
    expect(exposures.length).toBeGreaterThanOrEqual(PLAYED_STEPS - 2);
  });

  it('reads the same bits as our own client', async () => {
    const { answer } = calls.find(({ method }) => method.endsWith('/GetExposure'))!;
    const ours = await ask(
      system.addresses.risk,
      RiskServiceService.getExposure,
      { portfolioId: 'main', minPosition: undefined, asOf: undefined },
      bearer(system.app.tokens.trader),
    );
    expect(ours.exposure!.lines.length).toBeGreaterThan(3);
    expect(GetExposureResponse.fromJSON(answer.messages[0])).toEqual(ours);
  });

  it('is refused without a right token, with the code that gRPC has for it', async () => {
    const call = { address: system.addresses.risk, method: 'gimbal.risk.v1.RiskService/ListPortfolios', request: {} };
    expect((await curlCall({ ...call, token: 'x' })).code).toBe(16);
    const operator = await system.issuer.issue({
      subject: 'olga',
      tenant: 'desk-a',
      roles: ['operator'],
      ttlSeconds: 600,
    });
    const booking = await curlCall({ ...call, method: 'gimbal.risk.v1.RiskService/BookTrade', token: operator });
    expect(booking.code).toBe(7);
    expect(
      (
        await curlCall({
          ...call,
          method: 'gimbal.risk.v1.RiskService/GetPortfolio',
          request: { portfolioId: 'nain' },
          token,
        })
      ).code,
    ).toBe(5);
  });
});
