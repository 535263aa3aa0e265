import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import { AAVE_POOL_ABI } from './aaveAbi.js';
import type { AavePoolFact } from './aaveFacts.js';

const readPoolEvent = eventReader(AAVE_POOL_ABI);
/** DataTypes.InterestRateMode: 1 is the stable rate, 2 the variable one. */
const STABLE_RATE = 1;

/** What a log of the pool says. Balances follow from the tokens' own logs; these say who did what to whom. */
export function decodeAavePoolLog(log: EvmLog): LogReading<AavePoolFact> {
  const read = readPoolEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'Supply':
      return action('supply', event.args.reserve, event.args.onBehalfOf, event.args.amount);
    case 'Withdraw':
      return action('withdraw', event.args.reserve, event.args.user, event.args.amount);
    case 'Borrow': {
      const { reserve, onBehalfOf, amount, interestRateMode } = event.args;
      const notModelled = interestRateMode === STABLE_RATE ? 'debt at a stable rate' : '';
      return action('borrow', reserve, onBehalfOf, amount, notModelled);
    }
    case 'Repay':
      return action('repay', event.args.reserve, event.args.user, event.args.amount);
    case 'LiquidationCall':
      return facts({
        kind: 'lending_liquidated',
        user: addressText(event.args.user),
        liquidator: addressText(event.args.liquidator),
        collateralReserve: addressText(event.args.collateralAsset),
        debtReserve: addressText(event.args.debtAsset),
        repaidUnits: event.args.debtToCover,
        seizedUnits: event.args.liquidatedCollateralAmount,
      });
    case 'ReserveDataUpdated':
      return facts({
        kind: 'reserve_updated',
        reserve: addressText(event.args.reserve),
        liquidityIndexRay: event.args.liquidityIndex,
        variableBorrowIndexRay: event.args.variableBorrowIndex,
        liquidityRateRay: event.args.liquidityRate,
        variableBorrowRateRay: event.args.variableBorrowRate,
      });
    case 'ReserveUsedAsCollateralEnabled':
    case 'ReserveUsedAsCollateralDisabled':
      return facts({
        kind: 'collateral_use',
        reserve: addressText(event.args.reserve),
        user: addressText(event.args.user),
        enabled: event.eventName === 'ReserveUsedAsCollateralEnabled',
      });
    case 'UserEModeSet':
      return facts({ kind: 'emode_chosen', user: addressText(event.args.user), category: event.args.categoryId });
    case 'DeficitCreated':
      return facts({
        kind: 'deficit_created',
        reserve: addressText(event.args.debtAsset),
        user: addressText(event.args.user),
        units: event.args.amountCreated,
      });
    default:
      return ignored(event.eventName);
  }
}

function action(
  kind: 'supply' | 'withdraw' | 'borrow' | 'repay',
  reserve: string,
  user: string,
  units: bigint,
  notModelled = '',
): LogReading<AavePoolFact> {
  return facts({
    kind: 'lending_action',
    action: kind,
    reserve: addressText(reserve),
    user: addressText(user),
    units,
    notModelled,
  });
}
