import {
  nameField,
  pairField,
  poolIdField,
  positiveDecimalField,
  symbolField,
  tickField,
  addressField,
} from './fields.js';
import type { Instrument } from './instrument.js';
import { UNIV3_TICK_MAX } from './limits.js';
import { parseFailure, type ParseFailure } from './parseFailure.js';

type Parts = readonly string[];
type Parsed = Instrument | ParseFailure;

/** `wrapped:chain:SYMBOL:UNDERLYING`, and the same for `staked`. */
export function parseWrapped([kind, chainText = '', symbolText = '', underlyingText = '']: Parts): Parsed {
  const chain = nameField('chain', chainText);
  if (!chain.ok) return chain.failure;
  const symbol = symbolField('symbol', symbolText);
  if (!symbol.ok) return symbol.failure;
  const underlying = symbolField('underlying', underlyingText);
  if (!underlying.ok) return underlying.failure;
  const asset = { chain: chain.value, symbol: symbol.value, underlying: underlying.value };
  return { kind: kind === 'staked' ? 'staked' : 'wrapped', ...asset };
}

/** `power:venue:PAIR:power:fundingHours`. */
export function parsePower([, venueText = '', pairText = '', powerText = '', hoursText = '']: Parts): Parsed {
  const venue = nameField('venue', venueText);
  if (!venue.ok) return venue.failure;
  const pair = pairField('pair', pairText);
  if (!pair.ok) return pair.failure;
  const power = positiveDecimalField('power', powerText);
  if (!power.ok) return power.failure;
  const hours = positiveDecimalField('fundingHours', hoursText);
  if (!hours.ok) return hours.failure;
  return { kind: 'power', venue: venue.value, ...pair.value, power: power.value, fundingHours: hours.value };
}

/** `everlasting:venue:PAIR:strike:C|P:fundingHours`. */
export function parseEverlasting(parts: Parts): Parsed {
  const [, venueText = '', pairText = '', strikeText = '', rightText = '', hoursText = ''] = parts;
  const venue = nameField('venue', venueText);
  if (!venue.ok) return venue.failure;
  const pair = pairField('pair', pairText);
  if (!pair.ok) return pair.failure;
  const strike = positiveDecimalField('strike', strikeText);
  if (!strike.ok) return strike.failure;
  if (rightText !== 'C' && rightText !== 'P') return parseFailure('right', 'C or P', rightText);
  const hours = positiveDecimalField('fundingHours', hoursText);
  if (!hours.ok) return hours.failure;
  const right = rightText === 'C' ? 'call' : 'put';
  return {
    kind: 'everlasting',
    venue: venue.value,
    ...pair.value,
    strike: strike.value,
    right,
    fundingHours: hours.value,
  };
}

/** `univ2:chain:pool`. */
export function parseUniv2([, chainText = '', poolText = '']: Parts): Parsed {
  const chain = nameField('chain', chainText);
  if (!chain.ok) return chain.failure;
  const pool = addressField('pool', poolText);
  return pool.ok ? { kind: 'univ2', chain: chain.value, pool: pool.value } : pool.failure;
}

/** `univ4:chain:poolId:lowerTick:upperTick`. */
export function parseUniv4([, chainText = '', poolText = '', lowerText = '', upperText = '']: Parts): Parsed {
  const chain = nameField('chain', chainText);
  if (!chain.ok) return chain.failure;
  const poolId = poolIdField('poolId', poolText);
  if (!poolId.ok) return poolId.failure;
  const lower = tickField('lowerTick', lowerText, UNIV3_TICK_MAX);
  if (!lower.ok) return lower.failure;
  const upper = tickField('upperTick', upperText, UNIV3_TICK_MAX);
  if (!upper.ok) return upper.failure;
  if (upper.value <= lower.value) return parseFailure('upperTick', `a tick above lowerTick ${lower.value}`, upperText);
  const ticks = { lowerTick: lower.value, upperTick: upper.value };
  return { kind: 'univ4', chain: chain.value, poolId: poolId.value, ...ticks };
}

/** `lending:protocol:chain:ASSET:supply|debt`. */
export function parseLending(parts: Parts): Parsed {
  const [, protocolText = '', chainText = '', assetText = '', sideText = ''] = parts;
  const protocol = nameField('protocol', protocolText);
  if (!protocol.ok) return protocol.failure;
  const chain = nameField('chain', chainText);
  if (!chain.ok) return chain.failure;
  const asset = symbolField('asset', assetText);
  if (!asset.ok) return asset.failure;
  if (sideText !== 'supply' && sideText !== 'debt') return parseFailure('side', 'supply or debt', sideText);
  return { kind: 'lending', protocol: protocol.value, chain: chain.value, asset: asset.value, side: sideText };
}

/** `synth:venue:SYMBOL:UNDERLYING`, and the same for `debtshare`. */
export function parseSynth([kind, venueText = '', symbolText = '', underlyingText = '']: Parts): Parsed {
  const venue = nameField('venue', venueText);
  if (!venue.ok) return venue.failure;
  const symbol = symbolField('symbol', symbolText);
  if (!symbol.ok) return symbol.failure;
  const underlying = symbolField('underlying', underlyingText);
  if (!underlying.ok) return underlying.failure;
  const asset = { venue: venue.value, symbol: symbol.value, underlying: underlying.value };
  return { kind: kind === 'synth' ? 'synth' : 'debtshare', ...asset };
}
