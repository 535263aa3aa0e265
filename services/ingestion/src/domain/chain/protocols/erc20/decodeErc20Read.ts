import { type CallAnswer, readResult, unknownFunction } from '../abi/readResult.js';
import { type CallReading, refusal, shown } from '../abi/reading.js';
import { BYTES32_SYMBOL_ABI, ERC20_ABI } from './erc20Abi.js';
import type { Erc20Value } from './erc20Facts.js';
import { SYMBOL_CHARS_MAX } from './limits.js';

/** What a token answers about itself and about a holder. */
export function decodeErc20Read(answer: CallAnswer): CallReading<Erc20Value> {
  switch (answer.function) {
    case 'balanceOf': {
      const read = readResult(ERC20_ABI, 'balanceOf', answer);
      return read.kind === 'refused' ? read : { kind: 'value', value: { kind: 'balance', units: read.value } };
    }
    case 'totalSupply': {
      const read = readResult(ERC20_ABI, 'totalSupply', answer);
      return read.kind === 'refused' ? read : { kind: 'value', value: { kind: 'total_supply', units: read.value } };
    }
    case 'decimals': {
      const read = readResult(ERC20_ABI, 'decimals', answer);
      return read.kind === 'refused' ? read : { kind: 'value', value: { kind: 'decimals', decimals: read.value } };
    }
    case 'symbol':
      return symbolOf(answer);
    default:
      return unknownFunction(answer.function, ERC20_ABI);
  }
}

/** A name to show and never an identity: anybody may call a token USDC. */
function symbolOf(answer: CallAnswer): CallReading<Erc20Value> {
  const text = readResult(ERC20_ABI, 'symbol', answer);
  if (text.kind === 'value') return symbol(text.value);
  const word = readResult(BYTES32_SYMBOL_ABI, 'symbol', answer);
  if (word.kind === 'refused') return text;
  const bytes = Buffer.from(word.value.slice(2), 'hex');
  const end = bytes.indexOf(0);
  return symbol(bytes.subarray(0, end === -1 ? bytes.length : end).toString('utf8'));
}

function symbol(text: string): CallReading<Erc20Value> {
  // Letters, digits and marks of ASCII: what can't be told apart on a screen (or turns it around) isn't shown at all.
  if (text.length > SYMBOL_CHARS_MAX || !/^[\x21-\x7e]+$/.test(text)) {
    return refusal(
      'impossible_value',
      `Expected a symbol of 1 to ${SYMBOL_CHARS_MAX} visible ASCII characters, was ${shown(JSON.stringify(text))}.`,
    );
  }
  return { kind: 'value', value: { kind: 'symbol', symbol: text } };
}
