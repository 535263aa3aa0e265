import { healthSensitivitiesV2 } from './healthSensitivitiesV2.js';
import { liquidationCallV2 } from './liquidationCallV2.js';
import { liquidationPriceV2 } from './liquidationPriceV2.js';
import { repayForHealthV2 } from './repayForHealthV2.js';
import { userAccountDataV2 } from './userAccountDataV2.js';

/** Aave v2 with ETH as its base currency: verified against its contracts, see test/chain. */
export const aaveV2 = {
  id: 'aave-v2',
  userAccountData: userAccountDataV2,
  liquidationCall: liquidationCallV2,
  liquidationPrice: liquidationPriceV2,
  repayForHealth: repayForHealthV2,
  healthSensitivities: healthSensitivitiesV2,
} as const;
