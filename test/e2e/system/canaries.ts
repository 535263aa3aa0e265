import { randomBytes } from 'node:crypto';

const MARK = randomBytes(4).toString('hex');

/** What belongs to tenant A and must never be seen by another: names that stand nowhere else. */
export const CANARY = {
  portfolio: `cnry-book-${MARK}`,
  child: `cnry-child-${MARK}`,
  name: `Cnry name ${MARK}`,
  wallet: `cnry-wallet-${MARK}`,
  venueAccount: `cnry-paper-${MARK}`,
  trade: `cnry-trade-${MARK}`,
  limit: `cnry-limit-${MARK}`,
  reason: `Cnry reason ${MARK}`,
  request: `cnry-request-${MARK}`,
} as const;

/** Tenant A itself and its people are canaries too. */
export const TENANT_A = 'desk-a';
const PEOPLE_OF_A = ['tess.trader', 'anna.approver'];

/** Everything of A that may appear nowhere in what another tenant is told. */
export const SECRETS: readonly string[] = [...Object.values(CANARY), TENANT_A, ...PEOPLE_OF_A];

/** A name of the same shape and length that nobody has. */
export function absentLike(id: string): string {
  const absent = id.replaceAll(/cnry/gi, (c) => (c === 'cnry' ? 'none' : 'None')).replaceAll(TENANT_A, 'desk-z');
  return absent === id ? id.replace(/[a-z]/, (letter) => (letter === 'q' ? 'j' : 'q')) : absent;
}

const BASE64_RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

/** The secrets that stand in the bytes, as they are or within base64. */
export function secretsIn(bytes: Buffer, secrets: readonly string[] = SECRETS): readonly string[] {
  const text = bytes.toString('latin1');
  const found = secrets.filter((secret) => text.includes(secret));
  if (found.length > 0) return found;
  const unpacked = (text.match(BASE64_RUN) ?? [])
    .map((run) => Buffer.from(run, 'base64').toString('latin1'))
    .join('\n');
  return secrets.filter((secret) => unpacked.includes(secret));
}
