import { event } from '@gimbal/contracts';
import { GovernancePayloadRead, type ParameterUpdate } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { expected, type Field, integerField } from './fieldText.js';
import { integerTextOf, isObject, type JsonObject, jsonObject, shown, textOf } from './jsonFields.js';

const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_TIME_US = 253_402_300_799_999_999n;
/** Reserves of a market times the parameters of a reserve. */
const UPDATES_MAX = 4096;

/** What a payload's own views said that it would change, read at `at_us`. */
export function decodeGovernancePayload(line: string, feed: FeedOf<'governance-payload-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const read = object.value;
  const chain = textOf(read, 'chain');
  if (!chain.ok) return refused(chain.reason);
  const source = textOf(read, 'source');
  if (!source.ok) return refused(source.reason);
  const payloadId = numberOf(read, 'payload_id', MAX_UINT64);
  if (!payloadId.ok) return refused(payloadId.reason);
  const atUs = numberOf(read, 'at_us', MAX_TIME_US);
  if (!atUs.ok) return refused(atUs.reason);
  if (read['deployment'] !== undefined && read['deployment'] !== feed.deployment) {
    return refused(expected('deployment', feed.deployment, shown(read['deployment'])).reason);
  }
  const updates = updatesOf(read);
  if (!updates.ok) return refused(updates.reason);
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    observedAtUs: atUs.value,
    event: event(GovernancePayloadRead, {
      deployment: feed.deployment,
      chain: chain.value,
      payloadId: payloadId.value,
      source: source.value,
      updates: [...updates.value],
    }),
  };
}

function updatesOf(read: JsonObject): Field<readonly ParameterUpdate[]> {
  const list = read['updates'];
  if (!Array.isArray(list) || list.length > UPDATES_MAX) {
    return expected('updates', `a list of at most ${UPDATES_MAX}`, shown(list));
  }
  const updates: ParameterUpdate[] = [];
  for (const item of list as readonly unknown[]) {
    if (!isObject(item)) return expected('updates', 'an object per update', shown(item));
    const asset = textOf(item, 'asset');
    if (!asset.ok) return asset;
    const parameter = textOf(item, 'parameter');
    if (!parameter.ok) return parameter;
    const before = valueOf(item, 'before');
    if (!before.ok) return before;
    const after = valueOf(item, 'after');
    if (!after.ok) return after;
    updates.push({ asset: asset.value, parameter: parameter.value, before: before.value, after: after.value });
  }
  return { ok: true, value: updates };
}

/** A value may be any text, for instance an address; a number stands for its digits. */
function valueOf(update: JsonObject, name: string): Field<string> {
  return typeof update[name] === 'string' ? { ok: true, value: update[name] } : integerTextOf(update, name);
}

function numberOf(read: JsonObject, name: string, max: bigint): Field<bigint> {
  const text = integerTextOf(read, name);
  return text.ok ? integerField(text.value, name, 0n, max) : text;
}
