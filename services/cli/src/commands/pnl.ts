import { ExplainPnlResponse, ListPnlResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { isClock, parseTime } from '../arguments/parseTime.js';
import { CliFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { explainedText, incidentText, periodsText } from '../formatting/pnlText.js';
import { LONG_CALL_DEADLINE_MS } from '../limits.js';

export const pnlCommand: Command = {
  name: 'pnl',
  operands: 'PORTFOLIO',
  operandCount: { min: 1, max: 1 },
  summary: 'Shows why the value of a portfolio changed: by hour, by day, or between two times.',
  details: [
    'The P&L is the ledger’s: value at the end less value at the start less what was moved in.',
    'residual is what the terms leave of it; a residual above 1 % of gross, the sum of the sizes of all terms, opens an incident.',
    'With --from or --to the log is refolded. TIME is UTC, 21:45 or 21:45:23 on the day of the portfolio’s newest exposure, or 2023-08-17T21:45:23Z.',
  ],
  options: {
    period: { type: 'string', value: 'PERIOD', help: 'hour or day; day unless said' },
    from: { type: 'string', value: 'TIME', help: 'explain from then; the beginning of the day unless said' },
    to: { type: 'string', value: 'TIME', help: 'explain up to then; now unless said' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['pnl main', 'pnl main --period hour', 'pnl main --from 21:40 --to 21:50'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run(invocation: Invocation, services: Services): Promise<0> {
  const { options } = invocation;
  if (options.text('from') !== undefined || options.text('to') !== undefined) return between(invocation, services);
  const { positionals, terminal } = invocation;
  const [portfolioId = ''] = positionals;
  const period = options.text('period') ?? 'day';
  if (period !== 'hour' && period !== 'day')
    throw new CliFailure(`Expected --period with hour or day, was "${period}".`);
  const { risk } = services;
  const request = { portfolioId, period, fromTimeUs: 0n, toTimeUs: 0n, minPosition: undefined };
  const answer = await services.ask('risk', risk, risk.listPnl, request);
  if (options.flag('json')) terminal.out(jsonText(ListPnlResponse.toJSON(answer)));
  else if (answer.periods.length === 0)
    terminal.out(`No ${period} of ${portfolioId} is over yet: --from explains it so far.`);
  else terminal.out([periodsText(answer.periods), ...answer.incidents.map(incidentText)].join('\n'));
  return 0;
}

async function between({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [portfolioId = ''] = positionals;
  const { risk } = services;
  const times = [options.text('from'), options.text('to')].filter((text) => text !== undefined);
  for (const text of times) parseTime('from', text, 0n);
  const newest = times.some(isClock)
    ? await services.ask('risk', risk, risk.getExposure, { portfolioId, asOf: undefined, minPosition: undefined })
    : undefined;
  const dayUs = newest?.exposure?.cut?.timeUs ?? 0n;
  const timeOf = (name: 'from' | 'to'): bigint => {
    const text = options.text(name);
    return text === undefined ? 0n : parseTime(name, text, dayUs);
  };
  const answer = await services.ask(
    'risk',
    risk,
    risk.explainPnl,
    {
      portfolioId,
      fromTimeUs: timeOf('from'),
      toTimeUs: timeOf('to'),
      fromExposureSequence: 0n,
      toExposureSequence: 0n,
    },
    LONG_CALL_DEADLINE_MS,
  );
  if (options.flag('json')) terminal.out(jsonText(ExplainPnlResponse.toJSON(answer)));
  else if (answer.explained !== undefined) terminal.out(explainedText(answer.explained));
  return 0;
}
