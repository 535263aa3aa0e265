import { chainParitySuite } from '../../chain/chainParitySuite.ts';

export default chainParitySuite('evm-connector');
