import { LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import { ProposeLimitChangeResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Options } from '../../arguments/options.js';
import { usageFailure } from '../../cliFailure.js';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { place } from '../../formatting/moments.js';
import { SEVERITY_WORDS } from './limitWords.js';

export const limitProposeCommand: Command = {
  name: 'limit propose',
  operands: 'PORTFOLIO LIMIT',
  operandCount: { min: 2, max: 2 },
  summary: 'Proposes to change or remove a limit that stands.',
  details: [
    'What is not said stays as it is. Nothing changes until another principal approves it, within a day of the domain clock.',
  ],
  options: {
    level: { type: 'string', value: 'DECIMAL', help: 'a breach opens beyond it' },
    close: { type: 'string', value: 'DECIMAL', help: 'a breach closes back on this side of it' },
    target: { type: 'string', value: 'DECIMAL', help: 'what a cure aims for' },
    severity: { type: 'string', value: 'HOW', help: SEVERITY_WORDS.join(' or ') },
    remove: { type: 'boolean', help: 'that it should go' },
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: [
    'limit propose main delta-band --level 150000 --close 120000 --reason "a wider band over the weekend"',
    'limit propose main delta-band --remove --reason "the book is closed"',
  ],
  run: (invocation) => withServices(invocation, 'trader', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [portfolioId = '', limitId = ''] = positionals;
  const requestId = requestIdOf(options);
  const change = changeOf(options);
  const request = { requestId, portfolioId, expectedVersion: undefined, limitId, ...change };
  const answer = await services.ask('risk', services.risk, services.risk.proposeLimitChange, request);
  const who = services.asker?.subject ?? 'you';
  terminal.out(
    options.flag('json')
      ? jsonText({ requestId, ...(ProposeLimitChangeResponse.toJSON(answer) as object) })
      : `Proposed ${answer.changeId} as ${who}, at ${place(answer.position)}; another principal approves it with gimbal limit approve ${answer.changeId}.`,
  );
  return 0;
}

function changeOf(options: Options) {
  const reason = options.required('reason', 'a text');
  const [level = '', closeLevel = '', target = ''] = ['level', 'close', 'target'].map((name) => options.text(name));
  const severity = options.oneOf('severity', SEVERITY_WORDS);
  const remove = options.flag('remove');
  const isChange = severity !== undefined || level + closeLevel + target !== '';
  if (remove && isChange) throw usageFailure('Expected either --remove or what the limit should be, were both.');
  if (!remove && !isChange) {
    throw usageFailure('Expected --level, --close, --target, --severity or --remove, was none of them.');
  }
  return { level, closeLevel, target, severity: severityOf(severity), remove, reason };
}

function severityOf(word: (typeof SEVERITY_WORDS)[number] | undefined): LimitSeverity {
  if (word === undefined) return LimitSeverity.LIMIT_SEVERITY_UNSPECIFIED;
  return word === 'soft' ? LimitSeverity.LIMIT_SEVERITY_SOFT : LimitSeverity.LIMIT_SEVERITY_HARD;
}
