import { ListLimitsResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { limitsText } from '../formatting/limitsText.js';

export const limitsCommand: Command = {
  name: 'limits',
  operands: 'PORTFOLIO',
  operandCount: { min: 1, max: 1 },
  summary: 'Lists the limits of a portfolio, how much of each is used, its waiver and what is proposed for it.',
  options: { ...CONNECTION_OPTIONS },
  examples: ['limits main'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const request = { portfolioId: positionals[0]!, minPosition: undefined };
  const answer = await services.ask('risk', services.risk, services.risk.listLimits, request);
  terminal.out(options.flag('json') ? jsonText(ListLimitsResponse.toJSON(answer)) : limitsText(answer));
  return 0;
}
