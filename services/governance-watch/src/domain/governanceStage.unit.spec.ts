import { allRows, inFoldOrder, rowsSha256 } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import {
  attached,
  changesIn,
  configured,
  CONTROLLER,
  created,
  desk,
  ethRound,
  GovernanceScenario,
  HEALTH_AT,
  impactsIn,
  loan,
  log,
  moved,
  quarantinedIn,
  read,
  recordedMarket,
  statesIn,
  update,
  us,
} from '../governance.scenario.js';
import { EVENT_TOPICS } from './payloadLogs/eventSignatures.js';
import { listChanges } from './queries/listChanges.js';

const AT = '2023-08-17T21:42:47';
const LATER = '2023-08-17T21:43:00';
const LOWER_THRESHOLD = update('WETH', 'liquidation_threshold_bps', '8250', '8000');
const RAISED_THRESHOLD = update('WETH', 'liquidation_threshold_bps', '8250', '8300');
const CREATED_AT = '2023-08-13T19:37:52';
const QUEUED_AT = '2023-08-17T21:05:00';

describe('a payload', () => {
  it('is followed from its creation to its execution', () => {
    const scenario = new GovernanceScenario();
    const first = scenario.step('2023-08-17T00:00:00', created(83, CREATED_AT), read(83, RAISED_THRESHOLD));
    expect(changesIn(first)).toEqual([
      {
        changeId: 'aave-v3:polygon/83',
        deployment: 'aave-v3:polygon',
        payloadId: 83n,
        state: 1,
        updates: [RAISED_THRESHOLD],
        createdAtUs: us(CREATED_AT),
        queuedAtUs: 0n,
        executableFromUs: 0n,
        executableUntilUs: 0n,
        executedAtUs: 0n,
        title: 'Payload 83: WETH liquidation_threshold_bps 8250 to 8300',
        source: 'views of the payload',
      },
    ]);
    expect(scenario.step('2023-08-17T12:00:00')).toEqual([]);
    const [queued] = changesIn(scenario.step(QUEUED_AT, moved('queued', 83, QUEUED_AT)));
    expect(queued).toMatchObject({
      state: 2,
      queuedAtUs: us(QUEUED_AT),
      executableFromUs: us('2023-08-18T21:05:00'),
      executableUntilUs: us('2023-08-25T21:05:00'),
    });
    const [executed] = changesIn(scenario.step('2023-08-18T21:06:00', moved('executed', 83, '2023-08-18T21:05:09')));
    expect(executed).toMatchObject({ state: 3, executedAtUs: us('2023-08-18T21:05:09') });
  });

  it('ends by cancellation, or when its time has passed', () => {
    const scenario = new GovernanceScenario();
    scenario.step('2023-08-01T00:00:00', created(1, '2023-08-01T00:00:00'), created(2, '2023-08-01T00:00:00'));
    expect(statesIn(scenario.step('2023-08-02T00:00:00', moved('cancelled', 1, '2023-08-02T00:00:00')))).toEqual([
      'CANCELLED',
    ]);
    expect(scenario.step('2023-09-04T23:59:59')).toEqual([]);
    expect(statesIn(scenario.step('2023-09-05T00:00:00'))).toEqual(['EXPIRED']);
    expect(scenario.step('2023-09-06T00:00:00')).toEqual([]);
  });

  it('is joined to its content whichever comes first', () => {
    const scenario = new GovernanceScenario();
    expect(scenario.step('2023-08-17T00:00:00', read(83, RAISED_THRESHOLD))).toEqual([]);
    expect(changesIn(scenario.step('2023-08-17T00:01:00', created(83, CREATED_AT)))[0]?.updates).toEqual([
      RAISED_THRESHOLD,
    ]);
    const unread = changesIn(scenario.step('2023-08-17T00:02:00', created(84, CREATED_AT)));
    expect(unread[0]).toMatchObject({ updates: [], title: 'Payload 84: content not read yet' });
    expect(changesIn(scenario.step('2023-08-17T00:03:00', read(84, LOWER_THRESHOLD)))[0]?.updates).toEqual([
      LOWER_THRESHOLD,
    ]);
  });

  it('leaves out what the engine is told to keep', () => {
    const scenario = new GovernanceScenario();
    // EngineFlags.KEEP_CURRENT is type(uint256).max - 42 (bgd-labs/aave-helpers).
    const keep = '115792089237316195423570985008687907853269984665640564039457584007913129639893';
    const drafts = scenario.step(
      '2023-08-17T00:00:00',
      created(83, CREATED_AT),
      read(83, update('WETH', 'ltv_bps', '8000', keep), LOWER_THRESHOLD),
    );
    expect(changesIn(drafts)[0]?.updates).toEqual([LOWER_THRESHOLD]);
  });
});

describe('parameters that moved without a payload', () => {
  it('are a change that has happened, by a steward or directly', () => {
    const scenario = desk();
    const drafts = scenario.step(AT, configured('WETH', 8000));
    expect(changesIn(drafts)).toEqual([
      expect.objectContaining({
        changeId: 'aave-v3:polygon/direct/WETH/1',
        state: 3,
        updates: [LOWER_THRESHOLD],
        executedAtUs: us(AT),
        source: 'steward or direct',
        title: 'WETH without a payload: WETH liquidation_threshold_bps 8250 to 8000',
      }),
    ]);
    expect(impactsIn(drafts)[0]).toMatchObject({
      healthFactorWadBefore: HEALTH_AT[8250],
      healthFactorWadAfter: HEALTH_AT[8000],
    });
    expect(scenario.step(LATER, configured('WETH', 8000))).toEqual([]);
    expect(changesIn(scenario.step(LATER, configured('WETH', 8250)))[0]?.changeId).toBe(
      'aave-v3:polygon/direct/WETH/2',
    );
  });

  it('are explained by a payload that was executed since, or could have been', () => {
    const executed = desk();
    executed.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD));
    expect(statesIn(executed.step(LATER, configured('WETH', 8000), moved('executed', 83, LATER)))).toEqual([
      'EXECUTED',
    ]);
    const queued = desk();
    queued.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD), moved('queued', 83, '2023-08-16T21:00:00'));
    expect(changesIn(queued.step(LATER, configured('WETH', 8000)))).toEqual([]);
  });

  it('are not explained by a payload of long ago, nor by one that is still locked', () => {
    const longAgo = desk();
    longAgo.step(
      AT,
      created(7, '2023-01-01T00:00:00'),
      read(7, LOWER_THRESHOLD),
      moved('executed', 7, '2023-01-07T00:00:00'),
    );
    expect(changesIn(longAgo.step(LATER, configured('WETH', 8000)))[0]?.source).toBe('steward or direct');
    const locked = desk();
    locked.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD), moved('queued', 83, QUEUED_AT));
    expect(changesIn(locked.step(LATER, configured('WETH', 8000)))[0]?.source).toBe('steward or direct');
  });
});

describe('tenants', () => {
  it('each get the impact on their own accounts, and the change is for all', () => {
    const scenario = desk();
    scenario.step('2023-08-17T21:42:46', ...loan('aave:b', 'desk-b'), attached('desk-b', 'book', 'aave:b'));
    const drafts = scenario.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD));
    expect(drafts.map(({ tenant }) => tenant)).toEqual([undefined, 'desk-a', 'desk-b']);
    expect(impactsIn(drafts).map(({ tenant, accountId }) => [tenant, accountId])).toEqual([
      ['desk-a', 'aave:main'],
      ['desk-b', 'aave:b'],
    ]);
    const own = listChanges(scenario.state, 'desk-b', us(AT), false);
    expect(own[0]?.impacts.map(({ tenant }) => tenant)).toEqual(['desk-b']);
    expect(listChanges(scenario.state, 'desk-c', us(AT), false)[0]?.impacts).toEqual([]);
  });

  it('can not attach what is watched for another', () => {
    const scenario = new GovernanceScenario();
    scenario.step(AT, ...recordedMarket(), ...loan('aave:b', 'desk-b'), attached('desk-a', 'main', 'aave:b'));
    expect(impactsIn(scenario.step(LATER, created(83, CREATED_AT), read(83, LOWER_THRESHOLD)))).toEqual([]);
  });
});

describe('bad input', () => {
  const queuedTopics = [EVENT_TOPICS.queued];

  it('is quarantined with its place and its reason, and the rest goes on', () => {
    const scenario = desk();
    const drafts = scenario.step(
      AT,
      log(queuedTopics, '01', AT),
      created(83, CREATED_AT),
      log([`0x${'ab'.repeat(32)}`], '', AT),
    );
    expect(statesIn(drafts)).toEqual(['CREATED']);
    expect(quarantinedIn(drafts)).toEqual([
      expect.objectContaining({
        reason: 'Expected 32 bytes for payloadId, were 1.',
        recordType: 'gimbal.ingestion.v1.GovernanceLogObserved',
        position: expect.objectContaining({ topic: 'protocol' }),
      }),
    ]);
    expect(scenario.step(LATER)).toEqual([]);
  });

  it('is a log of another contract, and of a deployment that nobody configured', () => {
    const other = desk().step(AT, log(queuedTopics, '0'.repeat(64), AT, '0xdAbad81aF85554E9ae636395611C58F7eC1aAEc5'));
    expect(quarantinedIn(other)[0]?.reason).toBe(
      `Expected a log of ${CONTROLLER}, was of 0xdAbad81aF85554E9ae636395611C58F7eC1aAEc5.`,
    );
    const unknown = desk({ deployments: {} }).step(AT, moved('queued', 83, AT));
    expect(quarantinedIn(unknown)[0]?.reason).toBe('Expected a deployment that is configured, was "aave-v3:polygon".');
  });

  it('is a percentage that is none: what was read before stands', () => {
    const scenario = desk();
    scenario.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD));
    for (const after of ['-1', '65536', '80 %', '']) {
      const drafts = scenario.step(LATER, read(83, update('WETH', 'liquidation_threshold_bps', '8250', after)));
      expect(changesIn(drafts)).toEqual([]);
      expect(quarantinedIn(drafts)[0]?.reason).toBe(
        `Expected liquidation_threshold_bps of WETH from 0 to 65535, was ${JSON.stringify(after)}.`,
      );
    }
  });
});

describe('the stage', () => {
  function day(): GovernanceScenario {
    const scenario = desk();
    scenario.step('2023-08-17T21:42:46', ...loan('aave:b', 'desk-b'), attached('desk-b', 'book', 'aave:b'));
    scenario.step(
      AT,
      created(9, CREATED_AT),
      created(83, CREATED_AT),
      read(83, LOWER_THRESHOLD),
      read(9, RAISED_THRESHOLD),
    );
    scenario.step(LATER, moved('queued', 83, LATER), log([EVENT_TOPICS.queued], 'ff', AT));
    scenario.step('2023-08-17T21:45:23', ethRound('155799625094', '2023-08-17T21:45:23'), configured('WETH', 8200));
    return scenario;
  }

  it('says nothing when it is asked twice', () => {
    const scenario = desk();
    expect(scenario.step(AT, created(83, CREATED_AT), read(83, LOWER_THRESHOLD)).length).toBe(2);
    expect(scenario.decide(AT)).toEqual([]);
  });

  it('is the same every time, and when whole partitions are folded one after the other', () => {
    const scenario = day();
    const hash = rowsSha256(allRows(scenario.state.tables));
    expect(rowsSha256(allRows(day().state.tables))).toBe(hash);
    const rebuilt = scenario.stage.createState();
    for (const event of inFoldOrder(scenario.folded)) scenario.stage.evolve(rebuilt, event);
    expect(rowsSha256(allRows(rebuilt.tables))).toBe(hash);
  });

  it('decides the same whatever order its rows came back in', () => {
    const scenario = day();
    const next = '2023-09-30T00:00:00';
    const expected = scenario.decide(next);
    expect(statesIn(expected)).toEqual(['EXPIRED', 'EXPIRED']);
    const restored = scenario.stage.createState();
    for (const [i, table] of scenario.state.tables.entries()) {
      for (const [key, row] of [...table.entries()].toReversed()) restored.tables[i]!.restore(key, row);
    }
    const step = { number: 5, timeUs: us(next) };
    const cut = { step: 5n, timeUs: step.timeUs, positions: [], ruleset: 'aave-v3.0', foldVersion: '' };
    const decided = scenario.stage.decide(restored, { step, cut, external: undefined });
    expect(changesIn(decided)).toEqual(changesIn(expected));
    expect(quarantinedIn(decided)).toEqual(quarantinedIn(expected));
  });

  it('counts down on the domain clock', () => {
    const scenario = day();
    const listed = listChanges(scenario.state, 'desk-a', us('2023-08-17T22:43:00'), false);
    // Queued at 21:43: 23 hours are left at 22:43. What is not queued has the whole delay before it.
    expect(listed.map(({ change, countdownUs }) => [change?.changeId, countdownUs])).toEqual([
      ['aave-v3:polygon/83', 23n * 3_600_000_000n],
      ['aave-v3:polygon/9', 24n * 3_600_000_000n],
    ]);
    expect(listChanges(scenario.state, 'desk-a', us('2023-08-20T00:00:00'), false)[0]?.countdownUs).toBe(0n);
    expect(listChanges(scenario.state, 'desk-a', us(LATER), true)).toHaveLength(3);
  });
});
