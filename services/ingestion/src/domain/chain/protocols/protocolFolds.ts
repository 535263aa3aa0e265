import type { ProtocolId } from '../chainFact.js';
import { erc20Fold } from './erc20/erc20Fold.js';
import type { ProtocolFold } from './protocolFold.js';

/** The fold of each protocol that is followed. */
export type ProtocolFolds = Readonly<Partial<Record<ProtocolId, ProtocolFold>>>;

export const protocolFolds: ProtocolFolds = { erc20: erc20Fold };
