import { encodeAbiParameters, type Hex, parseAbiParameters } from 'viem';
import type { ContractCall } from '../contracts.ts';
import type { V4Key, V4World } from './v4World.ts';

export interface PositionTerms {
  readonly lowerTick: number;
  readonly upperTick: number;
  readonly liquidity: bigint;
}

type Managers = Pick<V4World, 'positionManager'>;

/** Actions of the v4 position manager (Actions.sol of v4-periphery 1.0.3). */
const INCREASE = '00';
const DECREASE = '01';
const MINT = '02';
const BURN = '03';
const SETTLE = '0b';
const TAKE_PAIR = '11';

const FAR_FUTURE_SECONDS = 2n ** 40n;
const MAX_UINT128 = 2n ** 128n - 1n;
/** More than any of these positions costs: what is too much comes back with the pair. */
const PAID_IN = 10n ** 24n;
const KEY = '(address currency0, address currency1, uint24 fee, int24 tickSpacing, address hooks)';

const MINT_TYPES = parseAbiParameters(`${KEY}, int24, int24, uint256, uint128, uint128, address, bytes`);
const CHANGE_TYPES = parseAbiParameters('uint256, uint256, uint128, uint128, bytes');
const BURN_TYPES = parseAbiParameters('uint256, uint128, uint128, bytes');
const SETTLE_TYPES = parseAbiParameters('address, uint256, bool');
const PAIR_TYPES = parseAbiParameters('address, address, address');
const UNLOCK_TYPES = parseAbiParameters('bytes, bytes[]');

export function v4Mint(managers: Managers, key: V4Key, terms: PositionTerms, owner: Hex): ContractCall {
  const { lowerTick, upperTick, liquidity } = terms;
  const values = [key, lowerTick, upperTick, liquidity, MAX_UINT128, MAX_UINT128, owner, '0x'] as const;
  const mint = encodeAbiParameters(MINT_TYPES, values as never);
  return paidIn(managers, key, MINT, mint, owner);
}

export function v4Increase(
  managers: Managers,
  key: V4Key,
  tokenId: bigint,
  liquidity: bigint,
  owner: Hex,
): ContractCall {
  const change = encodeAbiParameters(CHANGE_TYPES, [tokenId, liquidity, MAX_UINT128, MAX_UINT128, '0x']);
  return paidIn(managers, key, INCREASE, change, owner);
}

/** Of 0 it only collects what is owed. */
export function v4Decrease(
  managers: Managers,
  key: V4Key,
  tokenId: bigint,
  liquidity: bigint,
  recipient: Hex,
): ContractCall {
  const change = encodeAbiParameters(CHANGE_TYPES, [tokenId, liquidity, 0n, 0n, '0x']);
  return modify(managers, [DECREASE, TAKE_PAIR], [change, pairTo(key, recipient)]);
}

export function v4Burn(managers: Managers, key: V4Key, tokenId: bigint, recipient: Hex): ContractCall {
  const burn = encodeAbiParameters(BURN_TYPES, [tokenId, 0n, 0n, '0x']);
  return modify(managers, [BURN, TAKE_PAIR], [burn, pairTo(key, recipient)]);
}

/** The position manager pays too much of both out of its own purse, and the owner takes the rest. */
function paidIn(managers: Managers, key: V4Key, action: string, params: Hex, owner: Hex): ContractCall {
  const settle = (currency: Hex): Hex => encodeAbiParameters(SETTLE_TYPES, [currency, PAID_IN, false]);
  const { currency0, currency1 } = key;
  return modify(
    managers,
    [action, SETTLE, SETTLE, TAKE_PAIR],
    [params, settle(currency0), settle(currency1), pairTo(key, owner)],
  );
}

function pairTo({ currency0, currency1 }: V4Key, recipient: Hex): Hex {
  return encodeAbiParameters(PAIR_TYPES, [currency0, currency1, recipient]);
}

function modify({ positionManager }: Managers, actions: readonly string[], params: readonly Hex[]): ContractCall {
  const unlock = encodeAbiParameters(UNLOCK_TYPES, [`0x${actions.join('')}`, params]);
  return { contract: positionManager, name: 'modifyLiquidities', args: [unlock, FAR_FUTURE_SECONDS] };
}
