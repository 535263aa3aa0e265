import { OpenPortfolioResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { place } from '../../formatting/moments.js';

export const portfolioOpenCommand: Command = {
  name: 'portfolio open',
  operands: 'PORTFOLIO',
  operandCount: { min: 1, max: 1 },
  summary: 'Opens a portfolio, alone or under another one.',
  options: {
    name: { type: 'string', value: 'TEXT', help: 'what people call it; the id unless said' },
    parent: { type: 'string', value: 'PORTFOLIO', help: 'the portfolio that it is a part of' },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: ['portfolio open main --name "ETH desk"'],
  run: (invocation) => withServices(invocation, 'trader', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const portfolioId = positionals[0]!;
  const requestId = requestIdOf(options);
  const { risk } = services;
  const answer = await services.ask('risk', risk, risk.openPortfolio, {
    requestId,
    portfolioId,
    name: options.text('name') ?? portfolioId,
    parentPortfolioId: options.text('parent') ?? '',
  });
  terminal.out(
    options.flag('json')
      ? jsonText({ requestId, ...(OpenPortfolioResponse.toJSON(answer) as object) })
      : `Opened ${portfolioId} as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}; gimbal portfolio attach ${portfolioId} brings accounts into it.`,
  );
  return 0;
}
