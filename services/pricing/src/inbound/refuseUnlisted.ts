import { RpcFailure } from '@gimbal/runtime';
import { listedInstruments } from '../domain/listedInstruments.js';
import type { PricingState } from '../domain/pricingState.js';

/** Underlyings that a refusal names at most, so that its sentence can be read. */
const NAMED_MAX = 20;

/**
 * Throws INVALID_ARGUMENT for an underlying of which nothing is listed and no surface is known: a stream of a misspelt one
 * would be silent for ever. Empty is all.
 */
export function refuseUnlisted(state: PricingState, underlying: string): void {
  if (underlying === '') return;
  const known = new Set(listedInstruments(state).keys());
  for (const surface of state.surfaces.values()) known.add(surface.underlying);
  if (known.has(underlying)) return;
  const names = [...known].sort();
  const more = names.length > NAMED_MAX ? ` and ${names.length - NAMED_MAX} more` : '';
  const listed = names.length === 0 ? 'none is yet' : `${names.slice(0, NAMED_MAX).join(', ')}${more}`;
  const message = `Expected an underlying that is listed (${listed}), was ${underlying}. To wait for it, name a position in from.`;
  throw new RpcFailure('INVALID_ARGUMENT', message, { field: 'underlying' });
}
