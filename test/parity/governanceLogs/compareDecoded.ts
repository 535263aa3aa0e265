import { type DecodedPayloadLog, decodePayloadLog } from '@gimbal/governance-watch-service';
import { type Comparison, sameText } from './comparison.ts';
import type { ControllerLogs, RecordedLog } from './recordedLogs.ts';

/** Our decoder beside the recorder's, on every log: the event and all of its arguments. */
export function compareDecoded({ chain, logs }: ControllerLogs): Comparison[] {
  return logs.map((log) => {
    const decoded = decodePayloadLog(log.topics, Buffer.from(log.data.slice(2), 'hex'));
    return sameText('decoded', `${chain}/${log.args.payloadId}`, textOfDecoded(decoded), textOfRecorded(log));
  });
}

function textOfDecoded(log: DecodedPayloadLog): string {
  if (log.kind === 'other' || log.kind === 'refused') return log.kind === 'other' ? 'another event' : log.reason;
  const name = `Payload${log.kind[0]!.toUpperCase()}${log.kind.slice(1)}`;
  if (log.kind !== 'created') return JSON.stringify([name, log.payloadId.toString()]);
  const actions = log.actions.map(({ value, ...action }) => ({ ...action, value: value.toString() }));
  return textOf(name, log.payloadId.toString(), log.creator, log.maximumAccessLevel, actions);
}

function textOfRecorded({ eventName, args }: RecordedLog): string {
  if (args.actions === undefined) return JSON.stringify([eventName, args.payloadId.toString()]);
  const { payloadId, creator = '', maximumAccessLevelRequired = -1, actions } = args;
  return textOf(eventName, payloadId.toString(), creator, maximumAccessLevelRequired, actions);
}

/** Addresses are written with a checksum in their letters by one and without by the other. */
function textOf(
  name: string,
  payloadId: string,
  creator: string,
  level: number,
  actions: NonNullable<RecordedLog['args']['actions']>,
): string {
  const lines = actions.map(({ target, withDelegateCall, accessLevel, value, signature, callData }) => {
    return [target.toLowerCase(), withDelegateCall, accessLevel, value, signature, callData.toLowerCase()];
  });
  return JSON.stringify([name, payloadId, creator.toLowerCase(), level, lines]);
}
