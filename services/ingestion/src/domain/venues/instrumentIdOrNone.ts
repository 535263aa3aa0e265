import { parseInstrument } from '@gimbal/instruments';

/** The id when it is one, and empty when a venue's symbol can't stand in an id. */
export function instrumentIdOrNone(id: string): string {
  return parseInstrument(id).kind === 'failure' ? '' : id;
}
