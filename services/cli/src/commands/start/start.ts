import type { Command } from '../../command.js';
import { START_OPTIONS } from './startOptions.js';

export const startCommand: Command = {
  name: 'start',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Starts everything in one process, replays 17 August 2023, prints a summary, and leaves the console up.',
  details: [
    'The day is built quickly up to 21:00, played to 23:00 in about two minutes, and run to its end. Ctrl-C stops it.',
    'GIMBAL_LOG_LEVEL (quiet, error, warn, info, debug) says what the services report on the error channel; warn unless said.',
  ],
  options: START_OPTIONS,
  examples: ['start --live live.json', 'start', 'start --interactive', 'start --log memory --fast --exit'],
  // Loaded when it is wanted: the services take a second to load, which no other command has to wait for.
  run: async (invocation) => (await import('./runStart.js')).runStart(invocation),
};
