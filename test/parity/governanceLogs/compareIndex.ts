import { ChangeState, type ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import { type Comparison, sameText, sameTime } from './comparison.ts';
import { foldLogs } from './foldLogs.ts';
import type { PayloadIndexRow } from './payloadIndex.ts';
import type { ControllerLogs, RecordedLog } from './recordedLogs.ts';

export interface IndexCompared {
  readonly comparisons: readonly Comparison[];
  /** Cells of the index whose log is missing, or has no block time. */
  readonly withoutTime: number;
}

/** States that no later log changes; what was still open when the report was written has moved on since. */
const FINAL_STATES: Readonly<Record<string, ChangeState>> = {
  '3(Executed)': ChangeState.CHANGE_STATE_EXECUTED,
  '4(Cancelled)': ChangeState.CHANGE_STATE_CANCELLED,
  '5(Expired)': ChangeState.CHANGE_STATE_EXPIRED,
};

/** The changes of governance-watch beside the index, which was read from the controllers' storage. */
export function compareIndex(
  controller: ControllerLogs,
  rows: readonly PayloadIndexRow[],
  timeUs: bigint,
): IndexCompared {
  const changes = foldLogs(controller, timeUs);
  const logsOf = Map.groupBy(controller.logs, ({ args }) => args.payloadId);
  const comparisons: Comparison[] = [];
  let withoutTime = 0;
  for (const row of rows) {
    const payload = `${row.chain}/${row.payloadId}`;
    const logs = logsOf.get(row.payloadId) ?? [];
    const change = changes.get(row.payloadId);
    for (const { kind, eventName, theirs, oursUs } of timesOf(row, change)) {
      if (theirs === '') continue;
      if (hasTime(logs, eventName)) comparisons.push(sameTime(kind, payload, oursUs, theirs));
      else withoutTime++;
    }
    comparisons.push(...executionOf(row, change, logs, payload), ...stateOf(row, change, logs, payload));
  }
  return { comparisons, withoutTime };
}

function timesOf(row: PayloadIndexRow, change: ParameterChangeUpdated | undefined) {
  return [
    { kind: 'created at', eventName: 'PayloadCreated', theirs: row.createdAt, oursUs: change?.createdAtUs ?? 0n },
    { kind: 'queued at', eventName: 'PayloadQueued', theirs: row.queuedAt, oursUs: change?.queuedAtUs ?? 0n },
    { kind: 'executed at', eventName: 'PayloadExecuted', theirs: row.executedAt, oursUs: change?.executedAtUs ?? 0n },
  ] as const;
}

function hasTime(logs: readonly RecordedLog[], eventName: string): boolean {
  return logs.some((log) => log.eventName === eventName && log.blockTimestamp !== undefined);
}

/** The chain let it be executed only in the window that we had announced for it. */
function executionOf(
  row: PayloadIndexRow,
  change: ParameterChangeUpdated | undefined,
  logs: readonly RecordedLog[],
  payload: string,
): Comparison[] {
  const comparisons: Comparison[] = [];
  if (row.executedAt !== '' && change !== undefined && change.executableFromUs !== 0n) {
    const atUs = BigInt(Date.parse(row.executedAt)) * 1000n;
    const within = atUs > change.executableFromUs && atUs < change.executableUntilUs;
    comparisons.push(sameText('in its window', payload, within ? 'inside' : 'outside', 'inside'));
  }
  const executed = logs.find(({ eventName }) => eventName === 'PayloadExecuted');
  if (row.executedBlock !== '' && executed !== undefined) {
    comparisons.push(sameText('executed block', payload, BigInt(executed.blockNumber).toString(), row.executedBlock));
  }
  return comparisons;
}

function stateOf(
  row: PayloadIndexRow,
  change: ParameterChangeUpdated | undefined,
  logs: readonly RecordedLog[],
  payload: string,
): Comparison[] {
  if (logs.length === 0 || logs.some(({ blockTimestamp }) => blockTimestamp === undefined)) return [];
  const comparisons: Comparison[] = [];
  const final = FINAL_STATES[row.state];
  if (final !== undefined) {
    comparisons.push(
      sameText(
        'state',
        payload,
        ChangeState[change?.state ?? ChangeState.CHANGE_STATE_UNSPECIFIED],
        ChangeState[final],
      ),
    );
  }
  if (row.targets.length > 0) {
    const ours =
      /target (.*)$/
        .exec(change?.source ?? '')?.[1]
        ?.split(', ')
        .sort()
        .join() ?? 'none';
    comparisons.push(
      sameText(
        'targets',
        payload,
        ours,
        row.targets
          .map((target) => target.toLowerCase())
          .sort()
          .join(),
      ),
    );
  }
  return comparisons;
}
