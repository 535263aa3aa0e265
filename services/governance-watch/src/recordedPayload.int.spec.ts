import { event } from '@gimbal/contracts';
import {
  GovernanceLogObserved,
  GovernancePayloadRead,
  type ParameterUpdate,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  attached,
  changesIn,
  DEPLOYMENT,
  GovernanceScenario,
  impactsIn,
  loan,
  quarantinedIn,
  recordedMarket,
  type Said,
  us,
} from './governance.scenario.js';

const FOLDER = new URL('../../../test/data/recordings/2023-08-17/', import.meta.url);

interface LogLine {
  readonly contract: string;
  readonly topics: string[];
  readonly data: string;
  readonly block_hash: string;
  readonly block_number: string;
  readonly transaction_hash: string;
  readonly log_index: number;
  readonly block_time_us: string;
}

interface PayloadElement {
  readonly payload_id: number;
  readonly source: string;
  readonly at_us: string;
  readonly updates: ParameterUpdate[];
}

function recordedLogs(): Said[] {
  const lines = readFileSync(new URL('governance_logs.ndjson', FOLDER), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const log = JSON.parse(line) as LogLine;
    const said = event(GovernanceLogObserved, {
      deployment: DEPLOYMENT,
      chain: 'polygon',
      contract: log.contract,
      topics: log.topics,
      data: Buffer.from(log.data.slice(2), 'hex'),
      blockNumber: BigInt(log.block_number),
      blockHash: log.block_hash,
      transactionHash: log.transaction_hash,
      logIndex: log.log_index,
      blockTimeUs: BigInt(log.block_time_us),
    });
    return { topic: 'protocol', key: DEPLOYMENT, event: said };
  });
}

function recordedRead(): Said {
  const [payload] = JSON.parse(readFileSync(new URL('governance_payloads.json', FOLDER), 'utf8')) as PayloadElement[];
  const { payload_id, source, updates } = payload!;
  const said = event(GovernancePayloadRead, {
    deployment: DEPLOYMENT,
    chain: 'polygon',
    payloadId: BigInt(payload_id),
    source,
    updates,
  });
  return { topic: 'protocol', key: DEPLOYMENT, event: said };
}

describe('the payload of the recorded day', () => {
  it('is created before it, queued at 21:05, and raises the health of the loan', () => {
    const scenario = new GovernanceScenario();
    const [created, queued, ...others] = recordedLogs();
    expect(others).toEqual([]);
    const first = scenario.step(
      '2023-08-17T00:00:00',
      ...recordedMarket(),
      ...loan('aave:main'),
      attached('desk-a', 'main', 'aave:main'),
      created!,
      recordedRead(),
    );
    expect(quarantinedIn(first)).toEqual([]);
    // Created 4 d 1 h 27 min 8 s before it was queued: 26 and 30 September 2024, 09:52:31 and 11:19:39, in the index.
    expect(changesIn(first)[0]).toMatchObject({
      changeId: 'aave-v3:polygon/83',
      state: 1,
      createdAtUs: us('2023-08-13T19:37:52'),
      title:
        'Payload 83: LINK liquidation_threshold_bps 6800 to 7100, WETH liquidation_threshold_bps 8250 to 8300 and 3 more',
    });
    const drafts = scenario.step('2023-08-17T21:05:00', queued!);
    expect(changesIn(drafts)[0]).toMatchObject({
      state: 2,
      queuedAtUs: us('2023-08-17T21:05:00'),
      executableFromUs: us('2023-08-18T21:05:00'),
    });
    // By hand: see governanceStage.unit.spec.ts.
    expect(impactsIn(drafts)[0]).toMatchObject({
      touchedAssets: ['WETH'],
      healthFactorWadBefore: '1048999859707880247',
      healthFactorWadAfter: '1055357434615196678',
    });
  });
});
