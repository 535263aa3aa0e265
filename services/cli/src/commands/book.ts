import { randomUUID } from 'node:crypto';
import {
  BookTradeRequest,
  type BookTradeResponse,
  CorrectTradeRequest,
  type CorrectTradeResponse,
} from '@gimbal/contracts/risk/v1/risk_service';
import type { Options } from '../arguments/options.js';
import { parseTime } from '../arguments/parseTime.js';
import { CliFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { place } from '../formatting/moments.js';

export const bookCommand: Command = {
  name: 'book',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Books a trade, or corrects one that is booked.',
  details: [
    'A negative quantity sells. A price of 0 moves a balance in or out: it has no cash leg.',
    'With --correct the quantity, price and fee of a booked trade are replaced; a quantity of 0 cancels it.',
    'It counts from the next step on.',
  ],
  options: {
    portfolio: { type: 'string', value: 'PORTFOLIO', help: 'whose book' },
    account: { type: 'string', value: 'ACCOUNT', help: 'an account of the portfolio' },
    instrument: { type: 'string', value: 'INSTRUMENT', help: 'for example spot:WETH or perp:paper:ETH-USD' },
    quantity: { type: 'string', value: 'DECIMAL', help: 'units of the instrument' },
    price: { type: 'string', value: 'DECIMAL', help: 'quote instrument per unit' },
    fee: { type: 'string', value: 'DECIMAL', help: 'what the desk paid, in the quote instrument; 0 unless said' },
    quote: { type: 'string', value: 'INSTRUMENT', help: 'spot:USDC unless said' },
    venue: { type: 'string', value: 'VENUE', help: "the account's unless said" },
    'trade-id': { type: 'string', value: 'ID', help: "the venue's; a trade is booked once. A random one unless said" },
    at: { type: 'string', value: 'TIME', help: 'when it was done, UTC; the domain clock unless said' },
    correct: { type: 'string', value: 'TRADE_ID', help: 'the trade that is corrected' },
    reason: { type: 'string', value: 'TEXT', help: 'why it is corrected' },
    'expected-version': { type: 'string', value: 'N', help: 'refused when the portfolio has another' },
    'request-id': {
      type: 'string',
      value: 'ID',
      help: 'so that asking again changes nothing; a random one unless said',
    },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    'book --portfolio main --account paper:main --instrument perp:paper:ETH-USD --quantity -5 --price 1650',
    'book --correct t-17 --portfolio main --venue paper --quantity -4 --price 1650 --reason "one lot less"',
  ],
  run: (invocation) => withServices(invocation, 'trader', (services) => run(invocation, services)),
};

async function run({ options, terminal }: Invocation, services: Services): Promise<0> {
  const isCorrection = options.text('correct') !== undefined;
  const { request, answer } = isCorrection ? await correct(options, services) : await book(options, services);
  const tradeId = request['venueTradeId'];
  if (options.flag('json')) {
    terminal.out(jsonText({ request, position: answer.position, version: answer.version }));
  } else {
    const verb = isCorrection ? 'Corrected' : 'Booked';
    terminal.out(
      `${verb} trade ${String(tradeId)} at ${place(answer.position)}; the portfolio is at version ${answer.version}.`,
    );
  }
  return 0;
}

interface Answered {
  readonly request: Readonly<Record<string, unknown>>;
  readonly answer: BookTradeResponse | CorrectTradeResponse;
}

async function book(options: Options, services: Services): Promise<Answered> {
  const portfolioId = options.required('portfolio', 'a portfolio');
  const accountId = options.required('account', 'an account');
  const instrumentId = options.required('instrument', 'an instrument');
  const quantity = options.required('quantity', 'a decimal number');
  const price = options.required('price', 'a decimal number');
  const at = options.text('at');
  const dayOf = async (): Promise<bigint> => (await portfolio(services, portfolioId)).cut?.timeUs ?? 0n;
  const request: BookTradeRequest = {
    requestId: options.text('request-id') ?? randomUUID(),
    portfolioId,
    expectedVersion: expectedVersion(options),
    accountId,
    venue: options.text('venue') ?? (await venueOf(services, portfolioId, accountId)),
    venueTradeId: options.text('trade-id') ?? randomUUID(),
    instrumentId,
    quantity,
    price,
    quoteInstrumentId: options.text('quote') ?? '',
    fee: options.text('fee') ?? '',
    // Zero is the domain clock to risk: in a replay the wall clock says nothing.
    executedAtUs: at === undefined ? 0n : parseTime('at', at, await dayOf()),
  };
  const { risk } = services;
  const answer = await services.ask('risk', risk, risk.bookTrade, request);
  return { request: BookTradeRequest.toJSON(request) as Record<string, unknown>, answer };
}

async function correct(options: Options, services: Services): Promise<Answered> {
  const request: CorrectTradeRequest = {
    requestId: options.text('request-id') ?? randomUUID(),
    portfolioId: options.required('portfolio', 'a portfolio'),
    expectedVersion: expectedVersion(options),
    venue: options.required('venue', 'the venue of the trade'),
    venueTradeId: options.required('correct', 'a trade'),
    quantity: options.required('quantity', 'a decimal number'),
    price: options.text('price') ?? '',
    fee: options.text('fee') ?? '',
    reason: options.required('reason', 'a text'),
  };
  const { risk } = services;
  const answer = await services.ask('risk', risk, risk.correctTrade, request);
  return { request: CorrectTradeRequest.toJSON(request) as Record<string, unknown>, answer };
}

function expectedVersion(options: Options): bigint | undefined {
  const version = options.number('expected-version', { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true });
  return version === undefined ? undefined : BigInt(version);
}

async function venueOf(services: Services, portfolioId: string, accountId: string): Promise<string> {
  const { accounts } = await portfolio(services, portfolioId);
  const account = accounts.find((candidate) => candidate.accountId === accountId);
  if (account !== undefined) return account.venue;
  const known = accounts.map((candidate) => candidate.accountId).join(', ');
  throw new CliFailure(
    `Expected --account with one of ${known || 'the accounts of the portfolio, which has none'}, was "${accountId}".`,
  );
}

function portfolio(services: Services, portfolioId: string) {
  const { risk } = services;
  return services.ask('risk', risk, risk.getPortfolio, { portfolioId, minPosition: undefined });
}
