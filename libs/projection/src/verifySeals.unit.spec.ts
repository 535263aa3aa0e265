import { generateKeyPairSync } from 'node:crypto';
import { event, toRecord } from '@gimbal/contracts';
import { Sealed } from '@gimbal/contracts/log/v1/log';
import { expect, it } from 'vitest';
import { createSealSigner, pinnedKeys } from './sealKeys.js';
import { genesisHash, sealStatementBytes } from './sealStatement.js';
import { checkSeal } from './verifySeals.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = createSealSigner(privateKey);
const endHash = Buffer.alloc(32, 7);
const previousHash = genesisHash('market', 0);
const statement = { topic: 'market', partition: 0, fromOffset: 0, toOffset: 4, recordCount: 5, previousHash, endHash };
const scope = { topic: 'market', partition: 0, firstOffset: 0, expiryAllowed: false, keys: pinnedKeys([publicKey]) };

/** The seal of five records, with an epoch of its own in its bytes and one in its header. */
function kindOf(epoch: bigint, headerEpoch: bigint): string {
  const { fromOffset, toOffset, recordCount } = statement;
  const seal = event(Sealed, {
    fromOffset: BigInt(fromOffset),
    toOffset: BigInt(toOffset),
    recordCount: BigInt(recordCount),
    previousHash: Buffer.from(previousHash),
    endHash,
    keyId: signer.keyId,
    signature: Buffer.from(signer.sign(sealStatementBytes(statement))),
    epoch,
  });
  const stamp = { id: 'seal', source: 'risk', timeUs: 1n, key: 'k', causationId: 'control', epoch: headerEpoch };
  return checkSeal(scope, { ...toRecord(stamp, seal), offset: 5 }, { from: 0, previousHash, endHash }).kind;
}

it('judges a seal whose epoch is another than its header says as forged: the signature does not cover it', () => {
  expect([kindOf(3n, 3n), kindOf(2n, 3n), kindOf(0n, 3n)]).toEqual(['good', 'fault', 'fault']);
});
