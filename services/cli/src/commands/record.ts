import type { Command } from '../command.js';

export const recordCommand: Command = {
  name: 'record',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Records what venues and chains say into a folder that can be replayed, until Ctrl-C.',
  details: ['Nothing is priced and no log is written. gimbal start --recording FOLDER replays it.'],
  options: {
    config: { type: 'string', value: 'FILE', help: 'names the sources, as for gimbal start --live' },
    to: {
      type: 'string',
      value: 'FOLDER',
      help: 'a new folder, or an earlier recording of these sources to go on with',
    },
  },
  examples: ['record --config live.json --to recordings/today'],
  // Loaded when it is wanted: connectors take a while to load.
  run: async (invocation) => (await import('./runRecord.js')).runRecord(invocation),
};
