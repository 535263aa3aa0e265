import type { ParameterUpdate } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { BPS_MAX } from '../../limits.js';
import { reserveFieldOf } from './reserveParameters.js';

/** What Aave's configuration engine takes as "leave it as it is": 2^256 − 1 − 42. */
export const KEEP_CURRENT = (2n ** 256n - 1n - 42n).toString();

export type UpdatesRead =
  { readonly ok: true; readonly updates: readonly ParameterUpdate[] } | { readonly ok: false; readonly reason: string };

/**
 * The updates of a payload that change something. What the margin engine will compute with has to be whole basis
 * points; other parameters may hold any text, since they are shown and not computed with.
 */
export function readUpdates(updates: readonly ParameterUpdate[]): UpdatesRead {
  const changing = updates.filter(({ before, after }) => after !== KEEP_CURRENT && before !== after);
  for (const { asset, parameter, before, after } of changing) {
    if (asset === '' || parameter === '') return { ok: false, reason: 'Expected updates to name asset and parameter.' };
    if (reserveFieldOf(parameter) === undefined) continue;
    // A new listing has nothing before.
    const wrong = [after, ...(before === '' ? [] : [before])].find((text) => !isBps(text));
    if (wrong !== undefined) {
      const found = JSON.stringify(wrong.slice(0, 80));
      return { ok: false, reason: `Expected ${parameter} of ${asset} from 0 to ${BPS_MAX}, was ${found}.` };
    }
  }
  return { ok: true, updates: changing };
}

function isBps(text: string): boolean {
  return /^(?:0|[1-9][0-9]{0,4})$/.test(text) && Number(text) <= BPS_MAX;
}
