import {
  DEFAULT_PARTITION_COUNT,
  event,
  HEADER,
  type LogRecord,
  partitionOf,
  sortedHeaders,
  type TopicName,
  topicNames,
  toRecord,
} from '@gimbal/contracts';
import { ExecutionServiceService } from '@gimbal/contracts/execution/v1/execution_service';
import { IngestionServiceService } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { OpsServiceService } from '@gimbal/contracts/ops/v1/ops_service';
import { RiskServiceService } from '@gimbal/contracts/risk/v1/risk_service';
import { SERVICE_TARGETS, tail } from '@gimbal/all-in-one-service';
import { bearer } from '@gimbal/runtime';
import { parityHash } from '@gimbal/testkit';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { croppedRecording } from './system/croppedRecording.ts';
import { healthOf } from './system/healthOf.ts';
import type { ServiceTarget } from './system/protoMethods.ts';
import { standings, statusOf } from './system/standings.ts';
import { startSystem, type System } from './system/startSystem.ts';
import { ask } from './system/unary.ts';
import { until } from './system/until.ts';

const WINDOW = { from: '21:40', to: '21:50' };
const DAMAGED_AFTER_STEP = 10;
const LAST_STEP = 20;
const POOL_FEED = 'uniswap-v3:polygon:usdc-weth-005';

/** A record of the owner's present epoch, so that nothing but its content can be held against it. */
async function recordOf(system: System, owner: ServiceTarget, type: string, value: Uint8Array): Promise<LogRecord> {
  const { epoch, step, stepTimeUs } = await statusOf(system, owner);
  const sound = toRecord(
    {
      id: `${owner}/step/${step + 1n}/by-hand`,
      source: `gimbal/${owner}`,
      timeUs: stepTimeUs,
      key: POOL_FEED,
      causationId: `step/${step + 1n}`,
      epoch,
    },
    event(PoolObserved, PoolObserved.fromPartial({})),
  );
  const headers = Object.fromEntries(sound.headers);
  return { key: sound.key, headers: sortedHeaders({ ...headers, [HEADER.type]: type }), value };
}

async function appendByHand(
  system: System,
  topic: TopicName,
  record: LogRecord,
): Promise<{ partition: number; offset: number }> {
  const partition = partitionOf(record.key, DEFAULT_PARTITION_COUNT);
  const [appended] = await system.app.log.append([{ topic, partition, records: [record] }]);
  return { partition, offset: appended!.firstOffset };
}

describe('a record of a known type whose bytes are broken', () => {
  /** Field 1 as a string that is longer than what follows. */
  const BROKEN = Buffer.from([0x0a, 0x7f, 0x62, 0x72, 0x6f, 0x6b, 0x65, 0x6e]);
  const READERS = ['pricing', 'risk', 'governance-watch', 'execution'] as const;
  let sound: System;
  let damaged: System;
  let place: { partition: number; offset: number };

  beforeAll(async () => {
    [sound, damaged] = await Promise.all([
      startSystem(croppedRecording(WINDOW)),
      startSystem(croppedRecording(WINDOW)),
    ]);
    await damaged.play(DAMAGED_AFTER_STEP);
    place = await appendByHand(damaged, 'market', await recordOf(damaged, 'ingestion', PoolObserved.$type, BROKEN));
    await Promise.all([sound.play(LAST_STEP), damaged.play(LAST_STEP)]);
  });

  afterAll(async () => {
    await sound?.stop();
    await damaged?.stop();
  });

  it('is put in quarantine by each service that reads it, with its bytes, its place and the reason', async () => {
    const found: { owner: string; quarantined: RecordQuarantined }[] = [];
    for (const topic of topicNames) {
      await tail(
        damaged.addresses.risk,
        credentials.createInsecure(),
        bearer(damaged.app.tokens.viewer),
        topic,
        ({ type, json, id }) => {
          if (type === RecordQuarantined.$type)
            found.push({ owner: id.split('/')[0]!, quarantined: RecordQuarantined.fromJSON(JSON.parse(json)) });
        },
      );
    }
    expect(found.map(({ owner }) => owner).toSorted()).toEqual([...READERS].toSorted());
    for (const { quarantined } of found) {
      expect(quarantined).toMatchObject({
        position: { topic: 'market', partition: place.partition, offset: BigInt(place.offset) },
        recordType: PoolObserved.$type,
        reason: expect.stringMatching(/^Expected a gimbal\.ingestion\.v1\.PoolObserved of valid bytes: /) as unknown,
      });
      expect(quarantined.rawValue.equals(BROKEN)).toBe(true);
    }
  });

  it('leaves its readers degraded, and serving', async () => {
    for (const target of READERS) {
      const { state, reason, quarantinedRecords } = await statusOf(damaged, target);
      expect([target, state, reason, quarantinedRecords]).toEqual([
        target,
        'degraded',
        '1 records are quarantined.',
        1n,
      ]);
      expect(await healthOf(damaged.addressOf(target))).toBe('SERVING');
    }
  });

  it('changes nothing else: every exposure, breach, proposal and fill is as without it', async () => {
    const [one, other] = await Promise.all(
      [sound, damaged].map(({ app }) => parityHash(app.log, DEFAULT_PARTITION_COUNT)),
    );
    expect(one!.counts.get('OrderFilled')).toBeGreaterThan(0);
    expect(other!.lines).toEqual(one!.lines);
  });

  it('comes out the same when every projection is rebuilt', async () => {
    const operator = bearer(damaged.app.tokens.operator);
    for (const target of SERVICE_TARGETS) {
      const request = { fromSnapshot: false, swap: true };
      const rebuilt = await ask(damaged.addressOf(target), OpsServiceService.rebuildProjection, request, operator);
      expect([target, rebuilt.identical]).toEqual([target, true]);
    }
    await until(async () => (await standings(damaged)).every(({ state }) => ['serving', 'degraded'].includes(state)));
    await damaged.playStep(LAST_STEP + 1);
  });
});

describe('a record of a type that nobody knows', () => {
  let system: System;

  beforeAll(async () => {
    system = await startSystem(croppedRecording(WINDOW));
    await system.play(DAMAGED_AFTER_STEP);
    const record = await recordOf(
      system,
      'governance-watch',
      'gimbal.governance.v9.CouncilDissolved',
      Buffer.from([1, 2, 3]),
    );
    await appendByHand(system, 'governance', record);
    const operator = bearer(system.app.tokens.operator);
    await ask(
      system.addresses.ingestion,
      IngestionServiceService.releaseSteps,
      { throughStep: BigInt(LAST_STEP) },
      operator,
    );
    await until(async () => (await statusOf(system, 'execution')).state === 'halted');
  });

  afterAll(() => system?.stop());

  it('halts whoever reads it or owns its partition, with the reason, and says so to whoever asks for health', async () => {
    for (const target of ['execution', 'governance-watch'] as const) {
      const { state, reason, step } = await statusOf(system, target);
      expect([target, state, Number(step)]).toEqual([target, 'halted', DAMAGED_AFTER_STEP]);
      expect(reason).toMatch(
        /^Expected a known event type at governance\/\d@\d+, was "gimbal\.governance\.v9\.CouncilDissolved"\. The partition is halted\.$/,
      );
      await until(async () => (await healthOf(system.addressOf(target))) === 'NOT_SERVING');
    }
  });

  it('stops nobody else: the others serve, answer and take commands, in the last step that does not need the halted ones', async () => {
    // Step n of ingestion and risk takes the fills of step n - 1, so the one after the last ended step is still complete.
    const next = DAMAGED_AFTER_STEP + 1;
    for (const target of ['ingestion', 'pricing', 'risk'] as const) {
      await until(async () => (await statusOf(system, target)).step === BigInt(next));
      expect((await statusOf(system, target)).state).toBe('serving');
      expect(await healthOf(system.addressOf(target))).toBe('SERVING');
    }
    const { risk } = system.addresses;
    const trader = bearer(system.app.tokens.trader);
    const opened = { requestId: 'open-beside', portfolioId: 'beside', name: 'Opened beside', parentPortfolioId: '' };
    const { position } = await ask(risk, RiskServiceService.openPortfolio, opened, trader);
    const { portfolios } = await ask(risk, RiskServiceService.listPortfolios, { minPosition: position }, trader);
    expect(portfolios.map(({ portfolioId }) => portfolioId)).toContain('beside');
    const request = { portfolioId: 'main', minPosition: undefined, asOf: undefined };
    expect((await ask(risk, RiskServiceService.getExposure, request, trader)).exposure?.cut?.step).toBe(BigInt(next));
  });

  it('leaves the halted service answering from what it knew, and taking no command', async () => {
    const { execution } = system.addresses;
    const listed = await ask(
      execution,
      ExecutionServiceService.listProposals,
      { portfolioId: 'main', pendingOnly: false, minPosition: undefined },
      bearer(system.app.tokens.viewer),
    );
    expect(listed.cut?.step).toBe(BigInt(DAMAGED_AFTER_STEP));
    const stop = { requestId: 'stop', portfolioId: 'main', reason: 'a record that nobody knows' };
    const refused = ask(execution, ExecutionServiceService.engageKillSwitch, stop, bearer(system.app.tokens.approver));
    await expect(refused).rejects.toMatchObject({ code: 14 });
  });
});
