// Makes what a development cluster needs once, before its processes start: an issuer with its public keys, tokens of four
// people of one desk, and the pair of seal keys that all services share. Usage: node makeDevIdentity.mjs IDENTITY_DIR KEYS_DIR
// The development issuer refuses to run with NODE_ENV=production, so this can't be started in earnest by mistake.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueDemoTokens } from '@gimbal/all-in-one-service';
import { loadSealKeys } from '@gimbal/projection';
import { createDevIssuer } from '@gimbal/runtime';

const [identityDir, keysDir] = process.argv.slice(2);
if (identityDir === undefined || keysDir === undefined) {
  console.error('Expected IDENTITY_DIR and KEYS_DIR.');
  process.exit(2);
}
const issuer = await createDevIssuer(identityDir);
const tokens = await issueDemoTokens(issuer);
await writeFile(join(identityDir, 'tokens.json'), `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 });
loadSealKeys(keysDir);
console.log(
  `Issuer ${issuer.issuer}: public keys in ${issuer.jwksFile}, tokens in ${join(identityDir, 'tokens.json')}.`,
);
