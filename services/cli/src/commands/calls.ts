import { ListMarginCallsResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { marginCallText } from '../formatting/marginCallText.js';

export const callsCommand: Command = {
  name: 'calls',
  operands: 'PORTFOLIO',
  operandCount: { min: 1, max: 1 },
  summary: 'Lists the margin calls of a portfolio and those beneath it, with what would cure each.',
  details: [
    "Of a loan's health: a warning at 1.10, a call at 1.05, liquidatable at 1.00; a cure leads to 1.15.",
    "Of a venue's margin, maintenance over equity: 0.80, 0.90 and 1.00; a cure leads to 0.75.",
  ],
  options: {
    cleared: { type: 'boolean', help: 'those that are over as well' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['calls main --cleared'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const includeCleared = options.flag('cleared');
  const request = { portfolioId: positionals[0]!, includeCleared, minPosition: undefined };
  const answer = await services.ask('risk', services.risk, services.risk.listMarginCalls, request);
  if (options.flag('json')) terminal.out(jsonText(ListMarginCallsResponse.toJSON(answer)));
  else if (answer.calls.length === 0) terminal.out(includeCleared ? 'No account was called.' : 'No call is open.');
  else terminal.out(answer.calls.map(marginCallText).join('\n\n'));
  return 0;
}
