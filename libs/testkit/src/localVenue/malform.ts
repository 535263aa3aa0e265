import type { FaultKind } from './faultPlan.js';

/** A message that its protocol doesn't know; undefined for a fault that leaves the text alone. */
export function malform(kind: FaultKind, text: string): string | undefined {
  switch (kind) {
    case 'truncated':
      return text.slice(0, Math.floor(text.length * 0.6));
    case 'wrong_type':
      return text.replace(/"(timestamp|t|change_id|time)":\s*"?[0-9]+"?/g, '"$1":{"of":[1]}');
    case 'duplicate_key':
      return text.replace(/^\{/, '{"method":"subscription","channel":"x","method":"subscription","channel":"y",');
    default:
      return undefined;
  }
}
