import { chainParitySuite } from '../../chain/chainParitySuite.ts';

export default chainParitySuite('ingestion-chain');
