import { type EvmRead, callReader } from '../abi/readCall.js';
import { refusal, type Refusal, shown } from '../abi/reading.js';
import { BYTES32_SYMBOL_ABI, ERC20_ABI } from './erc20Abi.js';
import { SYMBOL_CHARS_MAX } from './limits.js';

const readStandard = callReader(ERC20_ABI);
const readWord = callReader(BYTES32_SYMBOL_ABI);

/**
 * A token's symbol, as text or as 32 bytes padded with zeros. It is a name to show and never an identity: anybody may call
 * a token USDC.
 */
export function readTokenSymbol(read: EvmRead): { readonly kind: 'symbol'; readonly symbol: string } | Refusal {
  const standard = readStandard(read);
  if (standard.kind === 'call' && standard.call.functionName === 'symbol') return visible(standard.call.result);
  const word = readWord(read);
  if (word.kind === 'refused') return word;
  const bytes = Buffer.from(word.call.result.slice(2), 'hex');
  const end = bytes.indexOf(0);
  return visible(bytes.subarray(0, end === -1 ? bytes.length : end).toString('utf8'));
}

/** ASCII that one can see: what can't be told apart on a screen, or turns it around, isn't shown at all. */
function visible(symbol: string): { readonly kind: 'symbol'; readonly symbol: string } | Refusal {
  if (symbol.length <= SYMBOL_CHARS_MAX && /^[\x21-\x7e]+$/.test(symbol)) return { kind: 'symbol', symbol };
  const found = shown(JSON.stringify(symbol));
  return refusal(
    'impossible_value',
    `Expected a symbol of 1 to ${SYMBOL_CHARS_MAX} visible ASCII characters, was ${found}.`,
  );
}
