import type { ParameterUpdate } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { TITLE_UPDATES_MAX } from '../../limits.js';

/** One line for a list: what changes, by the names of the parameters, or that nobody has read it yet. */
export function changeTitle(subject: string, updates: readonly ParameterUpdate[] | undefined): string {
  if (updates === undefined) return `${subject}: content not read yet`;
  if (updates.length === 0) return `${subject}: changes no parameter of a reserve`;
  // Health rests on thresholds, so they are what a reader looks for.
  const isThreshold = ({ parameter }: ParameterUpdate): boolean => parameter === 'liquidation_threshold_bps';
  const inOrder = [...updates.filter(isThreshold), ...updates.filter((update) => !isThreshold(update))];
  const named = inOrder.slice(0, TITLE_UPDATES_MAX).map(({ asset, parameter, before, after }) => {
    return before === '' ? `${asset} ${parameter} ${after}` : `${asset} ${parameter} ${before} to ${after}`;
  });
  const left = updates.length - named.length;
  return `${subject}: ${named.join(', ')}${left === 0 ? '' : ` and ${left} more`}`;
}
