import { AssessFailureResponse, type Failed } from '@gimbal/contracts/risk/v1/risk_service';
import { usageFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { DEPENDENCY_WORDS } from '../formatting/dependencyWords.js';
import { failureText } from '../formatting/failureText.js';
import { jsonText } from '../formatting/jsonText.js';

export const failCommand: Command = {
  name: 'fail',
  operands: 'PORTFOLIO KIND=NAME...',
  operandCount: { min: 2, max: Number.MAX_SAFE_INTEGER },
  summary: 'Shows what would be lost, leg by leg, when those that the book rests on fail together.',
  details: [
    `KIND is one of ${DEPENDENCY_WORDS.map(([, word]) => word).join(', ')}; gimbal exposure lists whom the book rests on.`,
    'Nothing is booked. A leg that rests on several of them stands once.',
  ],
  options: { ...CONNECTION_OPTIONS },
  examples: ['fail main issuer=Circle', 'fail main issuer=Circle protocol=Aave'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [portfolioId = '', ...names] = positionals;
  const failed = names.map(failedOf);
  const request = { portfolioId, failed, minPosition: undefined };
  const answer = await services.ask('risk', services.risk, services.risk.assessFailure, request);
  terminal.out(
    options.flag('json') ? jsonText(AssessFailureResponse.toJSON(answer)) : failureText(portfolioId, answer),
  );
  return 0;
}

function failedOf(text: string): Failed {
  const [, word = '', name = ''] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  const kind = DEPENDENCY_WORDS.find(([, known]) => known === word)?.[0];
  if (kind !== undefined) return { kind, name };
  const known = DEPENDENCY_WORDS.map(([, each]) => each).join(', ');
  throw usageFailure(`Expected KIND=NAME, the kind one of ${known}, was "${text}".`);
}
