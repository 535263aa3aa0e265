import fc from 'fast-check';
import { type Written, members, written } from './writtenJson.scenario.js';

/** Test support: what messages over JSON-RPC are made of, at Deribit as at Derive. */

/** The venue's clock: around the time of receipt, and now and then a step back, or two hours ahead. */
export const timestamp = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom('#1700000000002', '#1700000000003') },
  // Beyond what a double holds in microseconds, and beyond any year that is written in four digits.
  { weight: 1, arbitrary: fc.constantFrom('#9007199254741', '#9007199254999', '#253402300799999', '#900719925474099') },
  { weight: 2, arbitrary: fc.constantFrom('#1699999999000', '#1700007200000', '1700000000002') },
);
export const price = fc
  .integer({ min: 1, max: 80 })
  .chain((units) => fc.constantFrom(`#${units}`, `#${units}.0`, `${units}.50`, `#${units}e0`, `#${units}`));
export const amount = fc.constantFrom('#0', '#0', '#0.0', '0', '#1', '#2.50', '3', '#1e-3', '#12', '1000000.25', '#7');
export const rate = fc.constantFrom('#0.0001', '#-0.0002', '#-1.5e-7', '0', '#0.00001234', '#-0');
export const maybe = (of: fc.Arbitrary<Written>) =>
  fc.oneof({ weight: 8, arbitrary: of }, { weight: 1, arbitrary: fc.constant(null) });

export function notification(channel: string, data: Written): string {
  return written(members({ jsonrpc: '2.0', method: 'subscription', params: members({ channel, data }) }));
}

export function answer(id: string, result: Written): string {
  return written(members({ jsonrpc: '2.0', id, result, usIn: '#1700000000000000', usOut: '#1700000000000100' }));
}

/** What is neither of the two. */
export const otherMessage = fc.constantFrom(
  '{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}',
  '{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}}',
  '{"jsonrpc":"2.0","method":"heartbeat","params":{"type":7}}',
  '{"jsonrpc":"2.0","method":"surprise","params":{}}',
  '{"jsonrpc":"2.0","method":"subscription"}',
  '{"jsonrpc":"2.0","method":"subscription","params":{"channel":7}}',
  '{"jsonrpc":"2.0","method":"subscription","params":{"channel":"","data":{}}}',
  '{"jsonrpc":"2.0","method":"subscription","params":{"channel":"surprise.ETH","data":{}}}',
  '{"jsonrpc":"2.0","method":"subscription","params":{"channel":"quote.BTC-PERPETUAL"}}',
  '{"jsonrpc":"2.0","id":"public/subscribe","result":["quote.BTC-PERPETUAL"]}',
  '{"jsonrpc":"2.0","id":7,"error":{"code":10009,"message":"not_enough_funds"}}',
  '{"jsonrpc":"2.0","id":"private/buy","error":{"code":-1e2,"message":null}}',
  '{"jsonrpc":"2.0","id":"private/buy","error":"no"}',
  '{"jsonrpc":"2.0","id":1.5,"result":{"a":1}}',
  '{"jsonrpc":"2.0","result":null}',
  '{}',
  '[]',
  '7',
);
