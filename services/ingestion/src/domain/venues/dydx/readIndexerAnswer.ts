import { isRawObject } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { readBookAnswer } from './readBooks.js';
import { readHistoricalFunding, readMarkets, readTrades } from './readMarkets.js';
import { missedTradesOf } from './missedTrades.js';
import { readMissedTrades } from './readMissedTrades.js';
import { readFills, readOrder, readOrders } from './readOrders.js';
import { readAddress, readBalances, readPositions, readSubaccountSnapshot } from './readSubaccounts.js';
import type { DydxMessage } from './venueMessage.js';

/** Reads an answer; `name` is what the path names after its pattern, `query` what stands behind it. */
type AnswerReader = (
  message: DydxMessage,
  name: string,
  query: ReadonlyMap<string, string>,
  response: RawJson | undefined,
  asked: RawObject,
) => void;

const nothing = (): void => undefined;

const PATHS: readonly (readonly [pattern: RegExp, reader: AnswerReader])[] = [
  [/^\/v4\/perpetualMarkets$/, (message, _name, _query, answer) => readMarkets(message, objectOf(message, answer))],
  [
    /^\/v4\/orderbooks\/perpetualMarket\/([^/]+)$/,
    (message, ticker, _query, answer) => readBookAnswer(message, ticker, objectOf(message, answer)),
  ],
  [
    /^\/v4\/trades\/perpetualMarket\/([^/]+)$/,
    (message, part, query, answer, asked) => {
      const [ticker, contents] = [tickerOf(part), objectOf(message, answer)];
      const missed = missedTradesOf(message, query, asked);
      if (missed === undefined) readTrades(message, ticker, contents, { whole: true });
      else readMissedTrades(message, ticker, contents, missed);
    },
  ],
  [
    /^\/v4\/historicalFunding\/([^/]+)$/,
    (message, _ticker, _query, answer) => readHistoricalFunding(message, objectOf(message, answer)),
  ],
  [/^\/v4\/candles\/perpetualMarkets\/([^/]+)$/, nothing],
  [/^\/v4\/time$/, nothing],
  [/^\/v4\/height$/, nothing],
  [
    /^\/v4\/addresses\/([^/]+)$/,
    (message, _address, _query, answer) => readAddress(message, objectOf(message, answer)),
  ],
  [
    /^\/v4\/addresses\/([^/]+\/subaccountNumber\/[0-9]+)$/,
    (message, name, _query, answer) =>
      readSubaccountSnapshot(message, name.replace('/subaccountNumber/', '/'), objectOf(message, answer)),
  ],
  [
    /^\/v4\/perpetualPositions$/,
    (message, _name, query, answer) =>
      readPositions(message, subaccountOf(message, query), objectOf(message, answer)['positions']),
  ],
  [
    /^\/v4\/assetPositions$/,
    (message, _name, query, answer) =>
      readBalances(message, subaccountOf(message, query), objectOf(message, answer)['positions']),
  ],
  [/^\/v4\/orders$/, (message, _name, query, answer) => readOrders(message, subaccountOf(message, query), answer)],
  [
    /^\/v4\/orders\/([^/]+)$/,
    (message, _name, query, answer) => readOrder(message, subaccountOf(message, query), objectOf(message, answer)),
  ],
  [
    /^\/v4\/fills$/,
    (message, _name, query, answer) =>
      readFills(
        message,
        subaccountOf(message, query),
        message.fields.list(objectOf(message, answer)['fills'], 'fills'),
      ),
  ],
  [/^\/v4\/transfers$/, nothing],
];

/** Answers name neither question nor account, so each is read beside the path that it answers. */
export function readIndexerAnswer(message: DydxMessage, request: RawObject, response: RawJson | undefined): void {
  const { fields } = message;
  const asked = fields.text(request, 'path');
  const [path = '', queryText = ''] = asked.split('?', 2);
  for (const [pattern, reader] of PATHS) {
    const match = pattern.exec(path);
    if (match === null) continue;
    if (isRawObject(response) && response['errors'] !== undefined) return sayErrors(message, path, response['errors']);
    const query = new Map(queryText.split('&').map((pair) => [pair.split('=')[0]!, pair.split('=')[1] ?? '']));
    return reader(message, match[1] ?? '', query, response, request);
  }
  fields.fail('request.path', 'a supported kind of request', asked);
}

/** `{errors: [{msg}]}`: what the indexer answers instead, about an account that it doesn't know for one. */
function sayErrors({ fields, problems }: DydxMessage, path: string, errors: RawJson): void {
  const said = fields.list(errors, 'errors').map((error) => fields.optionalText(fields.object(error, 'error'), 'msg'));
  problems.push({ kind: 'venue', subject: path.slice(0, 200), detail: said.join(' ').slice(0, 500) });
}

/** As it was encoded for the path; whatever isn't encoded ASCII stands for itself. */
function tickerOf(part: string): string {
  return /%(?![0-7][0-9A-Fa-f])/.test(part) ? part : decodeURIComponent(part);
}

function objectOf({ fields }: DydxMessage, answer: RawJson | undefined): RawObject {
  return fields.object(answer, 'response');
}

function subaccountOf({ fields }: DydxMessage, query: ReadonlyMap<string, string>): string {
  const [address, number] = [query.get('address') ?? '', query.get('subaccountNumber') ?? ''];
  if (address === '' || !/^[0-9]{1,9}$/.test(number))
    fields.fail('request.path', 'address and subaccountNumber', address);
  return `${address}/${number}`;
}
