import { jsonObject, type JsonObject } from '../decoders/jsonFields.js';
import { type CheckedLog } from './checkedLog.js';
import { scanLogs } from './scanLogs.js';

export interface ScannedFrame {
  /** The fields of the frame but for its logs. */
  readonly rest: JsonObject;
  readonly logs: readonly CheckedLog[];
}

const LOGS = Buffer.from(',"logs":[');
const COMMA = 0x2c;
const decoder = new TextDecoder();
/** A byte-order mark may begin a frame, and stand nowhere else. */
const innerDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads the frame's logs where they stand, which is most of a frame, and what is around them as JSON. Undefined for a frame that
 * isn't written as connectors write it, and for most that are wrong: those have to be read as JSON whole.
 */
export function scanFrame(raw: Uint8Array): ScannedFrame | undefined {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const start = bytes.indexOf(LOGS);
  if (start === -1) return undefined;
  // With a brace behind it this is an object only if the list is a member of the frame itself, and stands in no text.
  const before = jsonObject(`${decoder.decode(bytes.subarray(0, start))}}`);
  if (!before.ok) return undefined;
  const scanned = scanLogs(bytes, start + LOGS.length);
  if (scanned === undefined || bytes[scanned.end] !== COMMA) return undefined;
  const after = jsonObject(`{${innerDecoder.decode(bytes.subarray(scanned.end + 1))}`);
  // Of a name that comes twice the last counts, so nothing but the answers may follow.
  if (!after.ok || Object.keys(after.value).join() !== 'reads') return undefined;
  return { rest: { ...before.value, reads: after.value['reads'] }, logs: scanned.logs };
}
