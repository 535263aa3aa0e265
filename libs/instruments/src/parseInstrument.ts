import { expiryField } from './expiryText.js';
import { addressField, nameField, pairField, positiveDecimalField, symbolField, tickField } from './fields.js';
import type { Instrument } from './instrument.js';
import { INSTRUMENT_ID_LENGTH_MAX, UNIV3_TICK_MAX } from './limits.js';
import {
  parseEverlasting,
  parseLending,
  parsePower,
  parseSynth,
  parseUniv2,
  parseUniv4,
  parseWrapped,
} from './parseProtocolInstrument.js';
import { parseFailure } from './parseFailure.js';
import type { ParseFailure } from './parseFailure.js';

type Parts = readonly string[];
type Shape = { readonly parts: string; readonly parse: (parts: Parts) => Instrument | ParseFailure };

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ['spot', { parts: 'spot:ASSET', parse: parseSpot }],
  ['perp', { parts: 'perp:venue:PAIR', parse: parsePerp }],
  ['iperp', { parts: 'iperp:venue:PAIR:contractSizeUsd', parse: parsePerp }],
  ['future', { parts: 'future:venue:PAIR:expiry', parse: parseFuture }],
  ['ifuture', { parts: 'ifuture:venue:PAIR:expiry:contractSizeUsd', parse: parseFuture }],
  ['option', { parts: 'option:venue:PAIR:expiry:strike:C|P', parse: parseOption }],
  ['ioption', { parts: 'ioption:venue:PAIR:expiry:strike:C|P', parse: parseOption }],
  ['univ3', { parts: 'univ3:chain:pool:lowerTick:upperTick', parse: parseUniv3 }],
  ['univ2', { parts: 'univ2:chain:pool', parse: parseUniv2 }],
  ['univ4', { parts: 'univ4:chain:poolId:lowerTick:upperTick', parse: parseUniv4 }],
  ['wrapped', { parts: 'wrapped:chain:SYMBOL:UNDERLYING', parse: parseWrapped }],
  ['staked', { parts: 'staked:chain:SYMBOL:UNDERLYING', parse: parseWrapped }],
  ['power', { parts: 'power:venue:PAIR:power:fundingHours', parse: parsePower }],
  ['everlasting', { parts: 'everlasting:venue:PAIR:strike:C|P:fundingHours', parse: parseEverlasting }],
  ['lending', { parts: 'lending:protocol:chain:ASSET:supply|debt', parse: parseLending }],
  ['synth', { parts: 'synth:venue:SYMBOL:UNDERLYING', parse: parseSynth }],
  ['debtshare', { parts: 'debtshare:venue:SYMBOL:UNDERLYING', parse: parseSynth }],
  ['powerperp', { parts: 'powerperp:chain:SYMBOL', parse: parsePowerPerp }],
]);

/** Reads an instrument's id. Never throws: what isn't an id comes back as the field that is wrong and why. */
export function parseInstrument(id: string): Instrument | ParseFailure {
  if (id.length > INSTRUMENT_ID_LENGTH_MAX) {
    return parseFailure('id', `at most ${INSTRUMENT_ID_LENGTH_MAX} characters`, `${id.slice(0, 32)}…`);
  }
  const parts = id.split(':');
  const shape = SHAPES.get(parts[0] ?? '');
  if (shape === undefined) return parseFailure('kind', `one of ${[...SHAPES.keys()].join(', ')}`, parts[0] ?? '');
  if (parts.length !== shape.parts.split(':').length) return parseFailure('id', shape.parts, id);
  return shape.parse(parts);
}

function parseSpot([, assetText = '']: Parts): Instrument | ParseFailure {
  const asset = symbolField('asset', assetText);
  return asset.ok ? { kind: 'spot', asset: asset.value } : asset.failure;
}

function parsePerp([kind, venueText = '', pairText = '', sizeText = '']: Parts): Instrument | ParseFailure {
  const venue = nameField('venue', venueText);
  if (!venue.ok) return venue.failure;
  const pair = pairField('pair', pairText);
  if (!pair.ok) return pair.failure;
  const market = { kind: 'perp', venue: venue.value, ...pair.value } as const;
  if (kind === 'perp') return { ...market, inverse: false };
  const size = positiveDecimalField('contractSizeUsd', sizeText);
  return size.ok ? { ...market, inverse: true, contractSizeUsd: size.value } : size.failure;
}

function parseFuture([kind, venueText = '', pairText = '', expiryText = '', sizeText = '']: Parts):
  Instrument | ParseFailure {
  const venue = nameField('venue', venueText);
  if (!venue.ok) return venue.failure;
  const pair = pairField('pair', pairText);
  if (!pair.ok) return pair.failure;
  const expiry = expiryField('expiry', expiryText);
  if (!expiry.ok) return expiry.failure;
  const contract = { kind: 'future', venue: venue.value, ...pair.value, expiryMs: expiry.value } as const;
  if (kind === 'future') return { ...contract, inverse: false };
  const size = positiveDecimalField('contractSizeUsd', sizeText);
  return size.ok ? { ...contract, inverse: true, contractSizeUsd: size.value } : size.failure;
}

function parseOption(parts: Parts): Instrument | ParseFailure {
  const [kind, venueText = '', pairText = '', expiryText = '', strikeText = '', rightText = ''] = parts;
  const venue = nameField('venue', venueText);
  if (!venue.ok) return venue.failure;
  const pair = pairField('pair', pairText);
  if (!pair.ok) return pair.failure;
  const expiry = expiryField('expiry', expiryText);
  if (!expiry.ok) return expiry.failure;
  const strike = positiveDecimalField('strike', strikeText);
  if (!strike.ok) return strike.failure;
  if (rightText !== 'C' && rightText !== 'P') return parseFailure('right', 'C or P', rightText);
  return {
    kind: 'option',
    venue: venue.value,
    ...pair.value,
    expiryMs: expiry.value,
    strike: strike.value,
    right: rightText === 'C' ? 'call' : 'put',
    inverse: kind === 'ioption',
  };
}

function parseUniv3([, chainText = '', poolText = '', lowerText = '', upperText = '']: Parts):
  Instrument | ParseFailure {
  const chain = nameField('chain', chainText);
  if (!chain.ok) return chain.failure;
  const pool = addressField('pool', poolText);
  if (!pool.ok) return pool.failure;
  const lower = tickField('lowerTick', lowerText, UNIV3_TICK_MAX);
  if (!lower.ok) return lower.failure;
  const upper = tickField('upperTick', upperText, UNIV3_TICK_MAX);
  if (!upper.ok) return upper.failure;
  if (upper.value <= lower.value) return parseFailure('upperTick', `a tick above lowerTick ${lower.value}`, upperText);
  return {
    kind: 'univ3',
    chain: chain.value,
    pool: pool.value,
    lowerTick: lower.value,
    upperTick: upper.value,
  };
}

function parsePowerPerp([, chainText = '', symbolText = '']: Parts): Instrument | ParseFailure {
  const chain = nameField('chain', chainText);
  if (!chain.ok) return chain.failure;
  const symbol = symbolField('symbol', symbolText);
  return symbol.ok ? { kind: 'powerperp', chain: chain.value, symbol: symbol.value } : symbol.failure;
}
