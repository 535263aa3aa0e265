import { event, isEvent, partitionOf } from '@gimbal/contracts';
import { ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import { GovernanceLogObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { governanceWatchService } from '@gimbal/governance-watch-service';
import type { InboundEvent } from '@gimbal/projection';
import type { ControllerLogs, RecordedLog } from './recordedLogs.ts';

const DAY_SECONDS = 86_400;

/**
 * What governance-watch makes of the logs of a controller that have a time: its changes by payload id, at `timeUs` of
 * the domain clock, through the same stage that runs in the service.
 */
export function foldLogs(
  { chain, controller, logs }: ControllerLogs,
  timeUs: bigint,
): ReadonlyMap<number, ParameterChangeUpdated> {
  const deployment = `${chain}:${controller}`;
  const terms = {
    controller,
    delaySecondsByAccessLevel: { '1': DAY_SECONDS },
    graceSeconds: 7 * DAY_SECONDS,
    expirySeconds: 35 * DAY_SECONDS,
  };
  const stage = governanceWatchService.createStage(
    governanceWatchService.configSchema.parse({ deployments: { [deployment]: terms } }),
  );
  const state = stage.createState();
  for (const [offset, log] of logs.filter(({ blockTimestamp }) => blockTimestamp !== undefined).entries()) {
    stage.evolve(state, inbound(deployment, chain, log, offset));
  }
  const step = { number: 1, timeUs };
  const cut = { step: 1n, timeUs, positions: [], ruleset: stage.ruleset, foldVersion: stage.foldVersion };
  const changes = new Map<number, ParameterChangeUpdated>();
  for (const draft of stage.decide(state, { step, cut, external: undefined })) {
    // What the stage refused is counted where the decoders are compared.
    if (!isEvent(draft.event, ParameterChangeUpdated)) continue;
    const change = draft.event.value;
    changes.set(Number(change.payloadId), change);
  }
  return changes;
}

function inbound(deployment: string, chain: string, log: RecordedLog, offset: number): InboundEvent {
  const observed = event(GovernanceLogObserved, {
    deployment,
    chain,
    contract: log.address,
    topics: log.topics,
    data: Buffer.from(log.data.slice(2), 'hex'),
    blockNumber: BigInt(log.blockNumber),
    blockHash: log.blockHash,
    transactionHash: log.transactionHash,
    logIndex: log.logIndex,
    blockTimeUs: BigInt(log.blockTimestamp!) * 1_000_000n,
  });
  return {
    ...observed,
    topic: 'protocol',
    partition: partitionOf(deployment, 4),
    offset,
    key: deployment,
    id: `${log.blockHash}/${log.logIndex}`,
    timeUs: 0n,
    tenant: undefined,
    actor: undefined,
    causationId: 'step/1',
  };
}
