import { RequestWaiverResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { parseTime } from '../../arguments/parseTime.js';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { moment, place } from '../../formatting/moments.js';

export const waiverRequestCommand: Command = {
  name: 'waiver request',
  operands: 'PORTFOLIO LIMIT',
  operandCount: { min: 2, max: 2 },
  summary: 'Asks that a limit may be passed up to a level until a time.',
  details: [
    'TIME is UTC, 21:45 on the day of the domain clock or 2023-08-17T21:45. Another principal grants it: waiver grant.',
  ],
  options: {
    level: { type: 'string', value: 'DECIMAL', help: "the limit's level meanwhile, looser than its own" },
    until: { type: 'string', value: 'TIME', help: 'when the limit holds again' },
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: ['waiver request main delta-band --level 200000 --until 23:30 --reason "the hedge is under way"'],
  run: (invocation) => withServices(invocation, 'trader', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [portfolioId = '', limitId = ''] = positionals;
  const level = options.required('level', 'a decimal number');
  const until = options.required('until', 'a time');
  const reason = options.required('reason', 'a text');
  // A wrong time is refused before anybody is asked.
  parseTime('until', until, 0n);
  const { risk } = services;
  const { cut } = await services.ask('risk', risk, risk.getPortfolio, { portfolioId, minPosition: undefined });
  const expiresAtUs = parseTime('until', until, cut?.timeUs ?? 0n);
  const requestId = requestIdOf(options);
  const request = { requestId, portfolioId, expectedVersion: undefined, limitId, level, expiresAtUs, reason };
  const answer = await services.ask('risk', risk, risk.requestWaiver, request);
  const who = services.asker?.subject ?? 'you';
  terminal.out(
    options.flag('json')
      ? jsonText({ requestId, ...(RequestWaiverResponse.toJSON(answer) as object) })
      : `Asked for ${answer.waiverId} until ${moment(expiresAtUs)} as ${who}, at ${place(answer.position)}; another principal grants it with gimbal waiver grant ${answer.waiverId}.`,
  );
  return 0;
}
