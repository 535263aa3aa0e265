import { randomUUID } from 'node:crypto';
import type { Options, OptionSpecs } from '../arguments/options.js';

export const REQUEST_ID_OPTION: OptionSpecs = {
  'request-id': {
    type: 'string',
    value: 'ID',
    help: 'so that asking again changes nothing; a random one unless said',
  },
};

export function requestIdOf(options: Options): string {
  return options.text('request-id') ?? randomUUID();
}
