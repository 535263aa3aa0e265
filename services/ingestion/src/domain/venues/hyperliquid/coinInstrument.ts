import { instrumentIdOrNone } from '../instrumentIdOrNone.js';
import { instrumentFact } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import type { HyperliquidMessage } from './venueMessage.js';

/** Why Gimbal has no instrument for a coin, or undefined when it has: a perpetual of the venue's own exchange. */
export function notModelledCoin(coin: string): string | undefined {
  if (coin.startsWith('@') || coin.includes('/')) return 'spot pair';
  if (coin.startsWith('+') || coin.startsWith('#')) return 'outcome';
  // Builders choose the collateral of their exchange, which need not be worth a dollar.
  if (coin.includes(':')) return "perpetual of a builder's exchange";
  return instrumentIdOrNone(`perp:hyperliquid:${coin}-USD`) === '' ? 'symbol' : undefined;
}

/** The instrument of a coin; undefined for one that isn't modelled, which is said once per connection. */
export function coinInstrument(message: HyperliquidMessage, coin: string): string | undefined {
  const known = message.session.specified.get(coin);
  if (known !== undefined && known.startsWith('perp:')) return known.slice(0, known.indexOf('|'));
  const notModelled = notModelledCoin(coin);
  if (notModelled === undefined) return `perp:hyperliquid:${coin}-USD`;
  sayNotModelled(message, coin, notModelled);
  return undefined;
}

export function sayNotModelled(message: HyperliquidMessage, coin: string, notModelled: string): void {
  const { session, observations, changes, source, receivedAtUs } = message;
  // What is read after a failure is nothing to say.
  if (message.fields.failure !== undefined || session.specified.has(coin) || message.notModelled.has(coin)) return;
  message.notModelled.add(coin);
  observations.push(instrumentFact(source, { symbol: coin, notModelled, observedAtUs: receivedAtUs }));
  changes.push(() => remember(session.specified, coin, notModelled));
}
