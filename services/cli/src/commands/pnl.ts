import { ExplainPnlResponse, ListPnlResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Options } from '../arguments/options.js';
import { isClock, parseTime } from '../arguments/parseTime.js';
import { usageFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { listedText } from '../formatting/pnlListedText.js';
import { explainedText } from '../formatting/pnlText.js';
import { LONG_CALL_DEADLINE_MS } from '../limits.js';

export const pnlCommand: Command = {
  name: 'pnl',
  operands: 'PORTFOLIO',
  operandCount: { min: 1, max: 1 },
  summary: 'Shows why the value of a portfolio changed: by hour, by day, or between two times.',
  details: [
    'The P&L is the ledger’s: value at the end less value at the start less what was moved in.',
    'Those values have funding and fees that have accrued and that nobody has paid out yet; `exposure` shows the value without them.',
    'residual is what the terms leave of it; a residual above 1 % of gross, the sum of the sizes of all terms, opens an incident.',
    'The hour or day that is not over is shown so far, through the newest exposure.',
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
  const period = options.oneOf('period', ['hour', 'day']) ?? 'day';
  const { risk } = services;
  const request = { portfolioId, period, fromTimeUs: 0n, toTimeUs: 0n, minPosition: undefined };
  const answer = await services.ask('risk', risk, risk.listPnl, request);
  terminal.out(options.flag('json') ? jsonText(ListPnlResponse.toJSON(answer)) : listedText(portfolioId, answer));
  return 0;
}

async function between({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [portfolioId = ''] = positionals;
  const { risk } = services;
  const times = [options.text('from'), options.text('to')].filter((text) => text !== undefined);
  // Wrong times, and an end before its beginning, are refused before anybody is asked, where the day doesn't matter.
  refuseBackwards(options, 0n);
  const newest = times.some(isClock)
    ? await services.ask('risk', risk, risk.getExposure, { portfolioId, asOf: undefined, minPosition: undefined })
    : undefined;
  const dayUs = newest?.exposure?.cut?.timeUs ?? 0n;
  refuseBackwards(options, dayUs);
  const answer = await services.ask(
    'risk',
    risk,
    risk.explainPnl,
    {
      portfolioId,
      fromTimeUs: timeOf(options, 'from', dayUs),
      toTimeUs: timeOf(options, 'to', dayUs),
      fromExposureSequence: 0n,
      toExposureSequence: 0n,
    },
    LONG_CALL_DEADLINE_MS,
  );
  if (options.flag('json')) terminal.out(jsonText(ExplainPnlResponse.toJSON(answer)));
  else if (answer.explained !== undefined) terminal.out(explainedText(answer.explained));
  return 0;
}

/** Zero where the option wasn't given. */
function timeOf(options: Options, name: 'from' | 'to', dayUs: bigint): bigint {
  const text = options.text(name);
  return text === undefined ? 0n : parseTime(name, text, dayUs);
}

/** A day of zero isn't known yet: then only times of one kind can be compared. */
function refuseBackwards(options: Options, dayUs: bigint): void {
  const [fromUs, toUs] = [timeOf(options, 'from', dayUs), timeOf(options, 'to', dayUs)];
  const [from, to] = [options.text('from'), options.text('to')];
  if (from === undefined || to === undefined || fromUs < toUs) return;
  if (dayUs === 0n && isClock(from) !== isClock(to)) return;
  throw usageFailure(`Expected --from before --to, was ${from} and ${to}.`);
}
