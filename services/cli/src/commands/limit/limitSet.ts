import { LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import { SetLimitResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { place } from '../../formatting/moments.js';
import { scopeOf, SEVERITY_WORDS, SIDE_WORDS, watchedOf } from './limitWords.js';

export const limitSetCommand: Command = {
  name: 'limit set',
  operands: 'PORTFOLIO LIMIT PATH',
  operandCount: { min: 3, max: 3 },
  summary: 'Sets a limit that is not there yet.',
  details: [
    'PATH is what is watched: delta_usd, theta_usd_per_day, health/health_factor, margin/usage, look_through/issuer/Circle …',
    'It is judged from the next step on. A limit that stands is changed by two: limit propose, limit approve.',
  ],
  options: {
    level: { type: 'string', value: 'DECIMAL', help: 'a breach opens beyond it' },
    close: { type: 'string', value: 'DECIMAL', help: 'a breach closes back on this side of it' },
    target: { type: 'string', value: 'DECIMAL', help: 'what a cure aims for' },
    of: { type: 'string', value: 'KIND=NAME', help: 'an account, venue, chain or asset; the portfolio unless said' },
    side: { type: 'string', value: 'SIDE', help: `${SIDE_WORDS.join(', ')}; what the path suggests unless said` },
    severity: { type: 'string', value: 'HOW', help: `${SEVERITY_WORDS.join(' or ')}; hard unless said` },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: [
    'limit set main theta theta_usd_per_day --level 5000 --close 4000 --target 0 --side size --severity soft',
    'limit set main twice health/health_factor --of account=aave:main --level 1.1 --close 1.12 --target 1.2',
  ],
  run: (invocation) => withServices(invocation, 'trader', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [portfolioId = '', limitId = '', path = ''] = positionals;
  const isSoft = options.oneOf('severity', SEVERITY_WORDS) === 'soft';
  const request = {
    requestId: requestIdOf(options),
    portfolioId,
    expectedVersion: undefined,
    limitId,
    level: options.required('level', 'a decimal number'),
    closeLevel: options.required('close', 'a decimal number'),
    target: options.required('target', 'a decimal number'),
    severity: isSoft ? LimitSeverity.LIMIT_SEVERITY_SOFT : LimitSeverity.LIMIT_SEVERITY_HARD,
    ...watchedOf(path, scopeOf(options.text('of')), options.oneOf('side', SIDE_WORDS)),
  };
  const answer = await services.ask('risk', services.risk, services.risk.setLimit, request);
  const set = { limitId, requestId: request.requestId, ...(SetLimitResponse.toJSON(answer) as object) };
  terminal.out(
    options.flag('json')
      ? jsonText(set)
      : `Set ${limitId} of ${portfolioId} as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}; it is judged at the next step.`,
  );
  return 0;
}
